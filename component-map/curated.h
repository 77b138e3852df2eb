// Curated components: entries of component-map.md, written by people. The shape is
//   ### Name
//   **Definitive Source**: `path` → `key` → `key`
//   **What's There**: …   **Spec**: …   **Key Details**: …
#pragma once

#include <optional>
#include <string_view>

#include "pointer-map/written_pointer.h"

namespace fingerpost {

// The pointer behind "Definitive Source" in an entry's text, or nothing.
std::optional<WrittenPointer> definitive_source_in(std::string_view entry);

// Whether this section of component-map.md is an entry: it has a Definitive Source.
bool is_component_map(std::string_view path);

}  // namespace fingerpost
