// What a repository says of the Redis server that it wants.
#pragma once

#include <vector>

#include "probes/probe.h"
#include "probes/settings.h"
#include "probes/surroundings.h"

namespace fingerpost {

// The eviction policies (https://redis.io/docs/reference/eviction/) that the server may have, each with where it is
// said; empty where nothing is said. The first of these that says anything decides: the settings (`eviction` of
// [probes.redis]); for a server of this machine the command of the compose service that publishes its port, then the
// repository's redis.conf; documents, which may name one for each of several servers. Read at this moment; any thread.
std::vector<ProbeSettings::Text> expected_eviction(const Planned& planned, const Surroundings& around);

}  // namespace fingerpost
