#include "upkeep/edit/change_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <thread>
#include <utility>

#include "base/text.h"
#include "indexer/limits.h"

namespace fingerpost {
namespace {

constexpr int kMostRounds = 16;
constexpr std::chrono::milliseconds kLockPatience{10'000};
constexpr std::chrono::milliseconds kBetweenTries{2};

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

Error error_of(int number, std::string_view path, std::string_view doing) {
  Error error{Code::io, std::string(doing) + ": " + std::strerror(number), std::string(path), ""};
  switch (number) {
    case ELOOP:
    case ENOTDIR:
      error.code = Code::denied;
      error.message = "a symbolic link stands on the way, and nothing is written through one";
      error.advice = "name the file itself";
      break;
    case EACCES:
    case EPERM:
      error.code = Code::denied;
      error.message = std::string(doing) + " is not allowed";
      error.advice = "check the owner and mode of the file and its directory";
      break;
    case EROFS:
      error.code = Code::denied;
      error.message = "the file system is read-only";
      error.advice = "take the diff of a dry run instead";
      break;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      error.message = "there is no space left for the file";
      error.advice = "nothing was changed; make room and try again";
      break;
    default: break;
  }
  return error;
}

Error refused(std::string_view path, std::string message, std::string advice) {
  return {Code::denied, std::move(message), std::string(path), std::move(advice)};
}

struct Existing {
  std::string bytes;
  struct ::stat stat {};
};

// The directory of a path, and the file's name in it.
struct Home {
  Descriptor directory;
  std::string name;
};

// Opens the way to the file one component after the other, following no link. Nothing when a directory is missing and
// is not to be made.
Result<std::optional<Home>> home_of(const Root& root, std::string_view path, bool make) {
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos)
    return refused(path, "not a path inside the repository", "give it relative to the repository's root");
  const auto parts = split(path, '/');
  for (const std::string_view part : parts)
    if (part.empty() || part == "." || part == ".." || equal_ignoring_case(part, ".git"))
      return refused(path, "not a path inside the repository that may be written", "");
  Home home;
  home.directory = Descriptor(::openat(root.descriptor(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  home.name = std::string(parts.back());
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    const std::string part(parts[i]);
    const auto open = [&] {
      return ::openat(home.directory.get(), part.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    };
    int next = open();
    if (next < 0 && errno == ENOENT) {
      if (!make) return std::optional<Home>();
      if (::mkdirat(home.directory.get(), part.c_str(), 0777) != 0 && errno != EEXIST)
        return error_of(errno, path, "making its directory");
      next = open();
    }
    if (next < 0) return error_of(errno, path, "opening its directory");
    home.directory = Descriptor(next);
  }
  return std::optional<Home>(std::move(home));
}

Result<std::optional<Existing>> read_in(const Home& home, std::string_view path) {
  const Descriptor file(
      ::openat(home.directory.get(), home.name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (file.get() < 0) {
    if (errno == ENOENT) return std::optional<Existing>();
    if (errno == ELOOP)
      return refused(path, "is a symbolic link, and nothing is written through one", "name the file itself");
    return error_of(errno, path, "reading it");
  }
  Existing out;
  if (::fstat(file.get(), &out.stat) != 0) return error_of(errno, path, "reading it");
  if (!S_ISREG(out.stat.st_mode)) return refused(path, "is no regular file", "");
  if (out.stat.st_nlink > 1)
    return refused(path, "has several names (hard links), which a change would tear apart", "edit it by hand");
  const std::size_t most = Limits().file_bytes;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return error_of(errno, path, "reading it");
    if (got == 0) return std::optional(std::move(out));
    out.bytes.append(buffer, static_cast<std::size_t>(got));
    if (out.bytes.size() > most)
      return Error{Code::too_large, "is larger than a mebibyte, and such files are not indexed", std::string(path),
                   "split it"};
  }
}

Result<Done> lock(const Home& home, std::string_view path) {
  const auto until = std::chrono::steady_clock::now() + kLockPatience;
  while (::flock(home.directory.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return error_of(errno, path, "locking its directory");
    if (std::chrono::steady_clock::now() >= until)
      return Error{Code::unavailable, "another writer keeps its directory locked", std::string(path),
                   "try again when it is done"};
    std::this_thread::sleep_for(kBetweenTries);
  }
  return Done{};
}

Result<Done> write_all(int fd, std::string_view bytes, std::string_view path) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return error_of(errno, path, "writing it");
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  if (::fsync(fd) != 0) return error_of(errno, path, "writing it");
  return Done{};
}

// The new file beside the old one. Its name is fixed: the lock makes it ours, and what a crash left behind is cleared
// away by the next writer.
class NewFile {
 public:
  NewFile(const Home& home, std::string_view path)
      : home_(home), path_(path), name_("." + home.name + ".fingerpost-new") {}
  ~NewFile() {
    if (!placed_) ::unlinkat(home_.directory.get(), name_.c_str(), 0);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  Result<Done> write(std::string_view bytes, const std::optional<Existing>& old) {
    ::unlinkat(home_.directory.get(), name_.c_str(), 0);
    const Descriptor file(
        ::openat(home_.directory.get(), name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (file.get() < 0) return error_of(errno, path_, "writing beside it");
    if (old) {
      // Another's file stays theirs where that is allowed; where not, it becomes the writer's, as with any editor.
      if (::fchown(file.get(), old->stat.st_uid, old->stat.st_gid) != 0 && errno != EPERM)
        return error_of(errno, path_, "keeping its owner");
      if (::fchmod(file.get(), old->stat.st_mode & 07777) != 0) return error_of(errno, path_, "keeping its mode");
    }
    return write_all(file.get(), bytes, path_);
  }

  // False when somebody made such a file meanwhile.
  Result<bool> place(bool replace) {
    const int directory = home_.directory.get();
    if (replace) {
      if (::renameat(directory, name_.c_str(), directory, home_.name.c_str()) != 0)
        return error_of(errno, path_, "putting it in its place");
      placed_ = true;
    } else if (::linkat(directory, name_.c_str(), directory, home_.name.c_str(), 0) != 0) {
      if (errno == EEXIST) return false;
      return error_of(errno, path_, "putting it in its place");
    } else {
      ::unlinkat(directory, name_.c_str(), 0);
      placed_ = true;
    }
    if (::fsync(directory) != 0) return error_of(errno, path_, "keeping its directory");
    return true;
  }

 private:
  const Home& home_;
  std::string_view path_;
  std::string name_;
  bool placed_ = false;
};

}  // namespace

Result<std::optional<std::string>> read_to_change(const Root& root, std::string_view path) {
  auto home = home_of(root, path, false);
  if (!home) return home.error();
  if (!*home) return std::optional<std::string>();
  auto old = read_in(**home, path);
  if (!old) return old.error();
  if (!*old) return std::optional<std::string>();
  return std::optional(std::move((*old)->bytes));
}

Result<ChangedFile> change_file(const Root& root, std::string_view path, const ChangeText& change) {
  // What the change refuses is refused before a directory is made for it.
  auto before = read_to_change(root, path);
  if (!before) return before.error();
  if (auto tried = change(*before); !tried) return tried.error();
  auto home = home_of(root, path, true);
  if (!home) return home.error();
  if (auto locked = lock(**home, path); !locked) return locked.error();
  for (int round = 0; round < kMostRounds; ++round) {
    auto old = read_in(**home, path);
    if (!old) return old.error();
    std::optional<std::string> bytes;
    if (*old) bytes = (*old)->bytes;
    auto made = change(bytes);
    if (!made) return made.error();
    if (bytes && *bytes == *made) return ChangedFile{bytes, *made};
    NewFile fresh(**home, path);
    if (auto written = fresh.write(*made, *old); !written) return written.error();
    auto now = read_in(**home, path);
    if (!now) return now.error();
    if (now->has_value() != bytes.has_value() || (bytes && (*now)->bytes != *bytes)) continue;
    auto placed = fresh.place(bytes.has_value());
    if (!placed) return placed.error();
    if (*placed) return ChangedFile{std::move(bytes), std::move(*made)};
  }
  return Error{Code::unavailable, "is being changed by another program all the time", std::string(path), "try again"};
}

}  // namespace fingerpost
