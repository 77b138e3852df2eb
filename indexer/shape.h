// A shape gives meaning to a key tree: it recognises what a tree is (a compose file, a workflow, …) and says of its
// nodes what kind of place each is. One file each in indexer/shapes/, one line each in indexer/shapes.cc. Pure
// functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/key_tree.h"

namespace fingerpost {

// What a shape says of one node. A node that no shape speaks of stays a `setting`.
struct Meaning {
  Kind kind = Kind::setting;
  Role role = Role::none;
  std::string key;    // replaces the locator segment shown, where not empty (a step's name instead of "[3]")
  std::string name;   // exact identifier that joins it with other sources
  std::string words;  // more words to be found by
};

class Meanings {
 public:
  explicit Meanings(std::size_t nodes) : of_(nodes) {}
  Meaning& operator[](std::int32_t node) { return of_[static_cast<std::size_t>(node)]; }
  const Meaning& operator[](std::int32_t node) const { return of_[static_cast<std::size_t>(node)]; }

  std::vector<Finding> findings;  // what a shape finds wrong with the document

 private:
  std::vector<Meaning> of_;
};

// Calls the items of a command's list by the options that they are: "--storage.retention.time=200h", and the item
// behind a "--replicas", by the option's name. Never by a value, which may be a secret.
void name_options(const KeyTree& tree, std::int32_t list, Meanings& out);

struct Shape {
  std::string_view name;
  // Whether the document below `document` is of this shape. `path` is "" for a block inside markdown.
  bool (*claims)(std::string_view path, const KeyTree& tree, std::int32_t document);
  void (*read)(std::string_view path, const KeyTree& tree, std::int32_t document, Meanings& out);
};

// All shapes, in the order in which they are asked; the first that claims a document reads it.
std::span<const Shape* const> all_shapes();

// Turns a key tree into places below `under`: every key and item a place, with what the shapes say of it.
void add_key_tree(std::string_view path, const KeyTree& tree, std::int32_t under, Reading& out);

}  // namespace fingerpost
