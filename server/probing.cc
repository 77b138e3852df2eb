#include "server/probing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include "base/text.h"
#include "pointer-map/spelling.h"
#include "probes/probes.h"
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

std::string head_of(const Outcome& outcome) {
  return outcome.target.empty() ? outcome.probe : fmt::format("{} {}", outcome.probe, outcome.target);
}

std::string line_of(const Check& check) {
  std::string out = check.seen.empty() ? check.name : fmt::format("{}: {}", check.name, check.seen);
  if (!check.expected.empty() && check.status != Status::pass) out += fmt::format(", expected {}", check.expected);
  if (check.source.line > 0) out += fmt::format(" ({})", check.source.text());
  return out;
}

std::string list_text(const ProbeReport& report) {
  std::string out;
  for (const Probe* probe : all_probes()) {
    out += fmt::format("{}: {}; {}\n", probe->name, probe->title, probe->touches);
    std::size_t shown = 0;
    for (const Planned& planned : report.planned) {
      if (planned.probe != probe) continue;
      if (++shown > 8) continue;
      out += fmt::format("  {}{}{}\n", planned.shown, planned.shown.empty() ? "" : ": ", planned.why);
    }
    if (shown > 8) out += fmt::format("  … and {} more\n", shown - 8);
    if (shown == 0) out += fmt::format("  nothing that it could look at is named here; it takes {}\n", probe->inputs);
  }
  out += "\nRun one by its name, or all, or preflight.\n";
  return out;
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

Result<ProbeReport> probe(Repository& repository, const ProbeRequest& request) {
  if (auto fresh = repository.make_fresh(); !fresh) return fresh.error();
  SurroundingsOptions options;
  options.environment = request.environment;
  options.allowed = allowed_targets();
  options.allowed.insert(options.allowed.end(), request.allowed.begin(), request.allowed.end());
  std::vector<std::string> paths;
  for (const Source& source : repository.map().sources()) paths.push_back(source.path);
  const Surroundings around(repository.root(), std::move(paths), std::move(options));
  ProbeReport out;
  out.name = request.name;
  if (auto planned = make_plan(request, around, out); !planned) {
    Error error = planned.error();
    error.message = around.redacted(error.message);
    error.advice = around.redacted(error.advice);
    return error;
  }
  if (request.choose) request.choose(out.planned);
  for (Planned& planned : out.planned) {
    planned.shown = around.redacted(planned.shown);
    planned.why = around.redacted(planned.why);
  }
  if (request.name.empty()) return out;
  RunOptions running;
  if (request.on_outcome)
    running.on_outcome = [&](std::size_t, const Outcome& outcome) { request.on_outcome(outcome); };
  out.outcomes = run_probes(out.planned, around, Deadline(request.time, request.stop), running);
  out.verdict = verdict_on(out.outcomes);
  std::vector<ProbeState> states;
  for (const Outcome& outcome : out.outcomes) {
    ProbeState state;
    state.probe = outcome.probe;
    state.target = outcome.target;
    state.state = std::string(name_of(outcome.status));
    state.path = outcome.origin.at.path;
    state.line = outcome.origin.at.line;
    states.push_back(std::move(state));
  }
  if (auto kept = repository.probe_history().keep(states, std::time(nullptr)); !kept)
    std::fprintf(stderr, "fingerpost: what was probed is not kept: %s\n", kept.error().text().c_str());
  return out;
}

Json json_of(const ProbeReport& report) {
  if (report.name.empty()) {
    Json could = Json::array();
    for (const Planned& planned : report.planned) {
      Json one = {{"probe", planned.probe->name}, {"target", planned.shown}, {"why", planned.why}};
      if (planned.origin.at.line > 0) {
        one["path"] = planned.origin.at.path;
        one["line"] = planned.origin.at.line;
      }
      could.push_back(std::move(one));
    }
    return {{"status", "skip"}, {"summary", "what could be probed"}, {"could_probe", std::move(could)}};
  }
  Json outcomes = Json::array();
  for (const Outcome& outcome : report.outcomes) outcomes.push_back(json_of(outcome));
  Json mend = Json::array();
  for (const ToMend& one : order_of_mending(report.outcomes)) {
    const Outcome& outcome = report.outcomes[one.outcome];
    const Check& check = outcome.checks[one.check];
    Json item = {{"probe", outcome.probe}, {"target", outcome.target}, {"check", check.name}, {"seen", check.seen}};
    if (!check.advice.empty()) item["advice"] = check.advice;
    mend.push_back(std::move(item));
  }
  Json out = {{"status", name_of(report.verdict.status)},
              {"summary", report.verdict.summary},
              {"outcomes", std::move(outcomes)},
              {"mend", std::move(mend)}};
  if (!report.problems.empty()) out["problems"] = report.problems;
  return out;
}

std::string text_of(const ProbeReport& report, bool every_check) {
  if (report.name.empty()) return list_text(report);
  std::string out = fmt::format("{}: {}\n", name_of(report.verdict.status), report.verdict.summary);
  for (const std::string& problem : report.problems) out += fmt::format("  {}\n", problem);
  int number = 0;
  for (const ToMend& one : order_of_mending(report.outcomes)) {
    const Outcome& outcome = report.outcomes[one.outcome];
    const Check& check = outcome.checks[one.check];
    if (++number > 20) continue;
    out += fmt::format("{}. {} {} — {}\n", number, name_of(check.status), head_of(outcome), line_of(check));
    if (!check.advice.empty()) out += fmt::format("   → {}\n", check.advice);
  }
  if (number > 20) out += fmt::format("… and {} more\n", number - 20);
  for (const Outcome& outcome : report.outcomes) {
    out += fmt::format("{} {}: {} ({}, {:.0f} ms)\n", name_of(outcome.status), head_of(outcome), outcome.summary,
                       outcome.origin.text(), outcome.milliseconds);
    if (!every_check) continue;
    for (const Check& check : outcome.checks)
      out += fmt::format("  {:<5} {} [{:.1f} ms]\n", name_of(check.status), line_of(check), check.milliseconds);
    for (const std::string& note : outcome.notes) out += fmt::format("        {}\n", note);
  }
  return out;
}

}  // namespace fingerpost
