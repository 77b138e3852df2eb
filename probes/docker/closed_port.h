// A port of this machine on which nothing listens, explained by compose: which service publishes it, and what Docker
// says of that service's container.
#pragma once

#include <string>

#include "probes/deadline.h"
#include "probes/outcome.h"
#include "probes/surroundings.h"

namespace fingerpost {

// Notes what is so in `out`, with codes ("exit 137"), and returns what to do about it; "" where no compose service has
// to do with the port. Asks the Docker socket where there is one, for at most a second.
std::string explain_closed_port(int port, const Surroundings& around, const Deadline& deadline, Outcome& out);

}  // namespace fingerpost
