// TOML as a key tree.
#pragma once

#include <string_view>

#include "indexer/key_tree.h"
#include "indexer/limits.h"

namespace fingerpost {

// One document; what the parser refuses is scanned line by line, with a finding. Nodes point into `text`.
KeyTree toml_tree(std::string_view text, const Limits& limits);

}  // namespace fingerpost
