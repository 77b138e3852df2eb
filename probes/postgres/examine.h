// The checks of a PostgreSQL server over a session that stands. All but `write` run in transactions that read only.
#pragma once

#include "probes/deadline.h"
#include "probes/outcome.h"
#include "probes/postgres/session.h"
#include "probes/surroundings.h"

namespace fingerpost {

// The rows of one statement that reads. What goes wrong is added as the check `name`: `otherwise`, or error where no
// answer came in time.
std::optional<PostgresRows> ask_postgres(PostgresSession& session, const char* name, const char* statement,
                                         const Deadline& deadline, Outcome& out, Status otherwise = Status::fail);

// Version, role and database, and whether it is a replica. False when the server does not answer statements.
bool check_postgres_identity(PostgresSession& session, const Deadline& deadline, Outcome& out);

// Ten round trips after one that does not count.
void check_postgres_latency(PostgresSession& session, const Deadline& deadline, Outcome& out);

// Connection slots, waiting transactions, memory settings and the lag of a replica.
void check_postgres_load(PostgresSession& session, const Deadline& deadline, Outcome& out);

// Tables of the user's schemas, those that `[probes.postgres] tables` names, and the migrations' own table.
void check_postgres_tables(PostgresSession& session, const Surroundings& around, const Deadline& deadline,
                           Outcome& out);

// Creates a temporary table, writes and reads it, and rolls everything back. Never in production.
void check_postgres_writing(PostgresSession& session, const Surroundings& around, const Deadline& deadline,
                            Outcome& out);

}  // namespace fingerpost
