// Questions that ask for all of a kind: "what ports does the system use", "list the services".
#pragma once

#include <optional>
#include <vector>

#include "component-map/question.h"
#include "component-map/ranking.h"

namespace fingerpost {

// The kind that a question asks to list, when a kind is all that it names.
std::optional<Kind> kind_to_list(const Question& question);

// Every place of the kind, those of the whole system first (the shallowest files). Ports: the published ones, or the
// exposed ones where none is published.
Result<std::vector<Ranked>> list_kind(Map& map, Kind kind, std::size_t most);

}  // namespace fingerpost
