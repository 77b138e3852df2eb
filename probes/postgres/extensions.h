// Extensions of PostgreSQL that a repository's migrations and schemas create, against those that a database has.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/deadline.h"
#include "probes/outcome.h"
#include "probes/postgres/session.h"
#include "probes/surroundings.h"

namespace fingerpost {

struct WantedExtension {
  std::string name;
  Written at;
};

// Adds what one file says: CREATE EXTENSION of SQL, enable_extension of Rails. Each name once. Pure, linear.
void read_extensions(const std::string& path, std::string_view text, std::vector<WantedExtension>& out);

// Adds the check `extensions` where any is wanted: fails for one that the server does not even have to offer, warns for
// one that was not created.
void check_postgres_extensions(PostgresSession& session, const Surroundings& around, const Deadline& deadline,
                               Outcome& out);

}  // namespace fingerpost
