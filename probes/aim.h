// Targets of network probes: what the repository names, and what somebody asks for.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probes/probe.h"

namespace fingerpost {

// What a probe's targets look like.
struct TargetShape {
  const Probe* probe = nullptr;
  std::span<const std::string_view> schemes;  // of URLs: "postgres", "postgresql"; a driver ("+asyncpg") is ignored
  int standard_port = 0;
  std::span<const std::string_view> images;  // of compose services, by the last part of the image: "postgres", "redis"
  std::span<const int> ports;                // container ports that mean it too
};

// The variables whose value is a URL of these schemes, then compose services of these images or ports that publish a
// port which no variable named. Each host and port once.
std::vector<Planned> plan_targets(const TargetShape& shape, const Surroundings& around);
// A variable's name, a compose service ("redis", "redis:6379"), a URL, host:port, or a port of this machine. What is
// neither named by the repository nor loopback nor allowed is refused here already (Code::denied).
Result<Planned> aim_at(const std::string& argument, const TargetShape& shape, const Surroundings& around);

}  // namespace fingerpost
