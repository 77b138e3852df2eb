// .fingerpost.toml at the root of a repository: what its people say about it. It may narrow what is done with the
// repository, never widen it (references/settings.md).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/key_tree.h"
#include "indexer/limits.h"

namespace fingerpost {

inline constexpr std::string_view kSettingsFile = ".fingerpost.toml";

struct RepositorySettings {
  std::string name;                                          // "" where none is given
  std::vector<std::string> ignore;                           // gitignore(5) patterns, without negation
  std::vector<std::string> protected_paths;                  // files, directories, globs
  std::vector<std::pair<std::string, std::string>> aliases;  // what the team says → what the repository calls it
  std::vector<std::string> check_disable;                    // rules of the check that are left out
  std::vector<std::string> check_ignore;                     // patterns of documents that are not checked
  std::vector<Finding> findings;                             // what is not as it should be; that part is left out
};

// Never fails: what can be had, and a finding with its line for the rest. A file that is no TOML sets nothing.
RepositorySettings read_settings(std::string_view text, const Limits& limits = {});

// The same of a document that was already read.
RepositorySettings settings_of(const KeyTree& tree, std::int32_t document);

}  // namespace fingerpost
