#include "server/http/socket.h"

#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>

namespace fingerpost::http {

Result<int> listen_on(const std::string& address, int port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_PASSIVE | (address == "localhost" ? 0 : AI_NUMERICHOST);
  wanted.ai_family = address == "localhost" ? AF_INET : AF_UNSPEC;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0)
    return Error{Code::invalid_argument, "'" + address + "' is no address to listen on", "", "such as 127.0.0.1"};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> hold(found, ::freeaddrinfo);
  const int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (found->ai_family == AF_INET6) ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
  if (fd < 0 || ::bind(fd, found->ai_addr, found->ai_addrlen) != 0 || ::listen(fd, SOMAXCONN) != 0) {
    const std::string why = std::strerror(errno);
    if (fd >= 0) ::close(fd);
    return Error{Code::unavailable, "cannot listen on " + address + " port " + std::to_string(port) + ": " + why, "",
                 "name another with --port, or 0 for any free one"};
  }
  return fd;
}

int port_of(int listening) {
  sockaddr_storage at{};
  socklen_t size = sizeof at;
  if (::getsockname(listening, reinterpret_cast<sockaddr*>(&at), &size) != 0) return 0;
  return ntohs(at.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&at)->sin6_port
                                        : reinterpret_cast<sockaddr_in*>(&at)->sin_port);
}

int accept_from(int listening) {
  const int fd = ::accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  // Without this every reply on a kept connection waits for the other side's delayed acknowledgement.
  const int yes = 1;
  if (fd >= 0) ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return fd;
}

std::ptrdiff_t write_some(int fd, std::string_view bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t wrote = ::send(fd, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
    if (wrote <= 0) return -1;
    done += static_cast<std::size_t>(wrote);
  }
  return static_cast<std::ptrdiff_t>(done);
}

bool write_all(int fd, std::string_view bytes, int milliseconds) {
  using SteadyClock = std::chrono::steady_clock;
  const auto until = SteadyClock::now() + std::chrono::milliseconds(milliseconds);
  while (!bytes.empty()) {
    const std::ptrdiff_t wrote = write_some(fd, bytes);
    if (wrote < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
    if (bytes.empty()) return true;
    // A client that takes a byte now and then would hold its worker for ever.
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - SteadyClock::now()).count();
    pollfd one{fd, POLLOUT, 0};
    if (left <= 0 || ::poll(&one, 1, static_cast<int>(left)) <= 0) return false;
  }
  return true;
}

bool is_closed(int fd) {
  pollfd one{fd, POLLRDHUP, 0};
  return ::poll(&one, 1, 0) > 0 && (one.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

}  // namespace fingerpost::http
