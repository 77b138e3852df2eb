#include <algorithm>
#include <array>

#include "base/text.h"
#include "indexer/shape.h"

namespace fingerpost {

// One line a shape: declare it here, and list it below in the order in which shapes are asked.
extern const Shape fingerpost_settings_shape;
extern const Shape compose_shape;
extern const Shape github_workflow_shape;
extern const Shape gitlab_ci_shape;
extern const Shape alert_rules_shape;
extern const Shape kubernetes_shape;
extern const Shape openapi_shape;
extern const Shape package_json_shape;
extern const Shape taskfile_shape;
extern const Shape backstage_shape;
extern const Shape chart_shape;
extern const Shape pyproject_shape;
extern const Shape rust_toolchain_shape;
extern const Shape kconfig_values_shape;

static constexpr std::array<const Shape*, 14> kShapes = {
    &fingerpost_settings_shape, &compose_shape,       &github_workflow_shape, &gitlab_ci_shape,
    &alert_rules_shape,         &backstage_shape,     &kubernetes_shape,      &openapi_shape,
    &package_json_shape,        &taskfile_shape,      &chart_shape,           &pyproject_shape,
    &rust_toolchain_shape,      &kconfig_values_shape};

std::span<const Shape* const> all_shapes() {
  return kShapes;
}

// The option that an item is: "--name" or "--name=value", "-n", "-name=value"; "" for none. "-pSECRET" is an option
// with its value, and none here: no part of a value may become a name.
static std::string_view option_of(std::string_view item) {
  const std::string_view option = item.substr(0, item.find('='));
  if (option.size() > 120 || option.find(' ') != std::string_view::npos) return {};
  if (option.starts_with("--")) return option.size() > 2 ? option : std::string_view();
  if (!option.starts_with("-") || option.size() < 2) return {};
  const bool plain = option.size() < item.size() &&
                     std::none_of(option.begin(), option.end(), [](char c) { return is_upper(c) || is_digit(c); });
  return plain || option.size() == 2 ? option : std::string_view();
}

void name_options(const KeyTree& tree, std::int32_t list, Meanings& out) {
  std::string awaiting;  // the option whose value is the next item
  for (const std::int32_t item : tree.children(list)) {
    const std::string& value = tree[item].value;
    if (tree[item].type != KeyNode::Type::scalar || !tree[item].key.empty()) continue;
    const std::string option(option_of(value));
    if (option.empty()) {
      if (!awaiting.empty() && !value.starts_with("-")) {
        out[item].key = awaiting;
        out[item].words = "option argument";
      }
      awaiting.clear();
      continue;
    }
    out[item].key = option;
    out[item].name = option.substr(std::min(option.find_first_not_of('-'), option.size()));
    out[item].words = "option flag argument";
    awaiting = option.size() == value.size() ? option : std::string();
  }
}

}  // namespace fingerpost
