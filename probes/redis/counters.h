// What a Redis server has counted since it started, and how its memory lies. Pure.
#pragma once

#include "probes/outcome.h"
#include "probes/redis/info.h"

namespace fingerpost {

// The measures `fragmentation_ratio`, `evicted_keys`, `rejected_connections` and `blocked_clients`, and the check
// `fragmentation` where there is enough memory in use for the ratio to mean something.
void check_redis_counters(const RedisInfo& info, Outcome& out);

}  // namespace fingerpost
