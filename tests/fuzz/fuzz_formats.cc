// Every format, whatever it is given: the first byte picks the format, and what is read keeps the readers' promises.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "tests/support/reading_check.h"

static const char* const kPaths[] = {"docs/a.md",
                                     "docker-compose.yml",
                                     ".github/workflows/ci.yml",
                                     "rules.yaml",
                                     "package.json",
                                     "openapi.json",
                                     "fly.toml",
                                     "pyproject.toml",
                                     ".env.example",
                                     "nginx.conf",
                                     "Makefile",
                                     "Dockerfile",
                                     "justfile",
                                     "guide.rst",
                                     "a.adoc",
                                     "CODEOWNERS",
                                     "a.ts",
                                     "a.sh",
                                     "component-map.md",
                                     "pom.xml",
                                     "alert.rules",
                                     ".tool-versions",
                                     "go.mod",
                                     "bin/run",
                                     "main.tf",
                                     "host.nix",
                                     "a.cs",
                                     "a.php",
                                     "Kconfig",
                                     "crontab",
                                     "a.1",
                                     "a.org",
                                     "a.html",
                                     "a.dts",
                                     "build.gradle",
                                     "a.exs",
                                     "a.scss"};
static constexpr std::size_t kPathCount = sizeof kPaths / sizeof kPaths[0];

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const fingerpost::DecodedSource decoded(bytes);
  const std::string text(decoded.text());
  const char* path = kPaths[data[0] % kPathCount];
  fingerpost::Limits limits;
  limits.places_per_source = 2000;
  const std::string broken = fingerpost::broken_promise(fingerpost::read_text(path, text, limits), text);
  if (!broken.empty()) {
    std::fprintf(stderr, "%s: %s\n", path, broken.c_str());
    std::abort();
  }
  return 0;
}

std::vector<std::string> fuzz_seeds() {
  const std::vector<std::string> texts = {
      "# A\n\n**Lead**:\n\n- [ ] x\n  - y\n\n| a | b |\n|---|---|\n| `X_Y` | 1 |\n\n```yaml\nservices:\n  a:\n    "
      "image: b\n```\n\n> [!NOTE]\n> text\n\n<details><summary>S</summary>\n\nz\n</details>\n",
      "---\ntitle: x\n---\n\nA\n=\n\n```markdown\n## B\n\n```bash\nls\n```\n```\n",
      "services:\n  a:\n    image: x:1\n    ports: [\"1:2\", \"${A:-3}:4\"]\n    environment: {A_B: c}\nvolumes:\n",
      "{ pkgs, ... }:\nlet a = 1; in {\n  # b 2\n  c.\"d\".${e} = with f; [ { g = ''h ${\"i\"} ''$''; } ];\n  inherit "
      "(j) k;\n}\n",
      "public long Port { get; set; } = 8 * 1024; // a\n  'key' => 20,\n  name: Duration::from_secs(5),\n",
      "resource \"a\" \"b\" {\n  c = <<-E\n  d ${e(\"}\")}\n  E\n  f = [for g in h : { i = g }]\n  j = { k = [1, 2] } "
      "# l\n  m {\n  }\n}\n",
      "on: [push]\njobs:\n  t:\n    steps:\n      - run: |\n          a\n          b\n      - uses: x\n        env:\n  "
      "        T: ${{ secrets.X }}\n",
      "groups:\n- name: a\n  rules:\n  - alert: B\n    expr: c\n---\napiVersion: v1\nkind: X\nmetadata: {name: y}\n",
      "{\"name\": \"a\", \"scripts\": {\"b\": \"c\"}, \"d\": [1, {\"e\": null}], // f\n}",
      "{\"a\": [[1,\n",
      "a = 1\n[b]\nc = [1,\n2]\n[[d]]\ne = \"f\"\n",
      "# x\nA_B=1\nexport C='d\ne'\n#F_G=1\n",
      "http {\n server { listen 80; }\n}\n[s]\nk = v\n",
      "a: b ## c\n\td\nX := y\n\nall:\n",
      "FROM a AS b\nENV C=d \\\n E=f\nEXPOSE 1 2\n",
      "Title\n=====\n\n- a\n- b\n\n:field: v\n",
      "= T\n\n== S\n\ntext\n",
      "+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+\n\n==  ==\na   b\n==  ==\nc   d\n==  ==\n",
      ".. list-table:: T\n   :header-rows: 1\n\n   * - a\n     - b\n   * - c\n\n.. note:: x\n   y\n\n   - z\n",
      "term : x\n  text::\n\n    code\n\n.. code-block:: yaml\n   :caption: c\n\n   a: b\n\n- i\n\n  - j\n",
      ".T\n[cols=\"1,2*\", options=\"header\"]\n|===\n| a | b\n\n2+| c\na| d | e\n|===\n\na:: b\nc::\n\nd\n",
      "[NOTE]\n====\nx\n\n. y\n+\n[source,yaml]\n----\na: b\n----\n** z\n====\n\nTIP: t\n:k: v\n// c\n--\no\n--\n",
      "A\r[NOTE]\n====\nx\n\n. y",
      "a: \"\r[b\"\n\xC2\x85"
      "c: d \xE2\x80\xA8\n",
      "/x/ @y\n",
      "const a = process.env.B_C || 'd';\nos.getenv(\"E_F\")\n",
      ": ${A_B:?x}\n",
      "<Tabs>\n  <Tab title=\"a\">\n    - b\n\n      <details><summary>c</summary>\n      d\n      </details>\n  "
      "</Tab>\n"
      "<Tab\n name={'e'}>\nf\n",
      "<?xml version=\"1.0\"?>\n<!-- a -->\n<b c='d' id=\"e\">f<g/>&h;</b>\n",
      "#!/bin/sh\n# a\nB_C=d # e\nexport F=(g\nh)\ncat <<I\nJ=k\nI\n",
      "module a\ngo 1.22\nrequire (\n\tb v1 // c\n)\n",
      "menu \"a\"\nchoice\n\tprompt \"b\"\nconfig C\n\tint \"d\"\n\thelp\n\t  e\nendchoice\nif f\n",
      "A=b\n# c\n1 2 * * 1-5 root /d/e.sh >/dev/null\n@daily f\n",
      ".TH A 1\n.SH\nB\n.TP\n\\fB\\-c\\fR\nd\n.IP \"e f\" 4\n.It Fl g Ar h\n\\",
      "* A\n** B\n- c\n| d | e |\n|---+\n#+begin_src yaml\nf: g\n",
      "<h1>A<h2>b</h2><p>c<ul><li>d<table><tr><th>e<td>f</table><dl><dt>g<dd>h</dl><pre>i</pre><!-- j <",
      "/ {\n a: b@1 { /* c\n*/ d = <\n1\n>;\n};\n};\n",
      "a: {\n b: {\n  default: 5,\n  env: 'C_D',\n },\n},\ne = config.get('f_g', 5)\n@h_i 3\nEnv.x(\"J_K\", 2)\n",
      "```\n -a, --bc D  e\n   --f\n      g\n```\n\n```\n[h]\ni: j\n```\n",
      "### R\n\n**Definitive Source**: `a.yml` → `b`\n"};
  std::vector<std::string> seeds;
  for (std::size_t i = 0; i < kPathCount; ++i)
    for (const std::string& text : texts) seeds.push_back(static_cast<char>(i) + text);
  return seeds;
}
