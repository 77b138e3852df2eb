// What is known about a Redis server before anything is sent to it.
#pragma once

#include <string>
#include <vector>

#include "probes/outcome.h"
#include "probes/probe.h"
#include "probes/surroundings.h"

namespace fingerpost {

struct RedisTarget {
  std::string host;
  int port = 0;
  bool tls = false;
  std::string user;      // "" for the default one
  std::string password;  // secret
  int database = 0;
  std::string password_from;          // "REDIS_PASSWORD in .env:4", or "" for the URL itself
  std::vector<std::string> problems;  // of the URL; none quotes a credential
};

// Of a URL its parts; of anything else the credentials that the repository's variables give for the service.
RedisTarget redis_target_of(const Planned& planned, const Surroundings& around);

// Adds the check `url`: what drivers would read in two ways, and a password that would travel in the clear.
void check_redis_url(const RedisTarget& target, const Planned& planned, Outcome& out);

}  // namespace fingerpost
