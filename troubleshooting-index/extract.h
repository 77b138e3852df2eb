// A document → the problems with their fixes that it writes down.
#pragma once

#include <string_view>
#include <vector>

#include "pointer-map/pointer.h"
#include "troubleshooting-index/entry.h"

namespace fingerpost {

// The entries of one document in its order, none twice; every place in the shape that fits it best. An entry that is
// only a holder of others (a section of issues) is left out. `text` is what `reading` was made of. Never throws; linear
// in the text; any thread.
std::vector<Entry> extract_entries(std::string_view path, std::string_view text, const Reading& reading);

}  // namespace fingerpost
