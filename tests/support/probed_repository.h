// A temporary repository with a probe aimed at something from within it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/file_root.h"
#include "probes/probes.h"
#include "probes/run.h"
#include "probes/surroundings.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {

class ProbedRepository : public TemporaryRepository {
 public:
  void write_source(const std::string& path, std::string_view text) {
    write(path, text);
    paths_.push_back(path);
  }

  Outcome probe(std::string_view name, const std::string& target, std::chrono::milliseconds time = kAmple,
                const SurroundingsOptions& options = {}) const {
    auto root = Root::open(tree());
    EXPECT_TRUE(root);
    const Surroundings around(*root, paths_, options);
    const Probe* probe = probe_named(name);
    EXPECT_NE(probe, nullptr) << name;
    const Result<Planned> planned = probe->aim(target, around);
    EXPECT_TRUE(planned) << planned.error().text();
    if (!planned) return {};
    const std::vector<Planned> all = {*planned};
    return run_probes(all, around, Deadline(time)).front();
  }

 private:
  static constexpr std::chrono::milliseconds kAmple{20000};
  std::vector<std::string> paths_;
};

// "auth pass; ping fail; …"
inline std::string statuses_of(const Outcome& outcome) {
  std::string out;
  for (const Check& check : outcome.checks) {
    if (!out.empty()) out += "; ";
    out += check.name + " " + std::string(name_of(check.status));
  }
  return out;
}

inline const Check& check_of(const Outcome& outcome, std::string_view name) {
  for (const Check& check : outcome.checks)
    if (check.name == name) return check;
  static const Check kNone{"none", Status::error, "", "", "", {}, 0};
  ADD_FAILURE() << "no check " << name << " in: " << statuses_of(outcome);
  return kNone;
}

inline bool has_code(const Outcome& outcome, std::string_view code) {
  for (const std::string& each : outcome.codes)
    if (each == code) return true;
  return false;
}

}  // namespace fingerpost
