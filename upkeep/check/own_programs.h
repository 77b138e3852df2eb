// The programs that a repository makes itself, by the names that they are run by.
#pragma once

#include <set>
#include <string>

#include "upkeep/check/evidence.h"

namespace fingerpost {

// From the directories of cmd/ (Go), "bin" of package.json, [project.scripts] of pyproject.toml and [[bin]] of
// Cargo.toml with the names of packages that have a src/main.rs, and executables of CMake.
std::set<std::string> own_programs(Evidence& evidence);

}  // namespace fingerpost
