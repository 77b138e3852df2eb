// YAML, TOML and JSON as key trees. What a parser refuses is scanned line by line, with a finding. Nodes point into
// `text`, which is valid UTF-8 without a byte-order mark. Pure functions, any thread.
#pragma once

#include <string_view>

#include "indexer/key_tree.h"
#include "indexer/limits.h"

namespace fingerpost {

KeyTree yaml_tree(std::string_view text, const Limits& limits);  // one child of the root a document of the stream
KeyTree toml_tree(std::string_view text, const Limits& limits);  // one document
KeyTree json_tree(std::string_view text, const Limits& limits);  // one document; comments are allowed

}  // namespace fingerpost
