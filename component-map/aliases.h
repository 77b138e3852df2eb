// What the team calls things: `[aliases]` of .fingerpost.toml.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "pointer-map/map.h"

namespace fingerpost {

// A word in lower case → the name that the repository uses. Empty where none is declared.
using Aliases = std::map<std::string, std::string>;

Result<Aliases> aliases_of(Map& map);

}  // namespace fingerpost
