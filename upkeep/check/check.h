// The check of a repository's documents: what they point at is there, what they state is so. Reads; changes nothing.
#pragma once

#include <string>
#include <vector>

#include "base/file_root.h"
#include "base/result.h"
#include "pointer-map/map.h"
#include "upkeep/check/finding.h"

namespace fingerpost {

class ExternalLinks;

struct CheckOptions {
  std::vector<std::string> rules;          // only these; empty for all
  std::vector<std::string> documents;      // only findings in these files or directories; empty for all
  CheckLevel least = CheckLevel::warning;  // findings below it are counted and not listed
  ExternalLinks* external = nullptr;       // asked about links to the web; without it nothing goes out
};

struct CheckReport {
  std::vector<CheckFinding> findings;  // by path, line, column
  std::size_t documents = 0;
  std::size_t hidden = 0;      // below the least severity
  std::size_t suppressed = 0;  // by documents and settings
  std::size_t known = 0;       // in the baseline
  std::size_t errors = 0;      // of those listed
  std::size_t warnings = 0;
};

// Counts `errors` and `warnings` anew.
void count_levels(CheckReport& report);

// REQUIRES: the map is as the tree is now. Code::invalid_argument for a rule that there is none
// of, or that needs what is not given.
Result<CheckReport> check_documents(const Root& root, Map& map, const CheckOptions& options);

}  // namespace fingerpost
