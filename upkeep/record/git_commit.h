// Commits of one file, made beside the index and the working tree: what else is staged stays staged and out of the
// commit, no hook runs, no other branch is checked out. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/file_root.h"
#include "base/result.h"
#include "upkeep/edit/change_file.h"

namespace fingerpost {

// Whether the file may be committed alone: it is as the last commit has it, or neither has it. Code::invalid_argument
// where it has changes of somebody else, Code::unavailable where this is no git repository or HEAD is on no branch.
Result<Done> ready_to_commit(const Root& root, std::string_view path);

// Commits the file with these bytes to the branch that is checked out; the working tree has them already. Returns the
// short name of the commit.
Result<std::string> commit_file(const Root& root, std::string_view path, std::string_view bytes,
                                std::string_view message);

struct BranchCommit {
  std::string commit;
  ChangedFile file;  // as the branch had it, and has it now
};

// Commits a change of the file to another branch, made from HEAD where it is new. The working tree is not touched.
Result<BranchCommit> commit_to_branch(const Root& root, std::string_view branch, std::string_view path,
                                      const ChangeText& change, std::string_view message);

}  // namespace fingerpost
