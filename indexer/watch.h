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

  // Whether something may have changed since the last call. True at the first call. Never waits.
  bool changed();

 private:
  const Root& root_;
  int fd_ = -1;
  bool blind_ = false;  // watching failed: always changed
  bool first_ = true;   // somewhere was not watched yet when last asked
  std::unordered_map<std::string, int> watched_;
};

}  // namespace fingerpost
