#include <fmt/format.h>

#include "base/text.h"
#include "probes/probes.h"
#include "server/probing.h"

namespace fingerpost {
namespace {

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
  for (const std::string& problem : report.problems)
    mend.push_back({{"probe", report.name}, {"target", ""}, {"check", "plan"}, {"seen", problem}});
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
    std::vector<std::string> others;
    for (const std::size_t other : one.also) others.push_back(head_of(report.outcomes[other]));
    if (!others.empty()) out += fmt::format("   the same: {}\n", join(others, "; "));
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
