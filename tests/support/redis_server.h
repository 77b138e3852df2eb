// redis-server with the options that a test wants.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "tests/support/free_port.h"
#include "tests/support/server_process.h"

namespace fingerpost {

class RedisServer {
 public:
  explicit RedisServer(const std::vector<std::string>& options = {}, bool tls = false) {
    std::vector<std::string> argv = {"redis-server", "--bind", "127.0.0.1", "--save", "", "--daemonize", "no"};
    argv.insert(argv.end(), {"--dir", folder_.file("."), tls ? "--tls-port" : "--port", std::to_string(port_)});
    if (tls) argv.insert(argv.end(), {"--port", "0"});
    argv.insert(argv.end(), options.begin(), options.end());
    process_.start(argv, folder_.file("log"));
    EXPECT_TRUE(process_.answers(port_)) << "redis-server did not start";
  }
  // A sentinel, which keeps what it knows in its configuration and so needs a file of it.
  struct Sentinel {};
  explicit RedisServer(Sentinel) {
    std::ofstream(folder_.file("sentinel.conf"))
        << "bind 127.0.0.1\nport " << port_ << "\ndir " << folder_.file(".") << "\n";
    process_.start({"redis-server", folder_.file("sentinel.conf"), "--sentinel"}, folder_.file("log"));
    EXPECT_TRUE(process_.answers(port_)) << "the sentinel did not start";
  }
  int port() const { return port_; }
  std::string at() const { return "127.0.0.1:" + std::to_string(port_); }
  void stop() { process_.stop(); }

 private:
  ServerFolder folder_;
  int port_ = free_port();
  ServerProcess process_;
};

}  // namespace fingerpost
