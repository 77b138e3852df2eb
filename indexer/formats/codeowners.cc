// CODEOWNERS: which paths belong to whom.
#include "base/text.h"
#include "indexer/format.h"

namespace fingerpost {
namespace {

bool claims(std::string_view path) {
  return base_name(path) == "CODEOWNERS";
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  const Lines lines(source.text);
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = trim(lines.line(n));
    if (line.empty() || line.front() == '#' || line.front() == '[') continue;
    const auto end = line.find_first_of(" \t");
    Place place;
    place.kind = Kind::owner;
    place.parent = under;
    place.line_start = place.line_end = n;
    place.key = std::string(line.substr(0, end));
    place.words = "owner owns code review";
    place.text = line;
    out.add(std::move(place));
  }
}

}  // namespace

extern const Format codeowners_format;
const Format codeowners_format = {"codeowners", claims, read, {}};

}  // namespace fingerpost
