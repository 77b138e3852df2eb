#include "server/probe_schedule.h"

#include <cstdio>
#include <optional>

#include "server/probing.h"

namespace fingerpost {

ProbeSchedule::ProbeSchedule(Workspace& workspace, std::chrono::milliseconds every)
    : workspace_(workspace), every_(every), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void ProbeSchedule::run(const std::stop_token& stop) {
  while (!stop.stop_requested() && !workspace_.readiness(std::chrono::milliseconds(100)).documents) {
  }
  while (!stop.stop_requested()) {
    for (const std::string& name : workspace_.names()) look(name, stop);
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, stop, every_, [] { return false; });
  }
}

// One round of one repository, which is only held while it is read and while what was seen is kept.
void ProbeSchedule::look(const std::string& name, const std::stop_token& stop) {
  ProbeRequest request;
  request.name = "all";
  std::optional<ProbePlan> plan;
  workspace_.visit(name, [&](const std::string&, Repository& repository) {
    auto made = plan_probes(repository, request);
    if (made)
      plan = std::move(*made);
    else
      std::fprintf(stderr, "fingerpost: nothing is probed: %s\n", made.error().text().c_str());
  });
  if (!plan || stop.stop_requested()) return;
  const ProbeReport report = run_plan(std::move(*plan), request, stop);
  workspace_.visit(name, [&](const std::string&, Repository& repository) { keep_states(repository, report); });
}

}  // namespace fingerpost
