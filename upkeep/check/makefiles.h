// The targets of a repository's makefiles, with variables put in as far as the makefiles themselves say what they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indexer/live.h"

namespace fingerpost {

struct MakeTarget {
  std::string name;
  std::string path;
  int line = 1;
};

struct MakePattern {
  std::string path;
  std::string target;  // "test-%"
  std::string needs;   // what stands behind the colon
};

struct MakeRules {
  std::vector<MakeTarget> targets;
  std::vector<MakePattern> patterns;
  std::vector<MakeTarget> included;  // base names; with "$" where it cannot be said
  std::vector<std::string> open;     // makefiles that compute targets, so that not all of them are known
};

// Whether a makefile of this name that is included and not there is one of values, which has no targets: ".env",
// "variables.mk.local".
bool is_file_of_values(std::string_view name);

// REQUIRES: the paths are makefiles. What cannot be read is left out.
MakeRules make_rules(LiveReader& live, const std::vector<std::string>& paths);

}  // namespace fingerpost
