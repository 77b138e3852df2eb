// Where a repository says that its server's health is asked for: checks of fly.toml, probes of Kubernetes, HEALTHCHECK
// of a Dockerfile.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/surroundings.h"

namespace fingerpost {

struct HealthPaths {
  std::vector<std::string> live;  // each once, in the order of the files
  std::vector<std::string> ready;
};

// Adds what one file says; `path` decides how it is read. Pure, linear.
void read_health_paths(std::string_view path, std::string_view text, HealthPaths& out);

// Of the files that may say so, the first hundred.
HealthPaths declared_health_paths(const Surroundings& around);

}  // namespace fingerpost
