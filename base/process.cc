#include "base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace fingerpost {
namespace {

constexpr std::size_t kMostErrors = 4096;

class Pipe {
 public:
  bool open() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    read = ends[0];
    write = ends[1];
    return true;
  }
  ~Pipe() {
    close_read();
    close_write();
  }
  void close_read() {
    if (read >= 0) ::close(std::exchange(read, -1));
  }
  void close_write() {
    if (write >= 0) ::close(std::exchange(write, -1));
  }
  int read = -1;
  int write = -1;
};

std::string find_program(const std::string& name) {
  if (name.starts_with("/")) return ::access(name.c_str(), X_OK) == 0 ? name : std::string();
  for (const char* directory : {"/usr/bin/", "/bin/", "/usr/local/bin/"}) {
    std::string path = directory + name;
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  return {};
}

}  // namespace

Result<ProcessResult> run_process(const std::vector<std::string>& argv, const std::string& directory,
                                  std::string_view input, std::chrono::milliseconds deadline,
                                  const std::function<void(std::string_view)>& on_output,
                                  const std::vector<std::string>* environment, const std::stop_token& stop) {
  const std::string program = find_program(argv.at(0));
  if (program.empty()) return Error{Code::not_found, "the program " + argv[0] + " is not installed", "", ""};
  Pipe in;
  Pipe out;
  Pipe err;
  if (!in.open() || !out.open() || !err.open())
    return Error{Code::io, std::string("no pipe: ") + std::strerror(errno), "", ""};
  // A program that ends before it has read all its input must not end us.
  ::signal(SIGPIPE, SIG_IGN);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write, 1);
  posix_spawn_file_actions_adddup2(&actions, err.write, 2);
  posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);  // its own group, so that its children end with it
  std::vector<char*> arguments;
  for (const std::string& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  std::vector<char*> variables;
  if (environment != nullptr)
    for (const std::string& variable : *environment) variables.push_back(const_cast<char*>(variable.c_str()));
  variables.push_back(nullptr);
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, program.c_str(), &actions, &attributes, arguments.data(),
                                   environment != nullptr ? variables.data() : environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (failed != 0) return Error{Code::io, "cannot start " + argv[0] + ": " + std::strerror(failed), "", ""};
  in.close_read();
  out.close_write();
  err.close_write();
  for (const int fd : {in.write, out.read, err.read}) ::fcntl(fd, F_SETFL, O_NONBLOCK);
  if (input.empty()) in.close_write();

  ProcessResult result;
  const auto end = std::chrono::steady_clock::now() + deadline;
  const int slice = stop.stop_possible() ? 20 : 1000;  // milliseconds
  std::array<char, 1 << 16> buffer;
  while (out.read >= 0 || err.read >= 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0 || stop.stop_requested()) {
      result.timed_out = true;
      ::kill(-child, SIGKILL);
      break;
    }
    std::array<pollfd, 3> polled = {{{in.write, POLLOUT, 0}, {out.read, POLLIN, 0}, {err.read, POLLIN, 0}}};
    if (::poll(polled.data(), polled.size(), static_cast<int>(std::min<long long>(left, slice))) < 0 && errno != EINTR)
      break;
    if (in.write >= 0 && (polled[0].revents & (POLLOUT | POLLERR)) != 0) {
      const ssize_t wrote = ::write(in.write, input.data(), std::min<std::size_t>(input.size(), 1 << 16));
      if (wrote > 0) input.remove_prefix(static_cast<std::size_t>(wrote));
      if (input.empty() || (wrote < 0 && errno != EAGAIN && errno != EINTR)) in.close_write();
    }
    if (out.read >= 0 && polled[1].revents != 0) {
      const ssize_t got = ::read(out.read, buffer.data(), buffer.size());
      if (got > 0)
        on_output({buffer.data(), static_cast<std::size_t>(got)});
      else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        out.close_read();
    }
    if (err.read >= 0 && polled[2].revents != 0) {
      const ssize_t got = ::read(err.read, buffer.data(), buffer.size());
      if (got > 0 && result.errors.size() < kMostErrors)
        result.errors.append(buffer.data(),
                             std::min(static_cast<std::size_t>(got), kMostErrors - result.errors.size()));
      else if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        err.close_read();
    }
  }
  // A program may close its output and go on.
  int status = 0;
  for (;;) {
    const pid_t ended = ::waitpid(child, &status, result.timed_out ? 0 : WNOHANG);
    if (ended == child || (ended < 0 && errno != EINTR)) break;
    if (!result.timed_out && (stop.stop_requested() || std::chrono::steady_clock::now() >= end)) {
      result.timed_out = true;
      ::kill(-child, SIGKILL);
    }
    if (ended == 0) ::poll(nullptr, 0, 1);
  }
  result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace fingerpost
