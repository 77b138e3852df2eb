#include "probes/preflight.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.h"
#include "probes/probes.h"

namespace fingerpost {
namespace {

int order_of(const Outcome& outcome) {
  const Probe* probe = probe_named(outcome.probe);
  return probe == nullptr ? 0 : probe->order;
}

void plan_named(const ProbeSettings::Text& item, const Surroundings& around, Preflight& out) {
  const std::size_t space = item.value.find(' ');
  const std::string name = item.value.substr(0, space);
  const Probe* probe = probe_named(name);
  if (probe == nullptr) {
    std::vector<std::string> names;
    for (const Probe* one : all_probes()) names.emplace_back(one->name);
    out.problems.push_back(
        fmt::format("{}: there is no probe '{}'; there are {}", item.at.text(), clip(name, 40), join(names, ", ")));
    return;
  }
  if (space == std::string::npos) {
    auto planned = probe->plan(around);
    if (planned.empty())
      out.problems.push_back(fmt::format("{}: {} finds nothing here to look at", item.at.text(), probe->name));
    out.planned.insert(out.planned.end(), planned.begin(), planned.end());
    return;
  }
  auto planned = probe->aim(std::string(trim(item.value.substr(space))), around);
  if (planned)
    out.planned.push_back(std::move(*planned));
  else
    out.problems.push_back(fmt::format("{}: {}", item.at.text(), planned.error().text()));
}

}  // namespace

Preflight plan_preflight(const Surroundings& around) {
  Preflight out;
  if (!around.settings().preflight.empty()) {
    for (const ProbeSettings::Text& item : around.settings().preflight) plan_named(item, around, out);
    return out;
  }
  for (const Probe* probe : all_probes()) {
    if (probe->order >= kServers) continue;
    auto planned = probe->plan(around);
    out.planned.insert(out.planned.end(), planned.begin(), planned.end());
  }
  return out;
}

std::vector<ToMend> order_of_mending(std::span<const Outcome> outcomes) {
  std::vector<ToMend> out;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    for (std::size_t j = 0; j < outcomes[i].checks.size(); ++j) {
      const Status status = outcomes[i].checks[j].status;
      if (status != Status::pass && status != Status::skip) out.push_back({i, j, {}});
    }
  const auto rank = [&](const ToMend& one) {
    const Status status = outcomes[one.outcome].checks[one.check].status;
    const int weak = status == Status::warn ? 1 : 0;
    return std::pair(weak, order_of(outcomes[one.outcome]));
  };
  std::stable_sort(out.begin(), out.end(), [&](const ToMend& a, const ToMend& b) { return rank(a) < rank(b); });
  using Said = std::tuple<Status, std::string_view, std::string_view, std::string_view>;
  std::map<Said, std::size_t> known;  // with its place in `folded`
  std::vector<ToMend> folded;
  for (const ToMend& one : out) {
    const Check& check = outcomes[one.outcome].checks[one.check];
    const auto [found, anew] = known.try_emplace({check.status, check.name, check.seen, check.advice}, folded.size());
    if (anew)
      folded.push_back(one);
    else
      folded[found->second].also.push_back(one.outcome);
  }
  return folded;
}

Verdict verdict_on(std::span<const Outcome> outcomes) {
  Verdict out;
  std::map<Status, int> counts;
  for (const Outcome& outcome : outcomes) {
    out.status = worst_of(out.status, outcome.status);
    ++counts[outcome.status];
  }
  if (outcomes.empty()) {
    out.summary = "nothing was probed";
    return out;
  }
  out.summary = fmt::format("{} of {} pass", counts[Status::pass], outcomes.size());
  const auto add = [&](Status status, const char* words) {
    if (counts[status] > 0) out.summary += fmt::format(", {} {}", counts[status], words);
  };
  add(Status::warn, counts[Status::warn] == 1 ? "warns" : "warn");
  add(Status::fail, counts[Status::fail] == 1 ? "fails" : "fail");
  add(Status::error, "could not be asked");
  add(Status::skip, "skipped");
  const auto mend = order_of_mending(outcomes);
  if (!mend.empty() && out.status != Status::warn) {
    const Outcome& first = outcomes[mend.front().outcome];
    out.summary += fmt::format("; mend first: {}{}{}", first.probe, first.target.empty() ? "" : " ", first.target);
  }
  return out;
}

}  // namespace fingerpost
