#include "probes/docker/closed_port.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "probes/docker/engine.h"
#include "probes/docker/project.h"

namespace fingerpost {
namespace {

constexpr Deadline::Milliseconds kAsking{1000};

struct Publisher {
  const ComposeModel* model = nullptr;
  const ComposeService* service = nullptr;
  const ComposePort* port = nullptr;
};

template <typename Fits>
Publisher find_publisher(const Surroundings& around, const Fits& fits) {
  for (const ComposeModel* model : around.active_composes())
    for (const ComposeService& service : model->services)
      for (const ComposePort& port : service.ports)
        if (port.protocol == "tcp" && fits(port)) return {model, &service, &port};
  return {};
}

std::string up(const Publisher& by) {
  std::string profile;
  if (!by.service->profiles.empty()) profile = fmt::format("--profile {} ", by.service->profiles.front().value);
  return fmt::format("docker compose {}up -d {}", profile, by.service->name);
}

// What the engine says of the service's container, as a note; returns what to do.
std::string explain_container(const Publisher& by, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  const std::string& name = by.service->name;
  std::string start = fmt::format("service {} publishes it ({}): start it with {}", name, by.port->at.text(), up(by));
  const DockerEngine engine(DockerEngine::usual_socket());
  if (engine.socket().empty()) return start;
  const auto containers = engine.containers(deadline);
  if (!containers) {
    out.notes.push_back("its container cannot be asked for: " + containers.error().message);
    // No permission and no answer in time say nothing of the container.
    const bool down = containers.error().code == Code::not_found || containers.error().code == Code::unavailable;
    return down ? fmt::format("start Docker, then the service that publishes it ({}): {}", by.port->at.text(), up(by))
                : start;
  }
  const auto own = containers_of(*by.service, *by.model, around, *containers);
  if (own.empty()) {
    out.notes.emplace_back("it has no container");
    return start;
  }
  const Container& one = *own.front();
  const std::string logs = fmt::format("docker compose logs {}", name);
  if (one.state == "restarting") {
    out.notes.emplace_back("its container ends again and again, and is started again each time");
    return fmt::format("see why it ends: {}", logs);
  }
  if (one.state != "running") {
    out.notes.push_back("its container is not running: " + state_of(one, engine, deadline));
    if (one.exit_code > 0) out.codes.push_back(fmt::format("exit {}", one.exit_code));
    return one.exit_code > 0 ? fmt::format("see why it ended: {}; then {}", logs, up(by)) : start;
  }
  if (std::find(one.public_ports.begin(), one.public_ports.end(), by.port->host) == one.public_ports.end()) {
    out.notes.emplace_back("its container runs without publishing the port: it was made before the port was written");
    return fmt::format("make it anew: {} --force-recreate", up(by));
  }
  out.notes.emplace_back(contains(one.status, "(unhealthy)")
                             ? "its container runs and is unhealthy"
                             : "its container runs, and nothing in it takes connections yet");
  return fmt::format("see what it does: {}", logs);
}

}  // namespace

std::string explain_closed_port(int port, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  // The number inside of a container, used from outside: the most frequent mistake with a published port.
  const Publisher inside = find_publisher(
      around, [&](const ComposePort& one) { return one.container == port && one.host > 0 && one.host != port; });
  const Publisher exact = find_publisher(around, [&](const ComposePort& one) { return one.host == port; });
  const Publisher& by = exact.port != nullptr ? exact : inside;
  if (by.port == nullptr) return {};
  out.notes.push_back(fmt::format("compose service {} publishes {}:{} ({})", by.service->name, by.port->host,
                                  by.port->container, by.port->at.text()));
  if (exact.port != nullptr) return explain_container(exact, around, deadline.within(kAsking), out);
  return fmt::format("{} publishes {}'s port {} as {} on this machine: use {}", inside.port->at.text(),
                     inside.service->name, port, inside.port->host, inside.port->host);
}

}  // namespace fingerpost
