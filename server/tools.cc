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

static constexpr std::array<const Tool*, 6> kTools = {&where_is_tool, &diagnose_tool, &overview_tool,
                                                      &known_issues_tool, &confirm_fix_tool, &probe_tool};

std::span<const Tool* const> all_tools() {
  return kTools;
}

const Tool* tool_named(std::string_view name) {
  const auto found = std::find_if(kTools.begin(), kTools.end(), [&](const Tool* tool) { return tool->name == name; });
  return found == kTools.end() ? nullptr : *found;
}

}  // namespace fingerpost
