// MCP over stdin and stdout: one message a line.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "server/mcp.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestMessage = 4u << 20;

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

}  // namespace

int serve_stdio(Repository& repository) {
  // The real stdout is kept for the protocol alone: whatever else prints there lands on stderr.
  const int out = ::fcntl(1, F_DUPFD_CLOEXEC, 3);
  ::dup2(2, 1);
  Mcp mcp(repository);
  std::string pending;
  bool too_long = false;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t got = ::read(0, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    std::string_view bytes(buffer, static_cast<std::size_t>(got));
    while (!bytes.empty()) {
      const auto end = bytes.find('\n');
      pending.append(bytes.substr(0, end));
      if (pending.size() > kLongestMessage) {
        too_long = true;
        pending.clear();
      }
      if (end == std::string_view::npos) break;
      bytes.remove_prefix(end + 1);
      std::optional<std::string> reply;
      if (too_long)
        reply = R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"a message longer than 4 MiB"}})";
      else if (pending.find_first_not_of(" \t\r") != std::string::npos)
        reply = mcp.handle(pending);
      too_long = false;
      pending.clear();
      if (reply && !write_all(out, *reply + "\n")) return 0;
    }
  }
}

}  // namespace fingerpost
