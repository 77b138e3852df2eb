// Changes one file of a repository so that nothing else ever sees half of it: old or new, whatever fails and whenever,
// and no other writer's work is lost. How: one writer a directory at a time (flock on the directory), the new bytes in
// a file of their own beside it, fsync, a last look whether somebody without the lock (an editor) changed the file
// meanwhile, rename, fsync of the directory.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/file_root.h"
#include "base/result.h"

namespace fingerpost {

// The new bytes of a file from those that it has, or from nothing where there is no such file. Asked again when the
// file changed meanwhile, so it decides nothing but by what it is given. The same bytes leave the file alone.
using ChangeText = std::function<Result<std::string>(const std::optional<std::string>& bytes)>;

struct ChangedFile {
  std::optional<std::string> before;  // nothing: it was made
  std::string after;
};

// The file's bytes, nothing where there is none. Refuses (Code::denied) what change_file() would refuse: what is
// outside of the root or in .git, symbolic links on the way or at its end, files with several names (hard links) and
// what is no regular file; Code::too_large above a mebibyte, which no index reads.
Result<std::optional<std::string>> read_to_change(const Root& root, std::string_view path);

// Keeps the file's mode, and its owner where that is allowed. Directories that are not there are made with the file.
// Code::denied, io (full disk, read-only file system), unavailable (another writer keeps the lock, or the file changes
// all the time); then the file is as it was. Any number of threads and processes.
Result<ChangedFile> change_file(const Root& root, std::string_view path, const ChangeText& change);

}  // namespace fingerpost
