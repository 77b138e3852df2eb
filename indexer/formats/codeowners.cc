// CODEOWNERS: which paths belong to whom. GitLab's sections hold their rules.
#include "indexer/codeowners.h"

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/protected_list.h"

namespace fingerpost {
namespace {

bool claims(std::string_view path) {
  return base_name(path) == "CODEOWNERS";
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  const Lines lines(source.text);
  std::int32_t section = under;
  for (int n = 1; n <= lines.count(); ++n) {
    const OwnerLine line = read_owner_line(lines.line(n));
    if (line.type == OwnerLine::Type::none) continue;
    Place place;
    place.line_start = place.line_end = n;
    place.key = std::string(line.pattern);
    place.text = lines.line(n);
    if (line.type == OwnerLine::Type::section) {
      place.kind = Kind::section;
      place.parent = under;
      place.words = "owner owns code review approval";
      section = out.add(std::move(place));
      continue;
    }
    place.kind = Kind::owner;
    place.parent = section;
    place.words = "owner owns code review";
    const std::int32_t rule = out.add(std::move(place));
    if (section != under) out.places[static_cast<std::size_t>(section)].line_end = n;
    if (!says_protected(line.comment)) continue;
    Place guarded;
    guarded.kind = Kind::protected_path;
    guarded.parent = rule;
    guarded.line_start = guarded.line_end = n;
    guarded.key = guarded.name = std::string(line.pattern);
    out.add(std::move(guarded));
  }
}

}  // namespace

extern const Format codeowners_format;
const Format codeowners_format = {"codeowners", claims, read, {}};

}  // namespace fingerpost
