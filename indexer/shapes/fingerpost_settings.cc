// .fingerpost.toml at the root of a repository: what its people declare protected. It may narrow what is done with the
// repository, never widen it.
#include "base/text.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

bool claims(std::string_view path, const KeyTree&, std::int32_t) {
  return path == ".fingerpost.toml";
}

void read(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  for (const std::int32_t item : tree.children(tree.child(document, "protected"))) {
    if (tree[item].value.empty()) continue;
    out[item].kind = Kind::protected_path;
    out[item].key = tree[item].value;
    out[item].name = tree[item].value;
  }
}

}  // namespace

extern const Shape fingerpost_settings_shape;
const Shape fingerpost_settings_shape = {"fingerpost settings", claims, read};

}  // namespace fingerpost
