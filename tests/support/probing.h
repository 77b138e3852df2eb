// Runs one probe at one target and gives its outcome, as everything above the probes sees it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "probes/probes.h"
#include "probes/run.h"

namespace fingerpost {

inline Outcome probed(std::string_view name, const std::string& target, const Surroundings& around,
                      const Deadline& deadline = Deadline(std::chrono::seconds(10))) {
  const Probe* probe = probe_named(name);
  EXPECT_NE(probe, nullptr) << name;
  const auto planned = probe->aim(target, around);
  if (!planned) {
    ADD_FAILURE() << planned.error().text();
    return {};
  }
  const std::vector<Planned> all = {*planned};
  return run_probes(all, around, deadline).at(0);
}

// The check of this name; an empty one, and a failure, when there is none.
inline Check check_of(const Outcome& outcome, std::string_view name) {
  for (const Check& check : outcome.checks)
    if (check.name == name) return check;
  ADD_FAILURE() << "no check " << name << " in " << to_pretty(json_of(outcome));
  return {};
}

// The words of a check with its status: "fail: nothing listens on 127.0.0.1:1".
inline std::string words_of(const Outcome& outcome, std::string_view name) {
  const Check check = check_of(outcome, name);
  return std::string(name_of(check.status)) + ": " + check.seen;
}

inline std::vector<std::string> shown(const std::vector<Planned>& planned) {
  std::vector<std::string> out;
  for (const Planned& one : planned) out.push_back(one.shown + " (" + one.why + ")");
  return out;
}

}  // namespace fingerpost
