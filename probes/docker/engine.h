// The containers of this machine, as the Docker engine (or Podman's socket, which speaks the same) tells them. Only the
// engine's unix socket is asked, only with GET, and only for _ping and containers: three requests in HTTP/1.0, which
// never come in chunks and end with the connection, so that no client library is needed. Every read has the deadline
// and a cap.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "probes/deadline.h"

namespace fingerpost {

struct Container {
  std::string id;
  std::string name;
  std::string image;
  std::string state;         // "running", "exited", "restarting", …
  std::string status;        // as Docker words it: "Exited (137) 3 hours ago", "Up 2 minutes (unhealthy)"
  std::int64_t created = 0;  // seconds since the epoch
  std::string project;       // of compose
  std::string service;
  std::string directory;          // where compose was started
  std::vector<int> public_ports;  // of this machine
  int exit_code = -1;             // of one that ended; -1 where it did not, or is not known
};

// What a container's exit code means: 137 is a kill, 127 a program that is not there; "" for nothing special.
std::string_view meaning_of_exit(int code);

class DockerEngine {
 public:
  // The socket that DOCKER_HOST names, else the usual ones. "" when DOCKER_HOST names another kind of place.
  static std::string usual_socket();

  explicit DockerEngine(std::string socket) : socket_(std::move(socket)) {}
  const std::string& socket() const { return socket_; }

  // Code::not_found (no socket), denied (no permission), unavailable (nobody answers on it), timeout, corrupt.
  Result<Done> ping(const Deadline& deadline) const;
  Result<std::vector<Container>> containers(const Deadline& deadline) const;
  // Whether the kernel ended it for want of memory. The same errors.
  Result<bool> was_out_of_memory(const std::string& id, const Deadline& deadline) const;

 private:
  Result<std::string> get(std::string_view path, const Deadline& deadline) const;

  std::string socket_;
};

}  // namespace fingerpost
