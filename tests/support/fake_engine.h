// A Docker engine of a few lines on a unix socket.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/text.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {

// Answers on a unix socket as the Docker engine does, one connection after the other.
class FakeEngine {
 public:
  explicit FakeEngine(std::string containers, std::string inspected = "{}", bool silent = false)
      : path_(repository_.map_file("docker.sock")),
        containers_(std::move(containers)),
        inspected_(std::move(inspected)),
        silent_(silent) {
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path_.c_str(), path_.size() + 1);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    thread_ = std::thread([this] { serve(); });
  }
  ~FakeEngine() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  const std::string& path() const { return path_; }
  std::vector<std::string> requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }

 private:
  void serve() {
    std::vector<int> kept;
    for (;;) {
      const int one = ::accept(listener_, nullptr, nullptr);
      if (one < 0) break;
      if (silent_) {
        kept.push_back(one);
        continue;
      }
      std::string request;
      char buffer[2048];
      while (request.find("\r\n\r\n") == std::string::npos) {
        const ssize_t got = ::read(one, buffer, sizeof buffer);
        if (got <= 0) break;
        request.append(buffer, static_cast<std::size_t>(got));
      }
      const std::string line = request.substr(0, request.find("\r\n"));
      {
        const std::scoped_lock lock(mutex_);
        requests_.push_back(line);
      }
      const std::string body = contains(line, "/_ping") ? "OK" : contains(line, "all=1") ? containers_ : inspected_;
      const std::string reply = "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + body;
      EXPECT_EQ(::send(one, reply.data(), reply.size(), MSG_NOSIGNAL), static_cast<ssize_t>(reply.size()));
      ::close(one);
    }
    for (const int one : kept) ::close(one);
  }

  TemporaryRepository repository_;
  std::string path_;
  std::string containers_;
  std::string inspected_;
  bool silent_;
  int listener_ = -1;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

// One container as the engine lists it.
inline std::string container(const std::string& service, const std::string& state, const std::string& status,
                             const std::string& directory, std::int64_t created = 1, int port = 5432) {
  return fmt::format(
      R"({{"Id":"abc{0}","Names":["/shop-{0}-1"],"Image":"x","State":"{1}","Status":"{2}","Created":{4},"Ports":[{{"PrivatePort":1,"PublicPort":{5}}}],)"
      R"("Labels":{{"com.docker.compose.project":"shop","com.docker.compose.service":"{0}","com.docker.compose.project.working_dir":"{3}"}}}})",
      service, state, status, directory, created, port);
}

}  // namespace fingerpost
