// Which compose services publish a port of this machine.
#pragma once

#include <vector>

#include "probes/surroundings.h"

namespace fingerpost {

// Those of the chosen environment, in the order of files; they live as long as the surroundings.
std::vector<const ComposeService*> services_publishing(const Surroundings& around, int port);

}  // namespace fingerpost
