// A directory as the whole world: nothing outside of it is read, however a path or a symbolic link is made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace fingerpost {

// Times in nanoseconds since the epoch.
struct FileStat {
  std::int64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::int64_t ctime_ns = 0;
  std::uint64_t inode = 0;
};

struct FileText {
  std::string bytes;
  FileStat stat;  // of the descriptor that the bytes were read from
};

// Movable; any number of threads may read through one Root. Errors name relative paths only.
class Root {
 public:
  // Code::not_found, invalid_argument (no directory) or denied.
  static Result<Root> open(const std::string& directory);
  Root(Root&& other) noexcept;
  Root& operator=(Root&& other) noexcept;
  ~Root();

  // The canonical absolute path.
  const std::string& path() const { return path_; }
  int descriptor() const { return fd_; }

  // A regular file's bytes. Symbolic links are followed as long as they stay inside. Code::not_found, denied (leaves
  // the root, or may not be read), invalid_argument (no regular file, a path with ".." or NUL), too_large.
  Result<FileText> read(std::string_view path, std::size_t most_bytes) const;
  Result<FileStat> stat(std::string_view path) const;

 private:
  Root(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  Result<int> open_inside(std::string_view path) const;

  int fd_ = -1;
  std::string path_;
};

}  // namespace fingerpost
