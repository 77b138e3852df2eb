// What must be in order before work begins: a named list from .fingerpost.toml, or what the repository lets us derive;
// one verdict over all of it, and the order in which to mend what is not. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "probes/outcome.h"
#include "probes/probe.h"

namespace fingerpost {

struct Preflight {
  std::vector<Planned> planned;
  std::vector<std::string> problems;  // names of the list that are no probe, targets that are none
};

// `preflight` of the settings: items "PROBE" (all that it could look at) or "PROBE TARGET". Without a list: every probe
// that looks at this machine and the repository only (its order is below kServers).
inline constexpr int kServers = 25;
Preflight plan_preflight(const Surroundings& around);

// What is not in order, what others depend on first: files before ports, ports before servers, servers before what they
// serve; of one rank the broken before the weak. What several probes saw alike is one thing to mend.
struct ToMend {
  std::size_t outcome = 0;  // its index
  std::size_t check = 0;
  std::vector<std::size_t> also;  // further outcomes with a check that says the same
};
std::vector<ToMend> order_of_mending(std::span<const Outcome> outcomes);

struct Verdict {
  Status status = Status::skip;
  std::string summary;  // "4 of 6 pass, 1 warns, 1 fails; mend first: …"
};
Verdict verdict_on(std::span<const Outcome> outcomes);

}  // namespace fingerpost
