// What is known about a PostgreSQL server before anything is sent to it: a URL read as drivers read it, or the
// credentials that the repository's variables give.
#pragma once

#include <string>
#include <vector>

#include "probes/outcome.h"
#include "probes/postgres/session.h"
#include "probes/probe.h"
#include "probes/surroundings.h"

namespace fingerpost {

struct PostgresTarget {
  std::string host;
  std::string user;
  std::string password;  // secret
  std::string database;
  std::string sslmode;                // as written, or "prefer"
  std::string credentials_from;       // "POSTGRES_PASSWORD in compose.yml:9"; "" for the URL itself
  std::vector<std::string> problems;  // what a strict driver refuses, or reads otherwise; none quotes a credential
  std::vector<std::string> left_out;  // parameters of the URL that only some driver knows, or that name files

  PostgresParameters parameters() const;
};

PostgresTarget postgres_target_of(const Planned& planned, const Surroundings& around);

// Adds the check `url` where the target is one.
void check_postgres_url(const PostgresTarget& target, const Planned& planned, Outcome& out);

}  // namespace fingerpost
