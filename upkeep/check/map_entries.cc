#include "upkeep/check/map_entries.h"

#include <algorithm>

#include "component-map/curated.h"

namespace fingerpost {

std::vector<const Place*> map_entries(const CheckedDocument& document) {
  std::vector<const Place*> out;
  if (!is_component_map(document.path())) return out;
  const auto& places = document.reading().places;
  for (const Place& place : places) {
    if ((place.kind != Kind::section && place.kind != Kind::component) || place.line_end <= place.line_start ||
        !contains(document.lines().range(place.line_start, place.line_end), "**What's There**"))
      continue;
    const bool innermost = std::none_of(places.begin(), places.end(), [&](const Place& other) {
      return (other.kind == Kind::section || other.kind == Kind::component) && other.line_start > place.line_start &&
             other.line_end <= place.line_end;
    });
    if (innermost) out.push_back(&place);
  }
  return out;
}

}  // namespace fingerpost
