// A TCP server of a few lines on a port of 127.0.0.1, each connection on a thread of its own, which behaves as badly as
// a test wants. Everything ends with the object.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace fingerpost {

class FakeServer {
 public:
  // One connection as its behaviour sees it.
  class Connection {
   public:
    Connection(int descriptor, const std::atomic<bool>& stopping) : descriptor_(descriptor), stopping_(stopping) {}
    // False when the other side has gone or the server ends.
    bool send(std::string_view bytes) const {
      while (!bytes.empty()) {
        if (stopping_) return false;
        pollfd waited = {descriptor_, POLLOUT, 0};
        if (::poll(&waited, 1, 20) == 0) continue;
        const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      }
      return true;
    }
    // What comes up to the blank line of a request; "" when the other side has gone.
    std::string request() const {
      std::string out;
      while (out.find("\r\n\r\n") == std::string::npos && !stopping_) {
        pollfd waited = {descriptor_, POLLIN, 0};
        if (::poll(&waited, 1, 20) == 0) continue;
        char bytes[4096];
        const auto size = ::recv(descriptor_, bytes, sizeof bytes, 0);
        if (size <= 0) return {};
        out.append(bytes, static_cast<std::size_t>(size));
      }
      return out;
    }
    // Until the other side closes.
    void stay_silent() const {
      char byte = 0;
      while (!stopping_) {
        pollfd waited = {descriptor_, POLLIN, 0};
        if (::poll(&waited, 1, 20) > 0 && ::recv(descriptor_, &byte, 1, 0) <= 0) return;
      }
    }

   private:
    int descriptor_;
    const std::atomic<bool>& stopping_;
  };
  using Behaviour = std::function<void(const Connection&)>;

  explicit FakeServer(Behaviour behaviour) : behaviour_(std::move(behaviour)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(listener_, 64);
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    accepting_ = std::jthread([this] { accept_all(); });
  }
  ~FakeServer() {
    stopping_ = true;
    accepting_.join();
    ::close(listener_);
    const std::lock_guard lock(mutex_);
    threads_.clear();
  }

  int port() const { return port_; }
  std::string url(std::string_view path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
  }
  int connections() const { return connections_; }

 private:
  void accept_all() {
    while (!stopping_) {
      pollfd waited = {listener_, POLLIN, 0};
      if (::poll(&waited, 1, 20) <= 0) continue;
      const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (descriptor < 0) continue;
      ++connections_;
      const std::lock_guard lock(mutex_);
      threads_.emplace_back([this, descriptor] {
        behaviour_(Connection(descriptor, stopping_));
        ::close(descriptor);
      });
    }
  }

  Behaviour behaviour_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;
  std::vector<std::jthread> threads_;  // guarded by mutex_
  std::jthread accepting_;
};

inline std::string http_reply(int status, std::string_view type, std::string_view body, std::string_view headers = {}) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: " + std::string(type) +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(headers) + "\r\n" +
         std::string(body);
}

// Answers each path as the function says; "" for 404.
inline FakeServer::Behaviour http_server(std::function<std::string(std::string path)> answer) {
  return [answer = std::move(answer)](const FakeServer::Connection& connection) {
    const std::string request = connection.request();
    const std::size_t start = request.find(' ');
    if (start == std::string::npos) return;
    const std::string reply = answer(request.substr(start + 1, request.find(' ', start + 1) - start - 1));
    connection.send(reply.empty() ? http_reply(404, "text/plain", "not found") : reply);
  };
}

}  // namespace fingerpost
