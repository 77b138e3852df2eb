// What code says in words: the comments inside a definition, and the messages that it writes. Code that is named in one
// way and spoken of in another is found by them.
#pragma once

#include <string_view>
#include <vector>

#include "pointer-map/pointer.h"

namespace fingerpost {

// Adds the comments and the sentences among the string literals of a source file to the words of the innermost
// definition in which they stand, a few hundred bytes each and a few thousand of messages; in a file without
// definitions to the words of the document, which is places[0], as the messages that stand outside of all definitions.
// What already is the text or the comment of a place or a definition is left out. Linear.
void add_what_is_said(std::string_view path, std::string_view text, std::vector<Place>& places,
                      std::vector<Place>& definitions);

}  // namespace fingerpost
