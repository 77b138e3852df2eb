// "DO NOT MODIFY" lists: the paths that a document declares protected.
#pragma once

#include <string_view>

#include "pointer-map/pointer.h"

namespace fingerpost {

// Whether a heading or lead-in says that what follows must not be changed.
bool says_protected(std::string_view heading);

// Adds a protected_path place for every path in `text`, which begins at `first_line`: the items of a list, or the lines
// of a directory tree (├── entries get their full path), one path a line.
void add_protected_paths(std::string_view text, int first_line, std::int32_t under, Reading& out);

}  // namespace fingerpost
