// Questions that ask for all of a kind: "what ports does the system use", "list the services".
#pragma once

#include <optional>
#include <vector>

#include "component-map/question.h"
#include "component-map/ranking.h"
#include "indexer/live.h"

namespace fingerpost {

// The kind that a question asks to list, when a kind is all that it names.
std::optional<Kind> kind_to_list(const Question& question);

// Whether a place of a document or a configuration states things of this kind where none is declared: ports by a number
// behind the word or a host, or below a heading or key of that name; anything else below one named after several.
bool states(Kind kind, const LiveFile& file, const Ranked& place);

// Every place of the kind, those of the whole system first (the shallowest files). Ports: the published ones, or the
// exposed ones where none is published. Variables: those that a file for the environment declares, where there are any.
Result<std::vector<Ranked>> list_kind(Map& map, Kind kind, std::size_t most);

}  // namespace fingerpost
