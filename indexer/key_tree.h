// A neutral tree of keys and values with exact lines: YAML, JSON and TOML all become one, and shapes (compose,
// workflow, …) give its nodes meaning without knowing which of them it was.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pointer-map/pointer.h"

namespace fingerpost {

struct KeyNode {
  enum class Type : std::uint8_t { mapping, sequence, scalar, null };

  Type type = Type::null;
  std::int32_t parent = -1;       // -1 for the root only
  std::int32_t first_child = -1;  // -1 for none
  std::int32_t next = -1;         // next sibling, -1 for none
  std::string key;                // of a mapping's entry, as written without quotes; "" for an item of a sequence
  std::string value;              // of a scalar, decoded; an alias reads "*name"
  int line = 1;                   // of the key; of the item's first byte in a sequence
  int line_end = 1;               // the last line of the value
  std::string_view text;          // the value's bytes as they stand in the source (a scalar's, with its quotes)
  std::string_view comment;       // the comment lines directly above the key and the one behind the value's first line
};

// Comment lines that explain nothing directly below them, or are long enough to be a text of their own; or a setting
// that is commented out.
struct KeyComment {
  int line = 1;
  int line_end = 1;
  std::string_view text;     // of a setting, its value
  std::string_view setting;  // its name, "" for mere words
  std::string_view comment;  // of a setting, what is said above it
};

// Preorder: node 0 is the root; the children of the root are the documents of a YAML stream (one for JSON and TOML).
class KeyTree {
 public:
  std::vector<KeyNode> nodes;
  std::vector<KeyComment> comments;  // by line
  std::vector<Finding> findings;

  const KeyNode& operator[](std::int32_t node) const { return nodes[static_cast<std::size_t>(node)]; }
  // The child with this key (the last one, if a key is doubled), or -1.
  std::int32_t child(std::int32_t node, std::string_view key) const;
  // The node at this path of keys below `node`, or -1.
  std::int32_t at(std::int32_t node, std::initializer_list<std::string_view> path) const;
  std::vector<std::int32_t> children(std::int32_t node) const;
  // The scalar value of the child with this key, or "".
  std::string_view value(std::int32_t node, std::string_view key) const;
};

}  // namespace fingerpost
