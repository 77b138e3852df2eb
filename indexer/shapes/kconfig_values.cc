// What is chosen of a Kconfig's options: "belt_defconfig", Zephyr's "prj.conf". An option is called there by its name
// behind "CONFIG_", which is no variable of an environment.
#include "base/text.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

constexpr std::string_view kPrefix = "CONFIG_";

bool claims(std::string_view path, const KeyTree& tree, std::int32_t document) {
  const std::string_view extension = extension_of(path);
  if (extension != "conf" && extension != "defconfig" && !path.ends_with("_defconfig")) return false;
  const auto keys = tree.children(document);
  return !keys.empty() && tree[keys.front()].key.starts_with(kPrefix);
}

void read(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  for (const std::int32_t key : tree.children(document))
    if (tree[key].key.starts_with(kPrefix)) out[key].name = tree[key].key.substr(kPrefix.size());
}

}  // namespace

extern const Shape kconfig_values_shape;
const Shape kconfig_values_shape = {"kconfig values", claims, read};

}  // namespace fingerpost
