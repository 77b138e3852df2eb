// AsciiDoc's tables, a row each. Linear.
#pragma once

#include <string_view>

#include "indexer/formats/text_outline.h"

namespace fingerpost {

// Puts the rows between the fences of a table (lines first to last) into the outline. `attributes` is what stood in
// brackets above it ("cols=\"1,2\", options=\"header\"").
void read_asciidoc_rows(int first, int last, std::string_view attributes, TextOutline& outline);

}  // namespace fingerpost
