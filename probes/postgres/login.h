// Why a log-in to PostgreSQL failed: what the server or libpq says, beside what the repository says of that server.
#pragma once

#include "probes/network.h"
#include "probes/postgres/session.h"
#include "probes/postgres/target.h"
#include "probes/probe.h"

namespace fingerpost {

// Adds the failed check with its cause. Where a compose service publishes the port, its POSTGRES_USER,
// POSTGRES_PASSWORD and POSTGRES_DB are compared with what was logged in with; no value is shown.
void explain_failed_login(const PostgresTarget& target, const Planned& planned, const Surroundings& around,
                          const Address& address, const PostgresFailure& failure, Outcome& out);

}  // namespace fingerpost
