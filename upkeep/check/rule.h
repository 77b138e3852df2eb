// A rule of the check. One file each in upkeep/check/rules/, one line each in upkeep/check/rules.cc. A rule claims only
// what it is sure of: what it cannot tell it leaves alone, or says as `info`, which is shown when asked for.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "upkeep/check/finding.h"

namespace fingerpost {

class Evidence;

// What rules find. A finding's rule and severity are filled in by the runner; a rule may lower the severity of one.
using CheckFindings = std::vector<CheckFinding>;

struct Rule {
  std::string_view id;    // "dead-link": what is written in suppressions
  CheckLevel severity;    // of its findings, unless they say info
  std::string_view says;  // a sentence for people
  void (*check)(Evidence& evidence, CheckFindings& out);
  bool goes_out = false;  // asks the web, and is run only where that is wanted
};

// All rules, in the order in which they are run and listed.
std::span<const Rule* const> all_rules();
const Rule* rule_named(std::string_view id);

}  // namespace fingerpost
