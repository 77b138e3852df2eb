// Outcomes that explain each other: what two probes saw is evidence for a cause that neither sees alone. Pure.
#pragma once

#include <span>

#include "probes/outcome.h"

namespace fingerpost {

// Notes on a server that runs without being ready which of the servers that it may depend on fails now.
void relate(std::span<Outcome> outcomes);

// Notes where a slow round trip (`latency_p50_ms` over `slow_ms`) comes from, by what the connection alone took
// (`connect_ms`): from the way, or from the server.
void explain_latency(Outcome& out, double slow_ms);

}  // namespace fingerpost
