#include "probes/docker/compose_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/text.h"
#include "probes/places.h"

namespace fingerpost {
namespace {

// Faults of one kind; a pass where there are none.
class ComposeRule {
 public:
  ComposeRule(Outcome& out, std::string_view name, std::string_view passes) : out_(out), name_(name), passes_(passes) {}
  ~ComposeRule() {
    if (!any_) out_.add(std::string(name_), Status::pass, std::string(passes_));
  }
  ComposeRule(const ComposeRule&) = delete;
  ComposeRule& operator=(const ComposeRule&) = delete;

  void add(Status status, const Written& at, std::string seen, std::string advice) {
    any_ = true;
    out_.add(std::string(name_), status, std::move(seen), std::move(advice)).source = at;
  }

 private:
  Outcome& out_;
  std::string_view name_;
  std::string_view passes_;
  bool any_ = false;
};

bool share_a_profile(const ComposeService& a, const ComposeService& b) {
  if (a.profiles.empty() || b.profiles.empty()) return true;
  return std::any_of(a.profiles.begin(), a.profiles.end(), [&](const ComposeText& one) {
    return std::any_of(b.profiles.begin(), b.profiles.end(),
                       [&](const ComposeText& other) { return one.value == other.value; });
  });
}

bool is_any_address(std::string_view address) {
  return address.empty() || address == "0.0.0.0" || address == "::" || address == "[::]";
}

bool clash(const ComposePort& a, const ComposePort& b) {
  return a.host > 0 && a.host == b.host && a.protocol == b.protocol &&
         (is_any_address(a.address) || is_any_address(b.address) || a.address == b.address);
}

// "redis" of "docker.io/bitnami/redis:7.2@sha256:…", and its tag.
struct Image {
  std::string_view name;
  std::string_view tag;
  bool digest = false;
};
Image image_of(std::string_view text) {
  Image out;
  const std::size_t at = text.find('@');
  out.digest = at != std::string_view::npos;
  text = base_name(text.substr(0, at));
  const std::size_t colon = text.find(':');
  out.name = text.substr(0, colon);
  if (colon != std::string_view::npos) out.tag = text.substr(colon + 1);
  return out;
}

// Servers that nobody but their own application should reach.
bool is_data_server(const ComposeService& service) {
  static constexpr std::array<std::string_view, 14> kNames = {
      "postgres",      "redis",      "valkey",    "mysql",      "mariadb", "mongo",   "rabbitmq",
      "elasticsearch", "opensearch", "memcached", "clickhouse", "kafka",   "postgis", "timescaledb"};
  const std::string_view name = image_of(service.image.value).name;
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view one) { return contains(name, one); });
}

void check_images(const ComposeModel& model, Outcome& out) {
  ComposeRule kind(out, "images", "every image has a tag");
  for (const ComposeService& service : model.services) {
    if (service.image.value.empty()) {
      if (!service.built)
        kind.add(Status::fail, service.at, fmt::format("service {} has neither an image nor a build", service.name),
                 "add image: or build:");
      continue;
    }
    const Image image = image_of(service.image.value);
    if (service.built || image.digest) continue;
    if (image.tag.empty() || image.tag == "latest")
      kind.add(Status::warn, service.image.at,
               fmt::format("service {} runs {} {}: another image tomorrow", service.name, image.name,
                           image.tag.empty() ? "without a tag" : "as 'latest'"),
               "name a version, or a digest");
  }
}

void check_ports(const ComposeModel& model, const std::vector<const ComposeModel*>& others, Outcome& out) {
  ComposeRule kind(out, "ports", "no two services want one port of this machine");
  struct Claim {
    const ComposeService* service;
    const ComposePort* port;
  };
  std::map<int, std::vector<Claim>> claims;
  for (const ComposeService& service : model.services)
    for (const ComposePort& port : service.ports) {
      if (port.host < 0)
        kind.add(Status::warn, port.at,
                 fmt::format("the port that {} publishes cannot be told: a variable has no value", service.name),
                 "set it in .env, or give it a default");
      if (port.host <= 0) continue;
      for (const Claim& other : claims[port.host])
        if (other.service != &service && share_a_profile(*other.service, service) && clash(*other.port, port))
          kind.add(Status::fail, port.at,
                   fmt::format("{} and {} both want port {} of this machine ({})", other.service->name, service.name,
                               port.host, other.port->at.text()),
                   fmt::format("publish another port for {}", service.name));
      claims[port.host].push_back({&service, &port});
      if (is_any_address(port.address) && is_data_server(service))
        kind.add(
            Status::warn, port.at,
            fmt::format("{} is open to the network on port {}: published on every address", service.name, port.host),
            fmt::format("publish it as 127.0.0.1:{}:{}", port.host, port.container));
    }
  for (const ComposeModel* other : others) {
    if (other == &model || other->directory == model.directory) continue;
    for (const ComposeService& service : other->services)
      for (const ComposePort& port : service.ports)
        if (const auto known = claims.find(port.host);
            port.host > 0 && known != claims.end() && clash(*known->second.front().port, port))
          kind.add(Status::warn, known->second.front().port->at,
                   fmt::format("port {} is also wanted by {} in {}: the two projects cannot run together", port.host,
                               service.name, port.at.text()),
                   "publish another port in one of them");
  }
}

void check_names(const ComposeModel& model, Outcome& out) {
  ComposeRule kind(out, "container-names", "no two services share a container name");
  std::map<std::string_view, const ComposeService*> names;
  for (const ComposeService& service : model.services) {
    if (service.container_name.value.empty()) continue;
    const auto [known, is_new] = names.try_emplace(service.container_name.value, &service);
    if (!is_new && share_a_profile(*known->second, service))
      kind.add(Status::fail, service.container_name.at,
               fmt::format("{} and {} share the container name {}", known->second->name, service.name,
                           service.container_name.value),
               "give one of them another name");
  }
}

// A circle of services that wait for each other, from where it closes.
class Circles {
 public:
  explicit Circles(const ComposeModel& model) : model_(model) {
    for (const ComposeService& service : model.services) visit(service, 0);
  }
  std::vector<std::pair<const ComposeDependency*, std::vector<std::string>>> found;

 private:
  void visit(const ComposeService& service, int depth) {
    if (done_.count(service.name) != 0 || depth > 500) return;
    way_.push_back(service.name);
    for (const ComposeDependency& dependency : service.depends_on) {
      const auto begun = std::find(way_.begin(), way_.end(), dependency.service);
      if (begun != way_.end()) {
        std::vector<std::string> circle(begun, way_.end());
        circle.push_back(dependency.service);
        found.emplace_back(&dependency, std::move(circle));
      } else if (const ComposeService* next = model_.service(dependency.service)) {
        visit(*next, depth + 1);
      }
    }
    way_.pop_back();
    done_.insert(service.name);
  }

  const ComposeModel& model_;
  std::vector<std::string> way_;
  std::set<std::string> done_;
};

void check_dependencies(const ComposeModel& model, Outcome& out) {
  ComposeRule kind(out, "depends-on", "every service can wait for what it depends on");
  std::set<std::string_view> waited;
  for (const ComposeService& service : model.services)
    for (const ComposeDependency& dependency : service.depends_on) {
      const ComposeService* other = model.service(dependency.service);
      if (other == nullptr) {
        kind.add(Status::fail, dependency.at,
                 fmt::format("{} depends on {}, which is no service here", service.name, dependency.service),
                 "correct the name, or add the service");
        continue;
      }
      if (!other->profiles.empty() && !share_a_profile(service, *other))
        kind.add(
            Status::warn, dependency.at,
            fmt::format("{} depends on {}, which only starts with a profile of its own", service.name, other->name),
            "give both the same profiles");
      if (dependency.condition == "service_healthy" && other->healthcheck.value.empty())
        // What is built may have a HEALTHCHECK in its Dockerfile.
        kind.add(other->built ? Status::warn : Status::fail, dependency.at,
                 fmt::format("{} waits for {} to be healthy, which has no healthcheck ({})", service.name, other->name,
                             other->at.text()),
                 fmt::format("add a healthcheck to {}", other->name));
      else if (dependency.condition == "service_started" && other->healthcheck.value.empty() &&
               is_data_server(*other) && waited.insert(other->name).second)
        kind.add(Status::warn, dependency.at,
                 fmt::format("{} starts when {} has started, which may be before it answers: no healthcheck",
                             service.name, other->name),
                 fmt::format("add a healthcheck to {}, and wait for service_healthy", other->name));
      else if (dependency.condition != "service_started" && dependency.condition != "service_healthy" &&
               dependency.condition != "service_completed_successfully")
        kind.add(Status::fail, dependency.at,
                 fmt::format("{} waits for {} with an unknown condition", service.name, other->name),
                 "use service_started, service_healthy or service_completed_successfully");
    }
  const Circles circles(model);
  for (const auto& [dependency, circle] : circles.found)
    kind.add(Status::fail, dependency->at, fmt::format("services wait for each other: {}", join(circle, " -> ")),
             "take one dependency out");
}

bool is_bind(std::string_view source) {
  return source.starts_with(".") || source.starts_with("/") || source.starts_with("~");
}

void check_volumes(const ComposeModel& model, const Surroundings& around, Outcome& out) {
  ComposeRule kind(out, "volumes", "every volume is declared, and every mounted path is there");
  const auto declared = [&](std::string_view name) {
    return std::any_of(model.volumes.begin(), model.volumes.end(),
                       [&](const ComposeText& one) { return one.value == name; });
  };
  for (const ComposeService& service : model.services)
    for (const ComposeText& volume : service.volumes) {
      const std::string_view text = volume.value;
      const std::size_t colon = text.find(':');
      if (colon == std::string_view::npos || contains(text, "$")) continue;  // an anonymous one
      const std::string_view source = text.substr(0, colon);
      if (source.empty()) continue;
      if (!is_bind(source)) {
        if (!declared(source))
          kind.add(Status::fail, volume.at,
                   fmt::format("{} mounts the volume {}, which is not declared", service.name, source),
                   fmt::format("add {}: under volumes: at the top", source));
        continue;
      }
      // Paths of the machine itself are not the repository's.
      const std::string path = path_inside(model.directory, source);
      if (path.empty() || around.exists(path) || directory_exists(around, path)) continue;
      const bool file = !extension_of(path).empty();
      kind.add(file ? Status::fail : Status::warn, volume.at,
               fmt::format("{} mounts {}, which is not there{}", service.name, path,
                           file ? ": Docker makes an empty directory of that name"
                                : ": Docker makes it, and it belongs to root"),
               fmt::format("create {}", path));
    }
}

void check_networks(const ComposeModel& model, Outcome& out) {
  ComposeRule kind(out, "networks", "every network is declared");
  for (const ComposeService& service : model.services)
    for (const ComposeText& network : service.networks)
      if (network.value != "default" && !contains(network.value, "$") &&
          std::none_of(model.networks.begin(), model.networks.end(),
                       [&](const ComposeText& one) { return one.value == network.value; }))
        kind.add(Status::fail, network.at,
                 fmt::format("{} joins the network {}, which is not declared", service.name, network.value),
                 fmt::format("add {}: under networks: at the top", network.value));
}

void check_files(const ComposeModel& model, const Surroundings& around, Outcome& out) {
  ComposeRule kind(out, "env-files", "every env_file is there");
  for (const ComposeService& service : model.services)
    for (const ComposeText& file : service.env_files)
      if (!file.value.empty() && !contains(file.value, "$") && !around.exists(file.value))
        kind.add(Status::fail, file.at, fmt::format("{} takes {}, which is not there", service.name, file.value),
                 around.exists(file.value + ".example") ? fmt::format("copy {}.example to {}", file.value, file.value)
                                                        : fmt::format("create {}", file.value));
}

void check_variables(const ComposeModel& model, Outcome& out) {
  ComposeRule kind(out, "variables", "every variable has a value or a default");
  std::set<std::string_view> said;
  for (const ComposeReference& reference : model.references) {
    if (reference.has_value || reference.sign.ends_with("-") || reference.sign.ends_with("+") ||
        !said.insert(reference.name).second)
      continue;
    const bool stops = reference.sign.ends_with("?");
    kind.add(stops ? Status::fail : Status::warn, reference.at,
             stops ? fmt::format("{} is not set, and compose stops: {}", reference.name,
                                 reference.argument.empty() ? "no message is given" : clip(reference.argument, 100))
                   : fmt::format("{} is not set: compose puts nothing in its place", reference.name),
             fmt::format("set {} in {}.env", reference.name, model.directory.empty() ? "" : model.directory + "/"));
  }
}

}  // namespace

void check_compose(const ComposeModel& model, const std::vector<const ComposeModel*>& others,
                   const Surroundings& around, Outcome& out) {
  {
    ComposeRule kind(out, "read", "every file could be read");
    for (const auto& [at, what] : model.findings)
      kind.add(Status::fail, at, what, "correct the file; 'docker compose config -q' says the same");
    if (model.services.empty())
      kind.add(Status::warn, {model.files.empty() ? "" : model.files.front(), 0}, "no service",
               "add one under services:");
  }
  check_variables(model, out);
  check_images(model, out);
  check_ports(model, others, out);
  check_names(model, out);
  check_dependencies(model, out);
  check_files(model, around, out);
  check_volumes(model, around, out);
  check_networks(model, out);
  out.measure("services", static_cast<double>(model.services.size()));
}

}  // namespace fingerpost
