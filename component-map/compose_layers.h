// What compose takes from elsewhere for a service: `extends`, `include`, `env_file`, and which of them wins.
#pragma once

#include <string>

#include "base/result.h"
#include "component-map/ranking.h"
#include "indexer/live.h"
#include "pointer-map/map.h"

namespace fingerpost {

// A note for a person about a place of a compose file, or a variable of an env file that a service is given: what wins
// over it and what it wins over, each with its line. "" when there is nothing to say.
Result<std::string> compose_note(Map& map, LiveReader& live, const Ranked& answer);

}  // namespace fingerpost
