// What migration tools keep in a database of what has been run, beside the migrations that the repository holds.
#pragma once

#include "probes/deadline.h"
#include "probes/outcome.h"
#include "probes/postgres/session.h"
#include "probes/surroundings.h"

namespace fingerpost {

// Adds the check `migrations`: fails for one that failed or was left halfway, warns where some of the repository were
// not run yet. `tables` are those of the database. Skipped where no tool is known by its table.
void check_migrations(PostgresSession& session, const std::vector<std::string>& tables, const Surroundings& around,
                      const Deadline& deadline, Outcome& out);

}  // namespace fingerpost
