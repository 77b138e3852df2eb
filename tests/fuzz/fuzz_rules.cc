// What is made of a text besides places: ignore rules, where definitions end, whole sources with definitions woven in.
// The first byte picks the path.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/utf8.h"
#include "indexer/definition_ends.h"
#include "indexer/ignore.h"
#include "indexer/read_source.h"

using namespace fingerpost;

static const char* const kPaths[] = {"a.ts", "a.jsx", "a.sh", "a.lua", "a.py", "README.md", ".env", "a.yml", "a.bin"};
static constexpr std::size_t kPathCount = sizeof kPaths / sizeof kPaths[0];

static void hold(bool so, const char* what) {
  if (so) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

static std::vector<Place> definitions_at_every_third_line(int lines) {
  std::vector<Place> places;
  for (int line = 1; line <= lines && places.size() < 500; line += line % 7 == 0 ? 1 : 3) {
    Place place;
    place.kind = Kind::definition;
    place.key = place.name = "f" + std::to_string(line);
    place.line_start = place.line_end = line;
    places.push_back(std::move(place));
  }
  return places;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const char* path = kPaths[data[0] % kPathCount];
  const DecodedSource decoded(bytes);
  const int lines = Lines(decoded.text()).count();

  std::vector<Place> places = definitions_at_every_third_line(lines);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < places.size(); ++i) open.push_back(i);
  end_definitions(path, decoded.text(), places, open);
  for (const Place& place : places)
    hold(place.line_start <= place.line_end && place.line_end <= lines, "a definition ends inside of its source");

  Analyzer analyzer;
  const ReadSource read = read_source(path, bytes, std::move(places), Limits(), analyzer);
  hold(!read.places.empty() && read.places[0].kind == Kind::document, "the document comes first");
  for (std::size_t i = 1; i < read.places.size(); ++i) {
    const Place& place = read.places[i];
    hold(place.parent >= 0 && place.parent < static_cast<std::int32_t>(i), "parents come first");
    const Place& parent = read.places[static_cast<std::size_t>(place.parent)];
    hold(parent.line_start <= place.line_start && place.line_end <= parent.line_end, "places lie inside their parents");
  }

  const IgnoreRules rules("sub", decoded.text());
  for (const std::string& line : {std::string("sub/a/b.c"), std::string("sub/x"), "sub/" + bytes.substr(0, 40)})
    for (const bool directory : {false, true}) rules.verdict(line, directory);
  return 0;
}

std::vector<std::string> fuzz_seeds() {
  const std::vector<std::string> texts = {
      "export class A {\n  m(): { a: string } {\n    return `x ${f({a: 1})} y`;\n  }\n}\nconst r = /[/}]\\//g;\n"
      "function g(\n  a,\n)\n{\n  // }\n}\n",
      "f() {\n  cat <<E\nx\nE\n}\ng()\n{\n  h\n}\n",
      "function a()\n  b()\nend\n\nfunction c()\n  d()\nend\n",
      "class A:\n    def f(self):\n        return os.environ['X_Y']\n",
      "# T\n\n- a\n  - b\n\n| a | b |\n|---|---|\n| c | d |\n",
      "A=1\nB='x\ny'\n",
      "a:\n  b: {c: [d, e]}\n",
      "*.log\n!keep.log\n/build/\n**/x/**\na[!b-d]?\\*\n# no\n\\#yes\nfoo/*/bar\n"};
  std::vector<std::string> seeds;
  for (std::size_t i = 0; i < kPathCount; ++i)
    for (const std::string& text : texts) seeds.push_back(static_cast<char>(i) + text);
  return seeds;
}
