// The documents that fingerpost init lays out, from what the map knows: pointers alone, no value, nothing invented.
// One thread.
#pragma once

#include <string>

#include "base/result.h"
#include "pointer-map/map.h"

namespace fingerpost {

inline constexpr std::string_view kComponentMap = "references/component-map.md";
inline constexpr std::string_view kTroubleshootingIndex = "references/troubleshooting-index.md";

// A component map: every service, object and catalogued component with its definitive source and the keys that stand
// there, then where the endpoints, environments, commands and workflows are.
Result<std::string> component_map_layout(Map& map);

// A troubleshooting index without entries, that points to the documents which have some (`known` are their paths).
std::string troubleshooting_layout(const std::vector<std::string>& known);

}  // namespace fingerpost
