// What an assistant is told of the tools, held against what the clients in use are known to take.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace fingerpost {

struct ToolLint {
  std::vector<std::string> complaints;
  std::size_t tokens = 0;  // that every conversation pays: characters / 4 of the tools and the instructions
};

// `tools` as in the result of tools/list.
ToolLint lint_tools(const Json& tools, const std::string& instructions);

}  // namespace fingerpost
