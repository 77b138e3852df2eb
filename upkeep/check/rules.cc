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
extern const Rule dead_file_rule;
extern const Rule dead_make_target_rule;
extern const Rule dead_script_rule;
extern const Rule dead_recipe_rule;
extern const Rule dead_service_rule;
extern const Rule dead_option_rule;
extern const Rule unknown_variable_rule;
extern const Rule drift_port_rule;
extern const Rule drift_url_rule;
extern const Rule drift_image_rule;
extern const Rule drift_toolchain_rule;
extern const Rule drift_threshold_rule;
extern const Rule drift_default_rule;
extern const Rule drift_tree_rule;
extern const Rule undocumented_rule;
extern const Rule undeclared_variable_rule;
extern const Rule alert_without_runbook_rule;
extern const Rule entry_without_source_rule;
extern const Rule unreferenced_decision_rule;
extern const Rule stale_date_rule;
extern const Rule review_due_rule;
extern const Rule duplicate_value_rule;
extern const Rule status_contradiction_rule;
extern const Rule unfilled_template_rule;
extern const Rule dead_url_rule;

static constexpr std::array<const Rule*, 30> kRules = {&dead_link_rule,
                                                       &dead_image_rule,
                                                       &dead_anchor_rule,
                                                       &dead_path_rule,
                                                       &dead_line_rule,
                                                       &dead_file_rule,
                                                       &dead_make_target_rule,
                                                       &dead_script_rule,
                                                       &dead_recipe_rule,
                                                       &dead_service_rule,
                                                       &dead_option_rule,
                                                       &unknown_variable_rule,
                                                       &drift_port_rule,
                                                       &drift_url_rule,
                                                       &drift_image_rule,
                                                       &drift_toolchain_rule,
                                                       &drift_threshold_rule,
                                                       &drift_default_rule,
                                                       &drift_tree_rule,
                                                       &undocumented_rule,
                                                       &undeclared_variable_rule,
                                                       &alert_without_runbook_rule,
                                                       &entry_without_source_rule,
                                                       &unreferenced_decision_rule,
                                                       &stale_date_rule,
                                                       &review_due_rule,
                                                       &duplicate_value_rule,
                                                       &status_contradiction_rule,
                                                       &unfilled_template_rule,
                                                       &dead_url_rule};

std::span<const Rule* const> all_rules() {
  return kRules;
}

const Rule* rule_named(std::string_view id) {
  const auto found = std::find_if(kRules.begin(), kRules.end(), [&](const Rule* rule) { return rule->id == id; });
  return found == kRules.end() ? nullptr : *found;
}

}  // namespace fingerpost
