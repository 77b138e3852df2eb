// The checks of a Redis server, in order, over a connection that stands.
#pragma once

#include "probes/deadline.h"
#include "probes/network.h"
#include "probes/outcome.h"
#include "probes/probe.h"
#include "probes/redis/client.h"
#include "probes/redis/target.h"
#include "probes/surroundings.h"

namespace fingerpost {

// Logs in and asks for a sign of life. False when nothing more can be asked; why is in `out`.
bool greet_redis(RedisClient& client, const RedisTarget& target, const Deadline& deadline, Outcome& out);

// Writes one key that nobody else has, reads it back, looks at its expiry and deletes it again.
void check_redis_writing(RedisClient& client, const Surroundings& around, const Deadline& deadline, Outcome& out);

// Sends one message from `client` to `subscriber`, a second connection that is logged in.
void check_redis_messages(RedisClient& client, RedisClient& subscriber, const Deadline& deadline, Outcome& out);

// What the server says of itself: version, role, memory, eviction, persistence, connections.
void check_redis_state(RedisClient& client, const Planned& planned, const Surroundings& around,
                       const Deadline& deadline, Outcome& out);

// Twenty round trips.
void check_redis_latency(RedisClient& client, const Deadline& deadline, Outcome& out);

}  // namespace fingerpost
