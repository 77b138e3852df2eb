// Whether env files and compose files tell the same story: ports, host names, credentials, references.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/text.h"
#include "probes/env/env_rules.h"
#include "probes/env/value_class.h"
#include "probes/target.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

// What a URL's scheme runs on, and where its image says who may log in.
struct ServerKind {
  std::string_view scheme;
  std::string_view image;
  std::string_view user;
  std::string_view password;
  std::string_view database;
};
constexpr std::array<ServerKind, 8> kKinds = {{
    {"postgres", "postgres", "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"},
    {"postgresql", "postgres", "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"},
    {"redis", "redis", "", "REDIS_PASSWORD", ""},
    {"rediss", "redis", "", "REDIS_PASSWORD", ""},
    {"mysql", "mysql", "MYSQL_USER", "MYSQL_PASSWORD", "MYSQL_DATABASE"},
    {"mariadb", "mariadb", "MARIADB_USER", "MARIADB_PASSWORD", "MARIADB_DATABASE"},
    {"mongodb", "mongo", "MONGO_INITDB_ROOT_USERNAME", "MONGO_INITDB_ROOT_PASSWORD", ""},
    {"amqp", "rabbitmq", "RABBITMQ_DEFAULT_USER", "RABBITMQ_DEFAULT_PASS", ""},
}};

const ServerKind* kind_of(std::string_view scheme) {
  scheme = scheme.substr(0, scheme.find('+'));
  const auto found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const ServerKind& kind) { return kind.scheme == scheme; });
  return found == kKinds.end() ? nullptr : &*found;
}

bool runs(const ComposeService& service, const ServerKind& kind) {
  const std::string_view image = image_name(service.image.value);
  return image == kind.image || (image.starts_with(kind.image) && !is_alnum(image[kind.image.size()])) ||
         image.ends_with("-" + std::string(kind.image)) || (kind.image == "redis" && image == "valkey") ||
         (kind.image == "postgres" && (image == "postgis" || image == "postgresql" || image == "pgvector"));
}

bool counts_for(const ComposeModel& model, const EnvGroup& group) {
  return model.variant.empty() || model.variant == group.environment ||
         (group.environment.empty() &&
          (model.variant == "dev" || model.variant == "local" || model.variant == "development"));
}

void compare_credentials(const Url& url, const ServerKind& kind, const ComposeService& service, const EnvFile& file,
                         const EnvEntry& entry, EnvReport& report) {
  const std::string database = url.path.size() > 1 ? url.path.substr(1) : std::string();
  const std::array<std::tuple<std::string_view, std::string_view, const std::string*>, 3> parts = {
      {{"user", kind.user, &url.user},
       {"password", kind.password, &url.password},
       {"database", kind.database, &database}}};
  for (const auto& [what, name, ours] : parts) {
    if (name.empty() || ours->empty()) continue;
    const ComposeVariable* theirs = service.variable(name);
    if (theirs == nullptr || !theirs->given || theirs->value.empty() || theirs->value == *ours) continue;
    report.add(Status::fail, file, entry,
               fmt::format("another {} than {} of service {} in {}", what, name, service.name, theirs->at.text()),
               fmt::format("make {} and {} agree; the image uses {} only when its volume is first made",
                           shown_name(entry.name), theirs->at.text(), name));
  }
}

}  // namespace

void check_compose_agreement(const EnvWorld& world, EnvReport& report) {
  if (world.composes.empty()) return report.skip("no compose file beside the env files");
  for (const EnvGroup& group : world.groups)
    for (const EnvFile* file : group.files) {
      const bool inside = is_given_to_a_service(world, *file);
      for (const EnvEntry& entry : file->entries) {
        const std::string value = expanded(group, entry);
        if (!is_url(value)) continue;
        const Url url = parse_url(value);
        if (!url.problems.empty() || url.host.empty()) continue;
        const ServerKind* kind = kind_of(url.scheme);
        for (const ComposeModel* model : world.composes) {
          if (!counts_for(*model, group)) continue;
          if (const ComposeService* named = model->service(url.host)) {
            if (!inside && kind != nullptr) {
              const ComposePort* port = named->ports.empty() ? nullptr : &named->ports.front();
              report.add(Status::warn, *file, entry,
                         fmt::format("the host {} is a compose service ({}): a name that only containers know",
                                     url.host, named->at.text()),
                         port != nullptr && port->host > 0
                             ? fmt::format("from this machine use localhost:{} ({})", port->host, port->at.text())
                             : std::string("publish a port, and use localhost from this machine"));
            }
            if (kind != nullptr && runs(*named, *kind)) compare_credentials(url, *kind, *named, *file, entry, report);
            continue;
          }
          if (kind == nullptr || !is_this_machine(url.host)) continue;
          if (inside) {
            report.add(Status::fail, *file, entry,
                       fmt::format("{} in a file that compose gives to a container, where it is the container itself",
                                   url.host),
                       "use the service's name and its container port");
            continue;
          }
          const int port = url.port > 0 ? url.port : standard_port(kind->scheme);
          const ComposeService* candidate = nullptr;
          const ComposePort* published = nullptr;
          bool found = false;
          for (const ComposeService& service : model->services) {
            if (!runs(service, *kind)) continue;
            if (candidate == nullptr) candidate = &service;
            for (const ComposePort& one : service.ports) {
              if (published == nullptr) published = &one;
              if (one.host == port || one.host < 0) {
                candidate = &service;
                found = true;
              }
            }
          }
          if (candidate == nullptr) continue;
          if (found)
            compare_credentials(url, *kind, *candidate, *file, entry, report);
          else if (published != nullptr && published->host > 0)
            report.add(Status::fail, *file, entry,
                       fmt::format("port {}, while {} publishes {} on {}", port, published->at.text(), candidate->name,
                                   published->host),
                       fmt::format("use port {}", published->host));
          else if (published == nullptr)
            report.add(Status::warn, *file, entry,
                       fmt::format("port {} of this machine, while service {} in {} publishes none", port,
                                   candidate->name, candidate->at.text()),
                       "publish its port, or run a server here");
        }
      }
    }
  // What compose sets itself, inside of its containers.
  for (const ComposeModel* model : world.composes)
    for (const ComposeService& service : model->services)
      for (const ComposeVariable& variable : service.environment) {
        if (!variable.given || !is_url(variable.value)) continue;
        const Url url = parse_url(variable.value);
        const ServerKind* kind = kind_of(url.scheme);
        if (!url.problems.empty() || kind == nullptr) continue;
        if (is_loopback_name(url.host))
          report.add(Status::fail, variable.at,
                     fmt::format("{} - {} inside of service {}, where it is the container itself",
                                 shown_name(variable.name), url.host, service.name),
                     "use the service's name and its container port");
        else if (const ComposeService* named = model->service(url.host); named != nullptr && url.port > 0)
          for (const ComposePort& port : named->ports)
            if (port.host == url.port && port.container != url.port)
              report.add(Status::fail, variable.at,
                         fmt::format("{} - port {} is where this machine sees {}; other containers see {}",
                                     shown_name(variable.name), url.port, named->name, port.container),
                         fmt::format("use {}:{}", named->name, port.container));
      }
}

void check_compose_references(const EnvWorld& world, EnvReport& report) {
  if (world.composes.empty()) return report.skip("no compose file beside the env files");
  for (const ComposeModel* model : world.composes) {
    std::map<std::string, const ComposeReference*> seen;
    for (const ComposeReference& reference : model->references) {
      if (reference.has_value || reference.sign.ends_with("-") || reference.sign.ends_with("+")) continue;
      if (!seen.try_emplace(reference.name, &reference).second) continue;
      const bool stops = reference.sign.ends_with("?");
      report.add(stops ? Status::fail : Status::warn, reference.at,
                 stops ? fmt::format("{} - not set, and compose stops: {}", reference.name,
                                     reference.argument.empty() ? "no message is given" : clip(reference.argument, 100))
                       : fmt::format("{} - not set and without a default, so that compose puts nothing in its place",
                                     reference.name),
                 fmt::format("set {} in {}.env, or write ${{{}:-default}}", reference.name,
                             model->directory.empty() ? "" : model->directory + "/", reference.name));
    }
  }
}

void check_port_agreement(const EnvWorld& world, EnvReport& report) {
  for (const EnvGroup& group : world.groups) {
    if (is_strict_environment(group.environment)) continue;
    std::map<int, std::string> claimed;
    bool own = false;
    for (const EnvFile* file : group.files)
      for (const EnvEntry& entry : file->entries)
        if (const int port = port_number(entry.value);
            port > 0 && (entry.name == "PORT" || entry.name.ends_with("_PORT"))) {
          claimed[port] = entry.name;
          own = own || entry.name == "PORT";
        }
    for (const ComposeModel* model : world.composes)
      for (const ComposeService& service : model->services)
        for (const ComposePort& port : service.ports) {
          claimed[port.host] = service.name;
          claimed[port.container] = service.name;
        }
    if (!own) continue;  // nothing says where the application listens
    for (const EnvFile* file : group.files)
      for (const EnvEntry& entry : file->entries) {
        if (!is_url(entry.value)) continue;
        const Url url = parse_url(entry.value);
        if ((url.scheme != "http" && url.scheme != "https") || !is_this_machine(url.host) || url.port == 0) continue;
        // Where development servers of front ends listen by themselves.
        const bool usual =
            url.port == 3000 || url.port == 5173 || url.port == 4200 || url.port == 8080 || url.port == 4173;
        if (claimed.count(url.port) == 0 && !usual)
          report.add(Status::warn, *file, entry,
                     fmt::format("port {} of this machine, which neither PORT nor compose claims", url.port),
                     "make PORT and the URL agree");
      }
  }
}

}  // namespace fingerpost
