// The pointers in a tool's reply, whatever the tool: every object with a path and its lines is one.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace fingerpost {

struct PointerLink {
  std::string path;
  int line_start = 1;
  int line_end = 1;
  std::string repository;  // "" where only one is served
};

// The first `most` of them, in the reply's order, each once.
std::vector<PointerLink> pointers_of(const Json& structured, std::size_t most = 3);

}  // namespace fingerpost
