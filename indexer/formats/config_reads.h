// Where code reads its configuration by a key and says what holds without it: `config.getfloat('timeout', 600.)`.
#pragma once

#include <cstdint>
#include <string_view>

#include "pointer-map/pointer.h"

namespace fingerpost {

// Adds a `setting` place (role fallback) for every call, of something that is called a configuration, settings, options
// or the like, whose first argument is a key and whose second a literal, unless the key is a variable's. Linear.
void add_config_reads(std::string_view text, std::int32_t under, Reading& out);

}  // namespace fingerpost
