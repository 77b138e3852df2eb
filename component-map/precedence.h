// Which file wins where several set one thing: compose overrides, env files, Helm values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "component-map/ranking.h"
#include "indexer/live.h"
#include "pointer-map/map.h"

namespace fingerpost {

// A note for a person that says what overrides this place, what it overrides, and when; or which other places set the
// same variable to something else. "" when it stands alone. Values are compared live and never shown.
Result<std::string> precedence_note(Map& map, LiveReader& live, const Ranked& answer);

// Files that are merged with each other: the same directory and kind. "" for a file of no such family.
struct Layer {
  std::string family;
  int rank = 0;      // the higher one wins
  std::string when;  // in which case it is used
};
Layer layer_of(std::string_view path);

}  // namespace fingerpost
