// The containers of a compose project beside what its files say.
#pragma once

#include "probes/compose.h"
#include "probes/deadline.h"
#include "probes/docker/engine.h"
#include "probes/outcome.h"
#include "probes/surroundings.h"

namespace fingerpost {

// Adds the check `docker`, and a check `container` for each service whose container does not do what it should. Without
// an engine, or without any container of the project, one skipped check says why.
void check_running(const ComposeModel& model, const Surroundings& around, const DockerEngine& engine,
                   const Deadline& deadline, Outcome& out);

}  // namespace fingerpost
