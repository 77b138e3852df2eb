// Curated components: entries of component-map.md, written by people. The shape is
//   ### Name
//   **Definitive Source**: `path` → `key` → `key`
//   **What's There**: …   **Spec**: …   **Key Details**: …
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "component-map/live.h"
#include "component-map/ranking.h"
#include "pointer-map/map.h"

namespace fingerpost {

// A pointer as people write it: a path, then the keys or headings that lead to the place.
struct WrittenPointer {
  std::string path;
  std::vector<std::string> locator;
};

// The pointer behind "Definitive Source" in an entry's text, or nothing.
std::optional<WrittenPointer> definitive_source_in(std::string_view entry);

// The place that a written pointer means, as the map knows it now. A locator matches when its segments stand in this
// order on the way to the place; without one it is the document. Nothing when the path or a segment is not there.
Result<std::optional<Ranked>> resolve(Map& map, const WrittenPointer& pointer);

// Whether this section of component-map.md is an entry: it has a Definitive Source.
bool is_component_map(std::string_view path);

}  // namespace fingerpost
