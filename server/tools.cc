#include <algorithm>
#include <array>

#include "server/tool.h"

namespace fingerpost {

// One line a tool: declare it here, and list it below in the order shown.
extern const Tool where_is_tool;
extern const Tool diagnose_tool;
extern const Tool overview_tool;
extern const Tool known_issues_tool;
extern const Tool confirm_fix_tool;
extern const Tool probe_tool;
extern const Tool record_fix_tool;
extern const Tool record_component_tool;
extern const Tool gaps_tool;
extern const Tool check_docs_tool;

static constexpr std::array<const Tool*, 10> kTools = {
    &where_is_tool, &diagnose_tool,   &overview_tool,         &known_issues_tool, &confirm_fix_tool,
    &probe_tool,    &record_fix_tool, &record_component_tool, &gaps_tool,         &check_docs_tool};

std::span<const Tool* const> all_tools() {
  return kTools;
}

const Tool* tool_named(std::string_view name) {
  const auto found = std::find_if(kTools.begin(), kTools.end(), [&](const Tool* tool) { return tool->name == name; });
  return found == kTools.end() ? nullptr : *found;
}

}  // namespace fingerpost
