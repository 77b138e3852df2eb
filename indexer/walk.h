// Which files of a repository are read: git's ignore rules, no binaries, no vendored or generated trees, hidden files
// only where they matter, nothing outside the root.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file_root.h"
#include "base/result.h"
#include "indexer/limits.h"

namespace fingerpost {

struct WalkedFile {
  std::string path;  // relative, forward slashes
  std::int64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::int64_t ctime_ns = 0;
  std::uint64_t inode = 0;
};

struct Walked {
  std::vector<WalkedFile> files;         // sorted by path
  std::vector<std::string> directories;  // those walked, for watching; "" is the root
  std::vector<std::pair<std::string, std::string>>
      left_out;  // path, reason: over a limit or unreadable; not what is ignored
};

struct WalkOptions {
  Limits limits;
};

// Walks on two threads. Fails only when the root itself cannot be read.
Result<Walked> walk(const Root& root, const WalkOptions& options);

// The nearest directory at or above `directory` that holds a .git, or "".
std::string git_root_of(const std::string& directory);

// Whether a directory is no repository but a whole file system, a system directory or a home directory. REQUIRES:
// canonical.
bool is_refused_root(const std::string& directory);

}  // namespace fingerpost
