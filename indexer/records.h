// Records: many entries of one shape (the rows of a table written as YAML or JSON). They are data rather than
// configuration, so each is one place, found by all that it says, and its keys are not places of their own.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "indexer/key_tree.h"
#include "indexer/shape.h"

namespace fingerpost {

struct Records {
  // By node: the record that the node stands in, or -1. A record's own node is not in it.
  std::vector<std::int32_t> record_of;
  // The bytes of a record, from its first scalar to its last; empty for other nodes.
  std::vector<std::string_view> text;
};

// Entries that a shape has given a meaning are never records.
Records records_of(const KeyTree& tree, const Meanings& meanings);

}  // namespace fingerpost
