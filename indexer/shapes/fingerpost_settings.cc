// .fingerpost.toml: what its people declare protected, and what they call things.
#include "indexer/settings.h"

#include "indexer/shape.h"

namespace fingerpost {
namespace {

bool claims(std::string_view path, const KeyTree&, std::int32_t) {
  return path == kSettingsFile;
}

void read(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  const RepositorySettings settings = settings_of(tree, document);
  out.findings = settings.findings;
  for (const std::int32_t item : tree.children(tree.child(document, "protected"))) {
    if (tree[item].value.empty()) continue;
    out[item].kind = Kind::protected_path;
    out[item].key = tree[item].value;
    out[item].name = tree[item].value;
  }
  // An alias is named by what it stands for: that is how a question gets from the one to the other.
  for (const std::int32_t alias : tree.children(tree.child(document, "aliases"))) out[alias].name = tree[alias].value;
}

}  // namespace

extern const Shape fingerpost_settings_shape;
const Shape fingerpost_settings_shape = {"fingerpost settings", claims, read};

}  // namespace fingerpost
