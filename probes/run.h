// Runs what was planned: several at a time, all by one deadline. What a probe forgot or did not finish in time is an
// outcome too, never a gap. Every text that leaves is redacted here.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "probes/deadline.h"
#include "probes/outcome.h"
#include "probes/probe.h"

namespace fingerpost {

struct RunOptions {
  std::size_t at_once = 4;
  // Called as each ends, one at a time, from any thread.
  std::function<void(std::size_t index, const Outcome&)> on_outcome;
};

// One outcome for each planned one, in the same order.
std::vector<Outcome> run_probes(std::span<const Planned> planned, const Surroundings& around, const Deadline& deadline,
                                const RunOptions& options = {});

}  // namespace fingerpost
