#include "probes/docker/engine.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/json.h"
#include "base/text.h"
#include "probes/network.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostBytes = 8u << 20;

Error error_of(int error, const std::string& socket) {
  if (error == ENOENT)
    return {Code::not_found, fmt::format("there is no Docker socket at {}", socket), "",
            "start Docker, or set DOCKER_HOST"};
  if (error == EACCES || error == EPERM)
    return {Code::denied, fmt::format("no permission for the Docker socket {}", socket), "",
            "join the group docker, and log in again"};
  if (error == ECONNREFUSED)
    return {Code::unavailable, fmt::format("nobody listens on the Docker socket {}", socket), "",
            "start the Docker daemon"};
  return {Code::unavailable, fmt::format("the Docker socket {} does not answer: {}", socket, std::strerror(error)), "",
          ""};
}

std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

int exit_code_of(std::string_view status) {
  if (!status.starts_with("Exited (")) return -1;
  return std::atoi(std::string(status.substr(8, 4)).c_str());
}

Container container_of(const Json& one) {
  Container out;
  out.id = text_of(one, "Id");
  out.image = text_of(one, "Image");
  out.state = text_of(one, "State");
  out.status = text_of(one, "Status");
  out.exit_code = exit_code_of(out.status);
  if (const auto created = one.find("Created"); created != one.end() && created->is_number_integer())
    out.created = created->get<std::int64_t>();
  if (const auto names = one.find("Names");
      names != one.end() && names->is_array() && !names->empty() && names->front().is_string()) {
    out.name = names->front().get<std::string>();
    if (out.name.starts_with("/")) out.name.erase(0, 1);
  }
  if (const auto labels = one.find("Labels"); labels != one.end() && labels->is_object()) {
    out.project = text_of(*labels, "com.docker.compose.project");
    out.service = text_of(*labels, "com.docker.compose.service");
    out.directory = text_of(*labels, "com.docker.compose.project.working_dir");
  }
  if (const auto ports = one.find("Ports"); ports != one.end() && ports->is_array())
    for (const Json& port : *ports)
      if (const auto number = port.is_object() ? port.find("PublicPort") : port.end();
          port.is_object() && number != port.end() && number->is_number_integer())
        out.public_ports.push_back(number->get<int>());
  return out;
}

}  // namespace

std::string_view meaning_of_exit(int code) {
  switch (code) {
    case 125: return "Docker itself could not start it";
    case 126: return "its command may not be executed";
    case 127: return "its command is not in the image";
    case 134: return "it aborted";
    case 137: return "it was killed: out of memory, or a stop that it did not heed";
    case 139: return "it crashed (segmentation fault)";
    case 143: return "it was asked to stop";
    default: return {};
  }
}

std::string DockerEngine::usual_socket() {
  if (const char* host = std::getenv("DOCKER_HOST"); host != nullptr && *host != '\0') {
    const std::string_view text = host;
    return text.starts_with("unix://") ? std::string(text.substr(7)) : std::string();
  }
  std::vector<std::string> candidates = {"/var/run/docker.sock"};
  if (const char* runtime = std::getenv("XDG_RUNTIME_DIR"); runtime != nullptr) {
    candidates.push_back(std::string(runtime) + "/docker.sock");
    candidates.push_back(std::string(runtime) + "/podman/podman.sock");
  }
  for (const std::string& path : candidates)
    if (::access(path.c_str(), F_OK) == 0) return path;
  return candidates.front();
}

Result<std::string> DockerEngine::get(std::string_view path, const Deadline& deadline) const {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_.size() >= sizeof address.sun_path)
    return Error{Code::invalid_argument, "the Docker socket's path is too long", "", ""};
  std::memcpy(address.sun_path, socket_.c_str(), socket_.size() + 1);
  const Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (socket.descriptor() < 0) return error_of(errno, socket_);
  // A unix socket connects at once; EAGAIN means that its queue is full.
  while (::connect(socket.descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    if (errno != EAGAIN && errno != EINTR) return error_of(errno, socket_);
    if (!pause_for(Deadline::Milliseconds(10), deadline))
      return Error{Code::timeout, "the Docker socket takes no connection in time", "", ""};
  }
  const std::string request =
      fmt::format("GET {} HTTP/1.0\r\nHost: docker\r\nUser-Agent: fingerpost-probe\r\n\r\n", path);
  if (::send(socket.descriptor(), request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
    return error_of(errno, socket_);
  std::string reply;
  std::array<char, 1 << 14> buffer;
  for (;;) {
    if (!wait_until_ready(socket.descriptor(), POLLIN, deadline))
      return Error{Code::timeout, "the Docker engine did not answer in time", "", "see whether 'docker ps' answers"};
    const ssize_t got = ::recv(socket.descriptor(), buffer.data(), buffer.size(), 0);
    if (got == 0) break;
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got < 0) return error_of(errno, socket_);
    reply.append(buffer.data(), static_cast<std::size_t>(got));
    if (reply.size() > kMostBytes) return Error{Code::too_large, "the Docker engine's answer has no end", "", ""};
  }
  const std::size_t head = reply.find("\r\n\r\n");
  if (!reply.starts_with("HTTP/1.") || head == std::string::npos || reply.size() < 12)
    return Error{Code::corrupt, "what answers on the Docker socket speaks no HTTP", "", ""};
  const std::string status = reply.substr(9, 3);
  if (status != "200")
    return Error{Code::unavailable, fmt::format("the Docker engine answers with status {}", clip(status, 8)), "", ""};
  return reply.substr(head + 4);
}

Result<Done> DockerEngine::ping(const Deadline& deadline) const {
  const auto reply = get("/_ping", deadline);
  if (!reply) return reply.error();
  if (!reply->starts_with("OK"))
    return Error{Code::corrupt, "what answers on the Docker socket is no Docker engine", "", ""};
  return Done{};
}

Result<std::vector<Container>> DockerEngine::containers(const Deadline& deadline) const {
  const auto reply = get("/containers/json?all=1", deadline);
  if (!reply) return reply.error();
  const auto json = parse_json(*reply);
  if (!json || !json->is_array())
    return Error{Code::corrupt, "the Docker engine's list of containers cannot be read", "", ""};
  std::vector<Container> out;
  for (const Json& one : *json)
    if (one.is_object()) out.push_back(container_of(one));
  return out;
}

Result<bool> DockerEngine::was_out_of_memory(const std::string& id, const Deadline& deadline) const {
  if (id.empty() || !std::all_of(id.begin(), id.end(), is_alnum))
    return Error{Code::invalid_argument, "no container id", "", ""};
  const auto reply = get("/containers/" + id + "/json", deadline);
  if (!reply) return reply.error();
  const auto json = parse_json(*reply);
  if (!json || !json->is_object()) return Error{Code::corrupt, "the Docker engine's answer cannot be read", "", ""};
  const auto state = json->find("State");
  if (state == json->end() || !state->is_object()) return false;
  const auto killed = state->find("OOMKilled");
  return killed != state->end() && killed->is_boolean() && killed->get<bool>();
}

}  // namespace fingerpost
