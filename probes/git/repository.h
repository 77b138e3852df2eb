// A git repository as its files say, without trusting a byte of its configuration. `git status` in somebody else's
// repository runs what its .git/config names: fsmonitor, hooks, clean filters, a promisor's fetch. So branch, commit
// and upstream are read from the files, and what needs git itself (the index, the distance to the upstream) asks it
// through a .git of our own: an empty configuration, with only index and objects taken from the repository. What it
// would have said with the repository's filters may differ where a filter changes what is checked in (Git LFS).
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "probes/deadline.h"

namespace fingerpost {

struct GitHead {
  std::string branch;    // "" when detached
  std::string commit;    // "" before the first commit
  std::string upstream;  // "origin/main" as configured for the branch; "" for none
  std::string upstream_commit;
  std::string in_progress;  // "merge", "rebase", "cherry-pick", "revert", "bisect", or ""
};

struct GitDirt {
  std::size_t changed = 0;    // tracked files that differ from the commit, staged or not
  std::size_t untracked = 0;  // neither tracked nor ignored
  std::size_t conflicts = 0;
};

class GitRepository {
 public:
  // The repository that holds this directory. Code::not_found for none, denied or corrupt where it cannot be read.
  static Result<GitRepository> find(const std::string& directory);

  const std::string& work_tree() const { return work_tree_; }
  const GitHead& head() const { return head_; }

  // Each runs git by the deadline. Code::not_found without the program, timeout, or unavailable with what git said.
  Result<GitDirt> dirt(const Deadline& deadline) const;
  struct Distance {
    int ahead = 0;
    int behind = 0;
  };
  Result<Distance> distance(const Deadline& deadline) const;  // REQUIRES: both commits of head()
  // Of these paths, relative to the directory given to find(): those that git tracks, those that it ignores.
  Result<std::set<std::string>> tracked(const std::vector<std::string>& paths, const Deadline& deadline) const;
  Result<std::set<std::string>> ignored(const std::vector<std::string>& paths, const Deadline& deadline) const;

 private:
  Result<std::string> run(const std::vector<std::string>& arguments, std::string_view input, const Deadline& deadline,
                          int also_fine = 0) const;
  std::string commit_of(const std::string& reference) const;

  std::string directory_;  // as asked for
  std::string work_tree_;
  std::string git_;     // of this work tree: HEAD and index
  std::string common_;  // of all work trees: objects, refs, config
  GitHead head_;
  std::vector<std::string> harmless_;  // lines of a configuration that only say how files are spelt
};

}  // namespace fingerpost
