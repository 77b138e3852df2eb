// What can be told of a compose project without starting it: everything that `docker compose up` would stumble over,
// and what makes it work today and not tomorrow.
#pragma once

#include <vector>

#include "probes/compose.h"
#include "probes/outcome.h"
#include "probes/surroundings.h"

namespace fingerpost {

// Adds a check for each fault, and one that passes for each kind without any. `others` are the projects that may run
// beside it. Linear in the model, but for pairs of ports (both few).
void check_compose(const ComposeModel& model, const std::vector<const ComposeModel*>& others,
                   const Surroundings& around, Outcome& out);

}  // namespace fingerpost
