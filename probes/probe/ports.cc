// The ports of this machine that the repository claims: who listens on them, whether two want the same one, and which
// of the two numbers of "5433:5432" a variable must use.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "probes/listeners.h"
#include "probes/probe.h"
#include "probes/url.h"

namespace fingerpost {

extern const Probe ports_probe;

namespace {

struct Claim {
  std::string who;  // "service db"
  Written at;
  int container = 0;  // 0 for a process on this machine
  std::string address;
  std::string_view image;  // what runs in the container: "postgres"
};

// By port of this machine.
std::map<int, std::vector<Claim>> claims_of(const Surroundings& around) {
  std::map<int, std::vector<Claim>> out;
  for (const ComposeModel* model : around.active_composes())
    for (const ComposeService& service : model->services)
      for (const ComposePort& port : service.ports)
        if (port.host > 0 && port.protocol == "tcp")
          out[port.host].push_back(
              {"service " + service.name, port.at, port.container, port.address, image_name(service.image.value)});
  for (const Variable& variable : around.variables()) {
    if (variable.name != "PORT" && !variable.name.ends_with("_PORT")) continue;
    const HostPort target = host_port_of(variable.value);
    // A host beside it says that the port may be another machine's.
    const std::string stem = variable.name.substr(0, variable.name.size() - 4);
    const Variable* host = around.variable(stem + "HOST");
    if (target.host != "localhost" || target.port == 0) continue;
    if (host != nullptr && !is_loopback_name(host->value) && host->value != "0.0.0.0") continue;
    const auto known = out.find(target.port);
    if (known != out.end()) continue;  // it names the port that a service publishes
    out[target.port].push_back({variable.name, variable.at, 0, "", ""});
  }
  return out;
}

std::vector<Planned> plan(const Surroundings& around) {
  const auto claims = claims_of(around);
  if (claims.empty()) return {};
  Planned out;
  out.probe = &ports_probe;
  out.shown = "this machine";
  const Claim& first = claims.begin()->second.front();
  out.origin = {Origin::Kind::repository, "", {first.at.path, 0}};
  out.why = claims.size() == 1 ? fmt::format("{} claims port {}", first.at.text(), claims.begin()->first)
                               : fmt::format("{} ports are claimed, the first in {}", claims.size(), first.at.text());
  return {out};
}

Result<Planned> aim(const std::string& argument, const Surroundings& around) {
  const HostPort target = host_port_of(argument);
  if (target.host != "localhost" || target.port == 0)
    return Error{Code::invalid_argument, fmt::format("'{}' is no port of this machine", clip(argument, 60)), "",
                 "give a number, or use probe tcp for another machine"};
  auto planned = plan(around);
  if (planned.empty()) {
    planned.emplace_back();
    planned.back().probe = &ports_probe;
  }
  planned.back().target.text = std::to_string(target.port);
  planned.back().shown = fmt::format("port {}", target.port);
  planned.back().origin = {Origin::Kind::argument, "", {}};
  planned.back().why = "asked for";
  return planned.back();
}

bool is_container_runtime(const std::string& command) {
  return command.starts_with("docker-pr") || command.starts_with("rootlessport") || command.starts_with("podman") ||
         command.starts_with("conmon") || command.starts_with("com.docker") || command.starts_with("slirp4netns") ||
         command.starts_with("pasta");
}

bool same_address(const Claim& a, const Claim& b) {
  const auto wild = [](const std::string& address) { return address.empty() || address == "0.0.0.0"; };
  return wild(a.address) || wild(b.address) || a.address == b.address;
}

void check_port(int port, const std::vector<Claim>& claims, const Listeners& listeners, Outcome& out) {
  const Claim& claim = claims.front();
  const std::string name = fmt::format("port {}", port);
  const std::string whose = claim.container == 0 ? fmt::format("{} ({})", claim.who, claim.at.text())
                                                 : fmt::format("{} ({}), {} on this machine is {} in the container",
                                                               claim.who, claim.at.text(), port, claim.container);
  for (std::size_t i = 1; i < claims.size(); ++i)
    if (same_address(claim, claims[i])) {
      Check& check = out.add(name, Status::fail,
                             fmt::format("claimed twice: by {} ({}) and {} ({})", claim.who, claim.at.text(),
                                         claims[i].who, claims[i].at.text()),
                             "give one of them another port");
      check.source = claims[i].at;
      out.codes.push_back("EADDRINUSE");
      return;
    }
  const PortListener* listener = listeners.on(port);
  if (listener == nullptr) {
    out.add(name, Status::pass, "free; for " + whose).source = claim.at;
    return;
  }
  const bool container = claim.container != 0;
  if (container && listener->process != 0 && !is_container_runtime(listener->command)) {
    // The same server outside of a container, "redis-server" for "redis", may well be the one that is meant.
    const bool same = !claim.image.empty() && listener->command.starts_with(claim.image);
    Check& check = out.add(
        name, same ? Status::warn : Status::fail, fmt::format("taken by {}; wanted by {}", listener->owner(), whose),
        fmt::format("{}stop {}, or publish another port in {}", same ? "if that is not the server that you mean: " : "",
                    listener->owner(), claim.at.text()));
    check.source = claim.at;
    out.codes.push_back("EADDRINUSE");
    return;
  }
  out.add(name, Status::pass, fmt::format("in use by {}; for {}", listener->owner(), whose)).source = claim.at;
}

// A variable that uses the container's number from this machine: the most frequent mistake with a published port.
void check_variables(const Surroundings& around, const std::map<int, std::vector<Claim>>& claims, Outcome& out) {
  for (const Variable& variable : around.variables()) {
    const std::string value = around.expanded(variable);
    if (!is_url(value)) continue;
    const HostPort target = host_port_of(value);
    if (!is_loopback_name(target.host) || target.port == 0 || claims.count(target.port) != 0) continue;
    for (const auto& [port, claim] : claims) {
      const auto same =
          std::find_if(claim.begin(), claim.end(), [&](const Claim& one) { return one.container == target.port; });
      if (same == claim.end()) continue;
      Check& check =
          out.add("mapping", Status::warn,
                  fmt::format("{} uses port {}, which is {}'s inside of its container; on this machine it is "
                              "{} ({})",
                              variable.name, target.port, same->who, port, same->at.text()),
                  fmt::format("use localhost:{} in {}", port, variable.at.text()));
      check.source = variable.at;
      break;
    }
  }
}

void run(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  auto claims = claims_of(around);
  const Listeners listeners = read_listeners();
  if (!listeners.known) {
    out.add("listeners", Status::error, "/proc/net/tcp cannot be read: what listens on this machine is not visible");
    return;
  }
  if (!planned.target.text.empty()) {
    const int port = host_port_of(planned.target.text).port;
    const auto claim = claims.find(port);
    const PortListener* listener = listeners.on(port);
    if (claim != claims.end())
      check_port(port, claim->second, listeners, out);
    else
      out.add(fmt::format("port {}", port), Status::pass,
              listener == nullptr ? "free; nobody claims it"
                                  : fmt::format("in use by {}; nobody claims it", listener->owner()));
    return;
  }
  for (const auto& [port, claim] : claims) {
    if (deadline.passed()) break;
    check_port(port, claim, listeners, out);
  }
  check_variables(around, claims, out);
  out.measure("ports", static_cast<double>(claims.size()));
}

}  // namespace

const Probe ports_probe = {"ports",
                           "ports of this machine",
                           "reads /proc/net/tcp and the names of the processes that listen; opens no connection",
                           "a port of this machine; without one, every port that compose publishes or a PORT variable "
                           "names",
                           20,
                           plan,
                           aim,
                           run,
                           {}};

}  // namespace fingerpost
