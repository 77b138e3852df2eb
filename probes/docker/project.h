// Which containers belong to a compose project, and in words how one of them does.
#pragma once

#include <string>
#include <vector>

#include "probes/compose.h"
#include "probes/deadline.h"
#include "probes/docker/engine.h"
#include "probes/surroundings.h"

namespace fingerpost {

// Whether compose made the container for this project: by the directory that it was started in or, where that is not
// known, by the project's name.
bool belongs_to(const Container& container, const ComposeModel& model, const Surroundings& around);

// The containers of one service, in the order in which the engine tells them.
std::vector<const Container*> containers_of(const ComposeService& service, const ComposeModel& model,
                                            const Surroundings& around, const std::vector<Container>& containers);

// Of a container that does not run: "exited with code 137: it ran out of memory". Asks the engine once more where the
// code alone does not tell, unless `ask` is false.
std::string state_of(const Container& container, const DockerEngine& engine, const Deadline& deadline, bool ask = true);

}  // namespace fingerpost
