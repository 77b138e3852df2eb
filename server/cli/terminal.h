// Text made readable on a terminal: pointers stand out and can be clicked.
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

// Whether stdout is a terminal that wants colour (NO_COLOR and TERM=dumb are heeded).
bool wants_colour();

// The text with each pointer at the start of a line (path:line or path:line-line) bold and linked to its file below
// `directory` (OSC 8). Everything else stays as it is.
std::string with_links(std::string_view text, std::string_view directory);

}  // namespace fingerpost
