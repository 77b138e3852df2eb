#include <algorithm>
#include <array>

#include "upkeep/check/rule.h"

namespace fingerpost {

// One line a rule: declare it here, and list it below in the order in which they are run and shown.
extern const Rule dead_link_rule;
extern const Rule dead_image_rule;
extern const Rule dead_anchor_rule;
extern const Rule dead_path_rule;
extern const Rule dead_line_rule;

static constexpr std::array<const Rule*, 5> kRules = {&dead_link_rule, &dead_image_rule, &dead_anchor_rule,
                                                      &dead_path_rule, &dead_line_rule};

std::span<const Rule* const> all_rules() {
  return kRules;
}

const Rule* rule_named(std::string_view id) {
  const auto found = std::find_if(kRules.begin(), kRules.end(), [&](const Rule* rule) { return rule->id == id; });
  return found == kRules.end() ? nullptr : *found;
}

}  // namespace fingerpost
