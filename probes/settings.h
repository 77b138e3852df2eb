// What a repository says of probing in .fingerpost.toml:
//   [probes]
//   preflight = ["env", "compose", "ports"]
//   [probes.postgres]
//   targets = ["DATABASE_URL"]
//   expect = ["tables >= 1"]
//   warn = ["latency_p95_ms < 50"]
//   tables = ["users"]
// It narrows and names; it never allows a target (probes/target.h).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/limits.h"
#include "probes/condition.h"
#include "probes/outcome.h"

namespace fingerpost {

struct ProbeSettings {
  struct Text {
    std::string value;
    Written at;
  };
  std::vector<Text> preflight;
  std::vector<Threshold> thresholds;  // `expect` and `warn` of each probe's table
  // Every other list of texts, by probe and key: {"postgres", "tables"}. A single text is a list of one.
  std::map<std::pair<std::string, std::string>, std::vector<Text>, std::less<>> lists;
  std::vector<std::pair<Written, std::string>> findings;

  const std::vector<Text>& list(const std::string& probe, const std::string& key) const;
};

// Never fails; what is not understood is a finding with its line.
ProbeSettings read_probe_settings(const std::string& path, std::string_view text, const Limits& limits = {});

}  // namespace fingerpost
