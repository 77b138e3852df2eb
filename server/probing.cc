#include "server/probing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>

#include "base/text.h"
#include "pointer-map/spelling.h"
#include "probes/probes.h"
#include "probes/related.h"
#include "probes/run.h"
#include "server/repository.h"

namespace fingerpost {
namespace {

Error unknown_probe(const std::string& name) {
  std::vector<std::string> names = {"all", "preflight"};
  for (const Probe* probe : all_probes()) names.emplace_back(probe->name);
  std::sort(names.begin(), names.end());
  const std::vector<Spelling> near = spellings_of(to_lower(name), names, 1);
  return Error{Code::invalid_argument, fmt::format("there is no probe '{}'", clip(name, 40)), "",
               near.empty() ? fmt::format("there are {}", join(names, ", "))
                            : fmt::format("did you mean '{}'?", near.front().word)};
}

Result<Done> make_plan(const ProbeRequest& request, const Surroundings& around, ProbeReport& out) {
  if (request.name == "preflight") {
    Preflight preflight = plan_preflight(around);
    out.planned = std::move(preflight.planned);
    out.problems = std::move(preflight.problems);
    return Done{};
  }
  const Probe* one = probe_named(request.name);
  if (one == nullptr && request.name != "all" && !request.name.empty()) return unknown_probe(request.name);
  if (!request.target.empty()) {
    if (one == nullptr)
      return Error{Code::invalid_argument, "a target is for one probe", "", "name the probe, like: probe tcp 5432"};
    auto planned = one->aim(request.target, around);
    if (!planned) return planned.error();
    out.planned.push_back(std::move(*planned));
    return Done{};
  }
  for (const Probe* probe : all_probes()) {
    if (one != nullptr && one != probe) continue;
    auto planned = probe->plan(around);
    std::move(planned.begin(), planned.end(), std::back_inserter(out.planned));
  }
  return Done{};
}

}  // namespace

std::vector<std::string> allowed_targets() {
  const char* base = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  std::string file = base != nullptr && *base == '/' ? base : home != nullptr ? std::string(home) + "/.config" : "";
  std::vector<std::string> out;
  if (file.empty()) return out;
  std::ifstream in(file + "/fingerpost/allowed-targets");
  for (std::string line; std::getline(in, line) && out.size() < 1000;)
    if (const std::string_view name = trim(line); !name.empty() && name.front() != '#') out.emplace_back(name);
  return out;
}

Result<ProbePlan> plan_probes(Repository& repository, const ProbeRequest& request) {
  if (auto fresh = repository.make_fresh(); !fresh) return fresh.error();
  SurroundingsOptions options;
  options.environment = request.environment;
  options.allowed = allowed_targets();
  options.allowed.insert(options.allowed.end(), request.allowed.begin(), request.allowed.end());
  std::vector<std::string> paths;
  for (const Source& source : repository.map().sources()) paths.push_back(source.path);
  ProbePlan out;
  out.around = std::make_unique<Surroundings>(repository.root(), std::move(paths), std::move(options));
  out.report.name = request.name;
  if (auto planned = make_plan(request, *out.around, out.report); !planned) {
    Error error = planned.error();
    error.message = out.around->redacted(error.message);
    error.advice = out.around->redacted(error.advice);
    return error;
  }
  if (request.choose) request.choose(out.report.planned);
  for (Planned& planned : out.report.planned) {
    planned.shown = out.around->redacted(planned.shown);
    planned.why = out.around->redacted(planned.why);
  }
  return out;
}

ProbeReport run_plan(ProbePlan plan, const ProbeRequest& request, const std::stop_token& stop) {
  ProbeReport& report = plan.report;
  if (report.name.empty()) return std::move(report);
  RunOptions running;
  if (request.on_outcome)
    running.on_outcome = [&](std::size_t, const Outcome& outcome) { request.on_outcome(outcome); };
  report.outcomes = run_probes(report.planned, *plan.around, Deadline(request.time, stop), running);
  relate(report.outcomes);
  report.verdict = verdict_on(report.outcomes);
  return std::move(report);
}

void keep_states(Repository& repository, const ProbeReport& report) {
  std::vector<ProbeState> states;
  for (const Outcome& outcome : report.outcomes) {
    // What it had no time for, or was stopped in, says nothing of the target.
    if (outcome.failed("deadline")) continue;
    ProbeState state;
    state.probe = outcome.probe;
    state.target = outcome.target;
    state.state = std::string(name_of(outcome.status));
    state.path = outcome.origin.at.path;
    state.line = outcome.origin.at.line;
    states.push_back(std::move(state));
  }
  if (states.empty()) return;
  if (auto kept = repository.probe_history().keep(states, std::time(nullptr)); !kept)
    std::fprintf(stderr, "fingerpost: what was probed is not kept: %s\n", kept.error().text().c_str());
}

Result<ProbeReport> probe(Repository& repository, const ProbeRequest& request) {
  auto plan = plan_probes(repository, request);
  if (!plan) return plan.error();
  ProbeReport report;
  ProbeRequest counting = request;
  if (const auto progress = repository.progress_of_question()) {
    progress->total += plan->report.planned.size();
    counting.on_outcome = [progress, told = request.on_outcome](const Outcome& outcome) {
      ++progress->done;
      if (told) told(outcome);
    };
  }
  repository.while_lent([&](const std::stop_token& stop) { report = run_plan(std::move(*plan), counting, stop); });
  keep_states(repository, report);
  return report;
}

}  // namespace fingerpost
