// A value written as ${NAME} is set elsewhere: where the variable is declared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "component-map/ranking.h"
#include "indexer/live.h"
#include "pointer-map/map.h"

namespace fingerpost {

// The first variable that a text refers to, as shells and Docker Compose write it: ${NAME}, ${NAME:-7}, $NAME. "" for
// none; $$ is a dollar.
std::string_view variable_in(std::string_view text);

// The line of an env file that declares the variable that the place's value refers to, or that the place hands on
// without a value, if the place is a few lines and there is one. The file nearest to the place is preferred, and one
// that is used to an example of it.
Result<std::optional<Ranked>> variable_source(Map& map, LiveReader& live, const Ranked& answer);

}  // namespace fingerpost
