// Documents of every kind through extraction: an entry never lies outside of its document and never is empty.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "tests/support/reading_check.h"
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/extract.h"

static const char* const kPaths[] = {"docs/troubleshooting.md", "README.md",  "guide/faq.rst",
                                     "docs/issues.adoc",        "rules.yaml", ".env.example"};
static constexpr std::size_t kPathCount = sizeof kPaths / sizeof kPaths[0];

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const fingerpost::DecodedSource decoded(bytes);
  const std::string text(decoded.text());
  const char* path = kPaths[data[0] % kPathCount];
  fingerpost::Limits limits;
  limits.places_per_source = 2000;
  const fingerpost::Reading reading = fingerpost::read_text(path, text, limits);
  const int lines = fingerpost::Lines(text).count();
  for (const fingerpost::Entry& entry : fingerpost::extract_entries(path, text, reading)) {
    bool good = entry.line_start >= 1 && entry.line_end >= entry.line_start && entry.line_end <= lines &&
                !entry.title.empty() && entry.score >= fingerpost::kLeastScore && entry.score <= 1;
    for (const auto* list : {&entry.symptoms, &entry.causes, &entry.steps})
      for (const fingerpost::Passage& passage : *list)
        good = good && !passage.empty() && passage.line_start >= 1 && passage.line_end >= passage.line_start &&
               passage.line_end <= lines;
    if (!good) {
      std::fprintf(stderr, "%s: %s entry '%s' %d-%d of %d lines\n", path, std::string(entry.shape).c_str(),
                   entry.title.c_str(), entry.line_start, entry.line_end, lines);
      std::abort();
    }
    for (const fingerpost::EntryShape* shape : fingerpost::entry_shapes()) (void)shape->render(entry, 2);
  }
  return 0;
}

std::vector<std::string> fuzz_seeds() {
  const std::vector<std::string> texts = {
      "# X fails\n\n**Symptoms**:\n- a\n\n**Cause**: b\n\n**Fix**:\n\n```bash\n$ make x\n```\n\n**Source**: "
      "[a](b.yml)\n",
      "## T\n\n| Symptom | Cause | Fix |\n|---|---|---|\n| `a \\| b` | c | d |\n| e\n\n| Metric | Warning "
      "|\n|---|---|\n| x | 1 |\n",
      "## Troubleshooting\n\n**\"Refused\"**\n- a\n  - b → c\n\n\"Bad\" after: see `x`\n\n1. `/a` fails → b\n2. c -> "
      "d\n",
      "# FAQ\n\n## Why fails?\n\n**Q: a?** b\n\nQ: c?\nA: d\n\n<details><summary>Build fails</summary>x\n</details>\n",
      "!!! warning \"T fails\"\n    x\n\n    ```\n    y\n\n> [!NOTE]\n> may fail with "
      "error\n\n:::danger\ncannot\n:::\n",
      "- alert: A\n  expr: b\n  for: 5m\n  annotations: {summary: 'c', runbook_url: d}\n",
      "# If it fails, do\n# - If you see errors, set x\nA=1\n",
      "Known issues\n============\n\nCrash\n-----\n\n.. warning:: fails\n\nterm\n    fails because\n",
      "| Symptom | Cause | Fix |\n|---|---|---|\n| b fails | ** | x |\n",
      "# :\n\nFAQ\n\nit fails\n\nRun y.\n",
      "## P1001\n\nIf you see an error such as:\n\n    x\n\nRun y.\n\n## Rollback\n\n- a\n"};
  std::vector<std::string> seeds;
  for (std::size_t i = 0; i < kPathCount; ++i)
    for (const std::string& text : texts) seeds.push_back(static_cast<char>(i) + text);
  return seeds;
}
