#include "indexer/watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <unordered_set>

namespace fingerpost {

static constexpr std::uint32_t kEvents = IN_CREATE | IN_DELETE | IN_MODIFY | IN_MOVED_FROM | IN_MOVED_TO |
                                         IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

Watch::~Watch() {
  if (fd_ >= 0) ::close(fd_);
}

void Watch::follow(const std::vector<std::string>& directories) {
  if (blind_) return;
  if (fd_ < 0) fd_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (fd_ < 0) {
    blind_ = true;
    return;
  }
  const std::unordered_set<std::string> wanted(directories.begin(), directories.end());
  for (auto at = watched_.begin(); at != watched_.end();) {
    if (wanted.contains(at->first)) {
      ++at;
    } else {
      ::inotify_rm_watch(fd_, at->second);
      directory_of_.erase(at->second);
      at = watched_.erase(at);
    }
  }
  for (const std::string& directory : directories) {
    // Adding a watch again is cheap and also covers a directory that was replaced by another of its name.
    const int id = ::inotify_add_watch(fd_, (root_.path() + "/" + directory).c_str(), kEvents);
    if (id >= 0) {
      // What was put into a new directory before it was watched told us nothing: look once more.
      if (watched_.insert_or_assign(directory, id).second) first_ = true;
      directory_of_[id] = directory;
    } else if (errno != ENOENT && errno != ENOTDIR) {
      blind_ = true;
      return;
    }
  }
}

Watch::Changes Watch::take() {
  Changes changes;
  changes.any = changes.whole = first_ || fd_ < 0 || blind_;
  first_ = false;
  if (fd_ < 0 || blind_) return changes;
  alignas(inotify_event) std::array<char, 16384> buffer;
  for (;;) {
    const ssize_t got = ::read(fd_, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      if (got < 0 && errno != EAGAIN) blind_ = changes.any = changes.whole = true;
      break;
    }
    changes.any = true;
    for (ssize_t at = 0; at < got;) {
      inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const char* name = buffer.data() + at + sizeof event;
      at += static_cast<ssize_t>(sizeof event + event.len);
      const auto directory = directory_of_.find(event.wd);
      // A directory that came or went, an overflow: only a walk tells what that means.
      if ((event.mask & (IN_ISDIR | IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) != 0 ||
          event.len == 0 || directory == directory_of_.end()) {
        changes.whole = true;
        continue;
      }
      changes.files.push_back(directory->second.empty() ? name : directory->second + "/" + name);
    }
  }
  std::sort(changes.files.begin(), changes.files.end());
  changes.files.erase(std::unique(changes.files.begin(), changes.files.end()), changes.files.end());
  return changes;
}

}  // namespace fingerpost
