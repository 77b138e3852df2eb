// Probing a repository: what is asked for becomes a plan, the plan is run, the outcomes are kept in the history. What
// the tool, the command line and every other face of it share.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "probes/deadline.h"
#include "probes/outcome.h"
#include "probes/preflight.h"
#include "probes/probe.h"
#include "probes/surroundings.h"

namespace fingerpost {

class Repository;

struct ProbeRequest {
  std::string name;                  // of a probe, "all", "preflight", or "" for what could be probed
  std::string target;                // for one probe; "" for all that the repository names
  std::string environment;           // which env files and compose variant
  std::vector<std::string> allowed;  // targets that the user allows, beside those of the user's own file
  std::chrono::milliseconds time{10'000};
  std::function<void(std::vector<Planned>&)> choose;  // leaves in the plan what is wanted
  std::function<void(const Outcome&)> on_outcome;     // as each ends, one at a time
};

struct ProbeReport {
  std::string name;
  std::vector<Planned> planned;       // without outcomes where nothing was to be run
  std::vector<Outcome> outcomes;      // in the order of the plan
  std::vector<std::string> problems;  // of the plan: a name of the list that is none
  Verdict verdict;
};

// What is to be probed, with the repository as it was read for it.
struct ProbePlan {
  ProbeReport report;  // planned, without outcomes
  std::unique_ptr<Surroundings> around;
};

// The three steps of probe(), for whoever must not keep a repository from answering meanwhile: only the first and the
// last need it, and its root must outlive the second, which may be on any thread.
Result<ProbePlan> plan_probes(Repository& repository, const ProbeRequest& request);
ProbeReport run_plan(ProbePlan plan, const ProbeRequest& request, const std::stop_token& stop);
void keep_states(Repository& repository, const ProbeReport& report);

// Code::invalid_argument for an unknown name, denied for a target that must not be probed. Stops soon where
// whoever asked is gone: what was not looked at by then says so, and is not kept in the history.
Result<ProbeReport> probe(Repository& repository, const ProbeRequest& request);

Json json_of(const ProbeReport& report);
// Short text that stands alone: the verdict, what is not in order in the order of mending, then what passes.
std::string text_of(const ProbeReport& report, bool every_check = false);

// The targets that the user allows for good: one a line in $XDG_CONFIG_HOME/fingerpost/allowed-targets, '#' comments.
std::vector<std::string> allowed_targets();

}  // namespace fingerpost
