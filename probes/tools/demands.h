// Which programs a repository asks for, and in which versions: .tool-versions, .nvmrc, engines, go.mod and their kin.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/outcome.h"

namespace fingerpost {

struct Demand {
  std::string program;  // as it is typed: "node", "python3"; only names of known_tools()
  std::string version;  // as it is written; "" for any
  Written at;
};

// What one file asks for; nothing for other files. Pure.
std::vector<Demand> demands_of(const std::string& path, std::string_view text);

// Whether demands_of reads a file of this name.
bool names_tools(std::string_view path);

// The programs that may be asked for their version, with the argument that makes them say it. Nothing else is ever run.
struct KnownTool {
  std::string_view program;
  std::string_view argument;
};
const KnownTool* known_tool(std::string_view program);  // nullptr for another

}  // namespace fingerpost
