// Fills the world of the rules from the repository as it is now.
#pragma once

#include <string>
#include <vector>

#include "probes/deadline.h"
#include "probes/env/env_world.h"
#include "probes/surroundings.h"

namespace fingerpost {

// The directories with env files, or with an example or compose file that asks for one. The root first.
std::vector<std::string> env_directories(const Surroundings& around);

// Everything about the env files of one directory: what the code below it reads included, as far as the deadline goes
// (uses.complete says whether it was reached). Points into `around`.
EnvWorld gather_env_world(const Surroundings& around, const std::string& directory, const Deadline& deadline);

}  // namespace fingerpost
