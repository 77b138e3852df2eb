#include "probes/places.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <vector>

#include "base/text.h"

namespace fingerpost {
namespace {

// The directory as a path-only descriptor, or -1. The caller closes it.
int open_directory(const Surroundings& around, const std::string& path) {
  open_how how{};
  how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, around.root().descriptor(), path.c_str(), &how, sizeof how));
}

}  // namespace

std::string path_inside(std::string_view directory, std::string_view written) {
  if (written.starts_with("/") || written.starts_with("~")) return {};
  std::vector<std::string> parts;
  const std::string whole =
      directory.empty() ? std::string(written) : std::string(directory) + "/" + std::string(written);
  for (const std::string_view part : split(whole, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.emplace_back(part);
    } else if (parts.empty()) {
      return {};
    } else {
      parts.pop_back();
    }
  }
  return parts.empty() ? "." : join(parts, "/");
}

bool directory_exists(const Surroundings& around, const std::string& path) {
  const int descriptor = open_directory(around, path);
  if (descriptor < 0) return false;
  ::close(descriptor);
  return true;
}

bool directory_is_writable(const Surroundings& around, const std::string& path) {
  const int descriptor = open_directory(around, path);
  if (descriptor < 0) return false;
  const std::string itself = "/proc/self/fd/" + std::to_string(descriptor);
  const bool writable = ::access(itself.c_str(), W_OK | X_OK) == 0;
  ::close(descriptor);
  return writable;
}

}  // namespace fingerpost
