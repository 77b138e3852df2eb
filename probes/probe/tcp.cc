// A TCP port: does anything answer, and is it what was expected, by what it says unasked.
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <set>
#include <utility>

#include "base/text.h"
#include "probes/aim.h"
#include "probes/network.h"
#include "probes/url.h"

namespace fingerpost {

extern const Probe tcp_probe;

namespace {

constexpr std::chrono::milliseconds kBanner{300};
constexpr std::size_t kMostBanner = 128;

TargetShape shape() {
  return {&tcp_probe, {}, 0, {}, {}};
}

// Variables that hold an address of any kind, NAME_HOST with its NAME_PORT, and every port that compose publishes.
std::vector<Planned> plan(const Surroundings& around) {
  std::vector<Planned> out;
  std::set<std::pair<std::string, int>> seen;
  const auto put = [&](std::string host, int port, const std::string& text, Origin origin, std::string why) {
    if (host == "0.0.0.0" || host == "::") host = "localhost";
    if (host.empty() || port == 0) return;
    const std::string same = is_loopback_name(host) ? "localhost" : to_lower(host);
    if (!seen.emplace(same, port).second) return;
    Planned planned;
    planned.probe = &tcp_probe;
    planned.target = {text, host, port};
    planned.shown =
        host.find(':') != std::string::npos ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
    planned.origin = std::move(origin);
    planned.why = std::move(why);
    out.push_back(std::move(planned));
  };
  for (const Variable& variable : around.variables()) {
    const std::string value = around.expanded(variable);
    const Origin origin = {Origin::Kind::variable, variable.name, variable.at};
    const std::string why = fmt::format("{} in {} leads there", variable.name, variable.at.text());
    if (is_url(value)) {
      const HostPort target = host_port_of(value);
      // A third party's site is no port of this repository.
      if (is_loopback_name(target.host) || !parse_url(value).scheme.starts_with("http"))
        put(target.host, target.port, value, origin, why);
    } else if (variable.name.ends_with("_HOST")) {
      const Variable* port = around.variable(variable.name.substr(0, variable.name.size() - 4) + "PORT");
      const int number = port == nullptr ? 0 : host_port_of(port->value).port;
      put(host_port_of(value).host, number, value, origin, why);
    }
  }
  for (const ComposeModel* model : around.active_composes())
    for (const ComposeService& service : model->services)
      for (const ComposePort& port : service.ports)
        if (port.host > 0 && port.protocol == "tcp")
          put(port.address.empty() ? "localhost" : port.address, port.host, "",
              {Origin::Kind::compose, service.name, port.at},
              fmt::format("service {} in {} publishes {} as {}", service.name, port.at.text(), port.container,
                          port.host));
  return out;
}

Result<Planned> aim(const std::string& argument, const Surroundings& around) {
  return aim_at(argument, shape(), around);
}

// What a server says first, where it says anything: "" for silence.
std::string banner_of(const Socket& socket, const Deadline& deadline) {
  std::array<char, kMostBanner> bytes{};
  if (!wait_until_ready(socket.descriptor(), POLLIN, deadline.within(kBanner))) return {};
  const auto size = ::recv(socket.descriptor(), bytes.data(), bytes.size(), 0);
  return size > 0 ? std::string(bytes.data(), static_cast<std::size_t>(size)) : std::string();
}

// Which protocol begins like this; "" for an unknown one.
std::string_view protocol_of(std::string_view banner) {
  if (banner.starts_with("SSH-")) return "SSH";
  if (banner.starts_with("* OK")) return "IMAP";
  if (banner.starts_with("+OK")) return "POP3";
  if (banner.starts_with("220") && contains(to_lower(banner), "ftp")) return "FTP";
  if (banner.starts_with("220")) return "SMTP";
  if (banner.starts_with("RFB ")) return "VNC";
  if (banner.starts_with("-DENIED") || banner.starts_with("-ERR")) return "Redis";
  if (banner.starts_with("HTTP/")) return "HTTP";
  // A packet's length, its number 0, and version 10 of the handshake.
  if (banner.size() > 5 && banner[3] == 0 && (banner[4] == 10 || banner[4] == '\xff')) return "MySQL";
  return {};
}

// What a URL's scheme stands for; "" where its server says nothing by itself.
std::string_view expected_of(std::string_view text) {
  if (!is_url(text)) return {};
  const std::string scheme = parse_url(text).scheme;
  if (scheme.starts_with("postgres")) return "PostgreSQL";
  if (scheme.starts_with("redis")) return "Redis";
  if (scheme.starts_with("mysql") || scheme.starts_with("mariadb")) return "MySQL";
  if (scheme.starts_with("http")) return "HTTP";
  if (scheme.starts_with("mongodb")) return "MongoDB";
  if (scheme.starts_with("amqp")) return "AMQP";
  return {};
}

void run(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  const Reached reached = reach(planned, around, deadline, out);
  if (reached.socket.descriptor() < 0) return;
  const Stopwatch watch;
  const std::string banner = banner_of(reached.socket, deadline);
  const std::string_view protocol = protocol_of(banner);
  const std::string_view expected = expected_of(planned.target.text);
  if (!expected.empty() && !protocol.empty() && expected != protocol) {
    Check& check = out.add("banner", Status::fail, fmt::format("{} speaks {}", reached.address.text(), protocol),
                           "another server listens there: correct the port");
    check.expected = std::string(expected);
    check.source = planned.origin.at;
    check.milliseconds = watch.milliseconds();
  } else if (!protocol.empty()) {
    out.add("banner", Status::pass, fmt::format("it speaks {}", protocol)).milliseconds = watch.milliseconds();
  }
  if (out.checks.back().status == Status::pass) out.summary = fmt::format("{} answers", reached.address.text());
}

}  // namespace

const Probe tcp_probe = {"tcp",
                         "TCP port",
                         "opens a connection, sends nothing, reads what the server says first",
                         "host:port, a port of this machine, a variable that holds an address, or a compose service",
                         25,
                         plan,
                         aim,
                         run,
                         {}};

}  // namespace fingerpost
