// What a shell script sets at its top level: NAME=value, export NAME=value, readonly and declare. Pure, any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "pointer-map/pointer.h"

namespace fingerpost {

// Appends a setting for each below `under`, in the order of the lines, with the comment above it or behind it. What is
// indented (in a function, under a condition) is one only where it is a constant, MAX_RETRIES=5; what stands in a
// here-document is none; NAME=${NAME:-x} reads the environment, which others tell of, and is none either.
void add_shell_settings(std::string_view text, std::int32_t under, Reading& out);

}  // namespace fingerpost
