#include "base/file_root.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/text.h"

namespace fingerpost {
namespace {

Error error_of(int number, std::string_view path) {
  Error error;
  error.where = std::string(path);
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      error.code = Code::not_found;
      error.message = "no such file";
      break;
    case EXDEV:
      error.code = Code::denied;
      error.message = "leaves the repository";
      break;
    case ELOOP:
      error.code = Code::denied;
      error.message = "a loop of symbolic links";
      break;
    case EACCES:
    case EPERM:
      error.code = Code::denied;
      error.message = "may not be read";
      break;
    case ENAMETOOLONG:
      error.code = Code::invalid_argument;
      error.message = "the path is too long";
      break;
    default: error.code = Code::io; error.message = std::string("cannot be read: ") + std::strerror(number);
  }
  return error;
}

FileStat stat_of(const struct ::stat& st) {
  FileStat out;
  out.size = st.st_size;
  out.mtime_ns = std::int64_t{st.st_mtim.tv_sec} * 1'000'000'000 + st.st_mtim.tv_nsec;
  out.ctime_ns = std::int64_t{st.st_ctim.tv_sec} * 1'000'000'000 + st.st_ctim.tv_nsec;
  out.inode = st.st_ino;
  return out;
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// Without openat2 (old kernels, some sandboxes): one component after the other, no symbolic link followed.
int open_by_components(int root, const std::string& path, int flags) {
  int at = ::dup(root);
  if (at < 0) return -1;
  const auto parts = split(path, '/');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string part(parts[i]);
    const bool last = i + 1 == parts.size();
    const int next =
        ::openat(at, part.c_str(), last ? flags | O_NOFOLLOW : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    const int number = errno;
    ::close(at);
    if (next < 0) {
      errno = number;
      return -1;
    }
    at = next;
  }
  return at;
}

}  // namespace

Result<Root> Root::open(const std::string& directory) {
  char resolved[PATH_MAX];
  if (::realpath(directory.c_str(), resolved) == nullptr) {
    Error error = error_of(errno, directory);
    if (error.code == Code::not_found) error.message = "no such directory";
    return error;
  }
  const int fd = ::open(resolved, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) {
    if (errno == ENOTDIR) return Error{Code::invalid_argument, "is a file, not a directory", directory, ""};
    return error_of(errno, directory);
  }
  return Root(fd, resolved);
}

Root::Root(Root&& other) noexcept : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}

Root& Root::operator=(Root&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(path_, other.path_);
  return *this;
}

Root::~Root() {
  if (fd_ >= 0) ::close(fd_);
}

Result<int> Root::open_inside(std::string_view path) const {
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos)
    return Error{Code::invalid_argument, "not a path inside the repository", std::string(path), ""};
  for (std::string_view part : split(path, '/'))
    if (part.empty() || part == "." || part == "..")
      return Error{Code::invalid_argument, "not a path inside the repository", std::string(path), ""};
  const std::string name(path);
  // O_NONBLOCK: opening a FIFO must not wait for its other end.
  const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  struct ::open_how how {};
  how.flags = static_cast<std::uint64_t>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  static std::atomic<bool> has_openat2 = true;
  long fd = -1;
  if (has_openat2) {
    fd = ::syscall(SYS_openat2, fd_, name.c_str(), &how, sizeof how);
    for (int again = 0; fd < 0 && errno == EAGAIN && again < 100; ++again)
      fd = ::syscall(SYS_openat2, fd_, name.c_str(), &how, sizeof how);
    if (fd < 0 && errno == ENOSYS) has_openat2 = false;
  }
  if (!has_openat2) fd = open_by_components(fd_, name, flags);
  if (fd < 0) return error_of(errno, path);
  return static_cast<int>(fd);
}

Result<FileText> Root::read(std::string_view path, std::size_t most_bytes) const {
  auto opened = open_inside(path);
  if (!opened) return opened.error();
  const Descriptor file(*opened);
  struct ::stat st {};
  if (::fstat(file.get(), &st) != 0) return error_of(errno, path);
  if (!S_ISREG(st.st_mode)) return Error{Code::invalid_argument, "not a regular file", std::string(path), ""};
  if (static_cast<std::uint64_t>(st.st_size) > most_bytes)
    return Error{Code::too_large, "larger than " + std::to_string(most_bytes >> 10) + " KiB", std::string(path), ""};
  FileText out;
  out.stat = stat_of(st);
  out.bytes.resize(static_cast<std::size_t>(st.st_size) + 1);  // one more tells whether the file has grown
  std::size_t have = 0;
  for (;;) {
    const ssize_t got = ::read(file.get(), out.bytes.data() + have, out.bytes.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return error_of(errno, path);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
    // More was asked for than this: it is the end.
    if (have == static_cast<std::size_t>(st.st_size)) break;
    if (have > most_bytes)
      return Error{Code::too_large, "larger than " + std::to_string(most_bytes >> 10) + " KiB", std::string(path), ""};
    if (have == out.bytes.size()) out.bytes.resize(have * 2);
  }
  out.bytes.resize(have);
  return out;
}

Result<FileStat> Root::stat(std::string_view path) const {
  auto opened = open_inside(path);
  if (!opened) return opened.error();
  const Descriptor file(*opened);
  struct ::stat st {};
  if (::fstat(file.get(), &st) != 0) return error_of(errno, path);
  if (!S_ISREG(st.st_mode)) return Error{Code::invalid_argument, "not a regular file", std::string(path), ""};
  return stat_of(st);
}

}  // namespace fingerpost
