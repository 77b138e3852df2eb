// What people have said shall not be reported: in the document, and in .fingerpost.toml.
//   <!-- fingerpost-disable-line RULE… -->        findings of this line
//   <!-- fingerpost-disable-next-line RULE… -->   of the next
//   <!-- fingerpost-disable RULE… -->             from here to <!-- fingerpost-enable --> or the end
// No rule named means all of them. In .fingerpost.toml: [check] disable = ["RULE"], ignore = ["docs/old/"].
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/file_root.h"
#include "indexer/ignore.h"
#include "indexer/settings.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/finding.h"

namespace fingerpost {

class Suppressions {
 public:
  Suppressions(const Root& root, const Evidence& evidence);
  bool covers(const CheckFinding& finding) const;

 private:
  struct Range {
    int first = 1;
    int last = 1;
    std::vector<std::string> rules;  // empty for all
  };
  void read_document(const CheckedDocument& document);

  RepositorySettings settings_;
  std::optional<IgnoreRules> ignored_;
  std::map<std::string, std::vector<Range>, std::less<>> ranges_;  // by document
};

}  // namespace fingerpost
