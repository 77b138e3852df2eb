#include "probes/aim.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

// "postgres" of "postgresql+asyncpg".
std::string_view without_driver(std::string_view scheme) {
  return scheme.substr(0, scheme.find('+'));
}

bool has_scheme(const TargetShape& shape, std::string_view text) {
  if (!is_url(text)) return false;
  const Url url = parse_url(text);
  return std::find(shape.schemes.begin(), shape.schemes.end(), without_driver(url.scheme)) != shape.schemes.end();
}

// A bind address is no target: whoever listens on every address is reached on this machine.
std::string reachable(const std::string& host) {
  return host == "0.0.0.0" || host == "::" ? "localhost" : host;
}

Planned planned_for(const TargetShape& shape, const std::string& text, const HostPort& target, Origin origin) {
  Planned out;
  out.probe = shape.probe;
  out.target = {text, reachable(target.host), target.port != 0 ? target.port : shape.standard_port};
  out.shown = is_url(text) ? shown_url(text) : fmt::format("{}:{}", out.target.host, out.target.port);
  out.origin = std::move(origin);
  return out;
}

bool is_of_shape(const TargetShape& shape, const ComposeService& service) {
  return std::any_of(shape.images.begin(), shape.images.end(),
                     [&](std::string_view image) { return contains(image_name(service.image.value), image); });
}

// The published port that means this shape; nullptr for none.
const ComposePort* published(const TargetShape& shape, const ComposeService& service, int wanted) {
  const ComposePort* any = nullptr;
  for (const ComposePort& port : service.ports) {
    if (port.host <= 0 || port.protocol != "tcp") continue;
    if (wanted != 0 && (port.container == wanted || port.host == wanted)) return &port;
    if (wanted != 0) continue;
    if (std::find(shape.ports.begin(), shape.ports.end(), port.container) != shape.ports.end()) return &port;
    if (any == nullptr) any = &port;
  }
  return any;
}

Planned planned_for_service(const TargetShape& shape, const ComposeService& service, const ComposePort& port) {
  const std::string host = port.address.empty() ? "localhost" : reachable(port.address);
  Planned out = planned_for(shape, fmt::format("{}:{}", host, port.host), {host, port.host},
                            {Origin::Kind::compose, service.name, port.at});
  out.why = fmt::format("service {} in {} publishes {} as {}", service.name, port.at.text(), port.container, port.host);
  return out;
}

std::optional<Planned> planned_for_variable(const TargetShape& shape, const Variable& variable,
                                            const std::string& value) {
  if (is_url(value) ? !has_scheme(shape, value) : true) return std::nullopt;
  const HostPort target = host_port_of(value);
  Planned out = planned_for(shape, value, target, {Origin::Kind::variable, variable.name, variable.at});
  out.why = fmt::format("{} in {} is a URL of it", variable.name, variable.at.text());
  return out;
}

Error unknown(const TargetShape& shape, const std::string& argument) {
  return Error{Code::not_found, fmt::format("'{}' is no target for {}", shown_url(argument), shape.probe->name), "",
               fmt::format("give {}", shape.probe->inputs)};
}

}  // namespace

std::vector<Planned> plan_targets(const TargetShape& shape, const Surroundings& around) {
  std::vector<Planned> out;
  std::set<std::pair<std::string, int>> seen;
  const auto put = [&](Planned planned) {
    if (seen.emplace(to_lower(planned.target.host), planned.target.port).second) out.push_back(std::move(planned));
  };
  for (const ProbeSettings::Text& text : around.settings().list(std::string(shape.probe->name), "targets")) {
    if (const Variable* variable = around.variable(text.value)) {
      const std::string value = around.expanded(*variable);
      put(planned_for(shape, value, host_port_of(value), {Origin::Kind::variable, variable->name, variable->at}));
    } else if (const HostPort target = host_port_of(text.value); !target.host.empty()) {
      put(planned_for(shape, text.value, target, {Origin::Kind::setting, "targets", text.at}));
    }
    if (!out.empty() && out.back().why.empty()) out.back().why = fmt::format("{} names it", text.at.text());
  }
  for (const Variable& variable : around.variables())
    if (auto planned = planned_for_variable(shape, variable, around.expanded(variable))) put(std::move(*planned));
  for (const ComposeModel* model : around.active_composes())
    for (const ComposeService& service : model->services) {
      if (!is_of_shape(shape, service)) continue;
      if (const ComposePort* port = published(shape, service, 0)) put(planned_for_service(shape, service, *port));
    }
  return out;
}

Result<Planned> aim_at(const std::string& argument, const TargetShape& shape, const Surroundings& around) {
  Planned out;
  const std::size_t colon = argument.find(':');
  const std::string first = argument.substr(0, colon);
  if (const Variable* variable = around.variable(argument)) {
    const std::string value = around.expanded(*variable);
    const HostPort target = host_port_of(value);
    if (target.host.empty() || (is_url(value) && !shape.schemes.empty() && !has_scheme(shape, value)))
      return Error{Code::invalid_argument, fmt::format("{} is no address for {}", argument, shape.probe->name),
                   variable->at.text(), fmt::format("give {}", shape.probe->inputs)};
    out = planned_for(shape, value, target, {Origin::Kind::variable, variable->name, variable->at});
  } else {
    for (const ComposeModel* model : around.active_composes()) {
      const ComposeService* service = model->service(first);
      if (service == nullptr) continue;
      const int wanted = colon == std::string::npos ? 0 : host_port_of("x:" + argument.substr(colon + 1)).port;
      const ComposePort* port = published(shape, *service, wanted);
      if (port == nullptr)
        return Error{Code::not_found, fmt::format("service {} publishes no port on this machine", first),
                     service->at.text(), "add one under its ports"};
      out = planned_for_service(shape, *service, *port);
      break;
    }
    if (out.probe == nullptr) {
      const HostPort target = host_port_of(argument);
      if (target.host.empty() || (is_url(argument) && !shape.schemes.empty() && !has_scheme(shape, argument)))
        return unknown(shape, argument);
      if (target.port == 0 && shape.standard_port == 0) return unknown(shape, argument);
      out = planned_for(shape, argument, target, {Origin::Kind::argument, "", {}});
    }
  }
  out.why = "asked for";
  if (auto refusal = around.rules().refusal(out.target.host, out.target.port)) return *refusal;
  return out;
}

}  // namespace fingerpost
