// Which environment variables a repository reads, and how: found in code, schemas and scripts as they are now.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "probes/outcome.h"

namespace fingerpost {

struct EnvUse {
  enum class Kind {
    read,       // without it, it is undefined
    fallback,   // the code goes on with a default
    required,   // the code stops
    documented  // a table of a document names it, or a list of required ones
  };
  std::string name;  // "CLERK_*" in documents: every name that begins so
  Kind kind = Kind::read;
  Written at;
  bool demanded = false;  // of documented: the document says that it is required
};

struct EnvUses {
  std::vector<EnvUse> uses;                // each name and kind once a file
  std::set<std::string, std::less<>> met;  // names asked about that stand in any file other than env files and prose
  std::size_t files = 0;                   // that were looked through
  bool complete = true;                    // false: time or bytes ran out

  // The strongest use of this name by code: required, read, fallback; nullptr for none.
  const EnvUse* by_code(std::string_view name) const;
  const EnvUse* documented(std::string_view name) const;
};

// Adds what one file says. `path` decides how it is read: code, shell script, document. `wanted` are the names whose
// mention counts. Pure, linear.
void add_env_uses(const std::string& path, std::string_view text, const std::set<std::string, std::less<>>& wanted,
                  EnvUses& out);

// Names that a platform, a shell or a test runner sets, so that no env file is expected to: PATH, CI, GITHUB_*.
bool is_set_by_the_system(std::string_view name);
// Names that a runtime or a widely used library reads by itself, so that they stand nowhere in the code: NODE_ENV,
// AWS_REGION, PGHOST.
bool is_read_by_a_library(std::string_view name);

}  // namespace fingerpost
