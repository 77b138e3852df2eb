// Whether anything below a root has changed since last asked, without looking at every file: inotify on every directory
// that is walked.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/file_root.h"

namespace fingerpost {

// One owner, one thread. Errs on the side of "changed": an overflow, too few watches, a file system without events.
class Watch {
 public:
  explicit Watch(const Root& root) : root_(root) {}
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // Watches these directories (relative; "" is the root) instead of those before; what is watched already stays.
  void follow(const std::vector<std::string>& directories);

  // Readable (poll) when take() may have news; -1 where the system cannot tell.
  int descriptor() const { return blind_ ? -1 : fd_; }

  struct Changes {
    bool any = false;
    bool whole = false;              // what changed cannot be told file by file: look at the whole tree
    std::vector<std::string> files;  // otherwise: the files that were written, made, moved or deleted; relative, sorted
  };
  // What may have changed since the last call; everything at the first call. Never waits.
  Changes take();

 private:
  const Root& root_;
  int fd_ = -1;
  bool blind_ = false;  // watching failed: always changed
  bool first_ = true;   // somewhere was not watched yet when last asked
  std::unordered_map<std::string, int> watched_;
  std::unordered_map<int, std::string> directory_of_;  // by inotify's number of the watch
};

}  // namespace fingerpost
