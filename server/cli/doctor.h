// `fingerpost doctor`: every step in sequence, with times, and what is wrong with each.
#pragma once

#include "server/cli/commands.h"

namespace fingerpost {

// 0 when all is well, 1 when something is not.
int run_doctor(const Common& common);
// The tools held against what clients take, and what they cost.
int run_tool_lint();

}  // namespace fingerpost
