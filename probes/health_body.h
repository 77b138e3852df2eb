// What the JSON body of a health endpoint says, whatever its framework calls it: Spring's actuator, Terminus, fastapi
// health checks, the RFC draft on health+json, and the many that are written by hand. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace fingerpost {

struct HealthBody {
  enum class Says { nothing, well, degraded, unwell };
  Says says = Says::nothing;
  std::string word;   // as it is written: "not_ready"
  std::string error;  // the body's own error or message, "" for none
  struct Part {
    std::string name;  // "database"
    std::string word;
    std::string error;
    bool well = true;
  };
  std::vector<Part> parts;  // at most fifty
};

HealthBody read_health_body(const Json& body);

}  // namespace fingerpost
