#include "component-map/curated.h"

#include "base/text.h"

namespace fingerpost {

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
    if (auto pointer = parse_written_pointer(text)) return pointer;
  }
  return std::nullopt;
}

}  // namespace fingerpost
