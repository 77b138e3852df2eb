#include <array>

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

static constexpr std::array<const Shape*, 12> kShapes = {
    &fingerpost_settings_shape, &compose_shape,   &github_workflow_shape, &gitlab_ci_shape,
    &alert_rules_shape,         &backstage_shape, &kubernetes_shape,      &openapi_shape,
    &package_json_shape,        &taskfile_shape,  &chart_shape,           &pyproject_shape};

std::span<const Shape* const> all_shapes() {
  return kShapes;
}

}  // namespace fingerpost
