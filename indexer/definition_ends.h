// Where definitions end, for the languages for which ctags tells only where they begin. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "pointer-map/pointer.h"

namespace fingerpost {

// Moves the `line_end` of every place at `open` (indexes into `places`) to the last line of its body in `text`, the
// source of `path`. JavaScript and TypeScript are read by their brackets, which is exact unless a regular expression
// misleads the reader; everything else by its indentation. Where neither tells, a definition ends before the next one.
// Linear in the text and the places.
void end_definitions(std::string_view path, std::string_view text, std::vector<Place>& places,
                     const std::vector<std::size_t>& open);

}  // namespace fingerpost
