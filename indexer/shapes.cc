#include "indexer/shape.h"

#include <array>

namespace fingerpost {

// One line a shape: declare it here, and list it below in the order in which shapes are asked.

static constexpr std::array<const Shape*, 0> kShapes = {};

std::span<const Shape* const> all_shapes() { return kShapes; }

void add_key_tree(std::string_view path, const KeyTree& tree, std::int32_t under, Reading& out) {
  Meanings meanings(tree.nodes.size());
  for (std::int32_t document : tree.children(0))
    for (const Shape* shape : kShapes)
      if (shape->claims(path, tree, document)) {
        shape->read(path, tree, document, meanings);
        break;
      }
  out.findings.insert(out.findings.end(), tree.findings.begin(), tree.findings.end());
  std::vector<std::int32_t> place_of(tree.nodes.size(), under);
  for (std::size_t i = 1; i < tree.nodes.size(); ++i) {
    const KeyNode& node = tree.nodes[i];
    const std::int32_t parent = place_of[static_cast<std::size_t>(node.parent)];
    if (node.parent == 0) {  // a document of the stream has no key of its own
      place_of[i] = parent;
      continue;
    }
    Meaning& meaning = meanings[static_cast<std::int32_t>(i)];
    Place place;
    place.kind = meaning.kind;
    place.role = meaning.role;
    place.parent = parent;
    place.line_start = node.line;
    place.line_end = node.line_end;
    place.key = meaning.key.empty() ? node.key : std::move(meaning.key);
    place.name = std::move(meaning.name);
    place.words = std::move(meaning.words);
    if (node.type == KeyNode::Type::scalar) place.text = node.text;
    place_of[i] = out.add(std::move(place));
  }
}

}  // namespace fingerpost
