#include "component-map/curated.h"

#include <algorithm>

#include "base/text.h"

namespace fingerpost {
namespace {

std::string_view without_marks(std::string_view text) {
  text = trim(text);
  while (!text.empty() && (text.front() == '`' || text.front() == '*' || text.front() == '"' || text.front() == ' '))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == '`' || text.back() == '*' || text.back() == '"' || text.back() == ' ' ||
                           text.back() == ',' || text.back() == '.'))
    text.remove_suffix(1);
  return text;
}

bool same_segment(std::string_view written, std::string_view key) {
  return equal_ignoring_case(without_marks(written), without_marks(key));
}

}  // namespace

bool is_component_map(std::string_view path) {
  return equal_ignoring_case(base_name(path), "component-map.md");
}

std::optional<WrittenPointer> definitive_source_in(std::string_view entry) {
  for (std::string_view line : split(entry, '\n')) {
    std::string_view text = trim(line);
    while (!text.empty() && (text.front() == '-' || text.front() == '*' || text.front() == ' ')) text.remove_prefix(1);
    if (!starts_with_ignoring_case(text, "Definitive Source")) continue;
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) continue;
    text = trim(text.substr(colon + 1));
    while (!text.empty() && (text.front() == '*' || text.front() == ' ')) text.remove_prefix(1);
    WrittenPointer out;
    // `path` → `key` → `key`; "›", "->" and "§" part the segments too. What follows the last one in prose is not read.
    std::string rest(text);
    for (std::string_view arrow : {"→", "›", "->", "§"})
      for (auto at = rest.find(arrow); at != std::string::npos; at = rest.find(arrow, at + 1))
        rest.replace(at, arrow.size(), "\x1f");
    for (std::string_view segment : split(rest, '\x1f')) {
      segment = trim(segment);
      // Of several code words, the first is meant.
      if (segment.starts_with("`")) segment = segment.substr(0, segment.find('`', 1) + 1);
      const std::string_view bare = without_marks(segment);
      if (bare.empty()) continue;
      if (out.path.empty()) {
        const auto open = bare.find('(');
        out.path = std::string(trim(bare.substr(0, open)));
        if (out.path.starts_with("./")) out.path = out.path.substr(2);
      } else {
        out.locator.emplace_back(bare);
      }
    }
    if (!out.path.empty()) return out;
  }
  return std::nullopt;
}

Result<std::optional<Ranked>> resolve(Map& map, const WrittenPointer& pointer) {
  const Source* source = map.find(pointer.path);
  if (source == nullptr) return std::optional<Ranked>();
  auto places = map.places_of(*source);
  if (!places) return places.error();
  // Dotted key paths are taken apart where a segment as a whole is no key.
  std::vector<std::string> wanted;
  for (const std::string& segment : pointer.locator) {
    const bool whole = std::any_of((*places)->begin(), (*places)->end(),
                                   [&](const StoredPlace& place) { return same_segment(segment, place.key); });
    if (whole || segment.find('.') == std::string::npos)
      wanted.push_back(segment);
    else
      for (std::string_view part : split(segment, '.')) wanted.emplace_back(part);
  }
  for (std::size_t i = 0; i < (*places)->size(); ++i) {
    // From the place upwards, the segments must be met from the last to the first.
    std::size_t left = wanted.size();
    if (left > 0 && !same_segment(wanted[left - 1], (**places)[i].key)) continue;
    for (std::size_t at = i; at != 0; at = static_cast<std::size_t>((**places)[at].parent))
      if (left > 0 && same_segment(wanted[left - 1], (**places)[at].key)) --left;
    if (left > 0) continue;
    return std::optional<Ranked>(ranked_at(map, *source, **places, static_cast<DocId>(i)));
  }
  return std::optional<Ranked>();
}

}  // namespace fingerpost
