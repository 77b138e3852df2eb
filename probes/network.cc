#include "probes/network.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "probes/docker/closed_port.h"
#include "probes/listeners.h"

namespace fingerpost {
namespace {

constexpr std::chrono::milliseconds kConnect{3000};  // for each address

constexpr std::array<std::pair<int, std::string_view>, 13> kErrorNames = {{{ECONNREFUSED, "ECONNREFUSED"},
                                                                           {ETIMEDOUT, "ETIMEDOUT"},
                                                                           {ECONNRESET, "ECONNRESET"},
                                                                           {EHOSTUNREACH, "EHOSTUNREACH"},
                                                                           {ENETUNREACH, "ENETUNREACH"},
                                                                           {EADDRNOTAVAIL, "EADDRNOTAVAIL"},
                                                                           {EADDRINUSE, "EADDRINUSE"},
                                                                           {EACCES, "EACCES"},
                                                                           {EPERM, "EPERM"},
                                                                           {EPIPE, "EPIPE"},
                                                                           {EAFNOSUPPORT, "EAFNOSUPPORT"},
                                                                           {EMFILE, "EMFILE"},
                                                                           {ECANCELED, "ECANCELED"}}};

std::string words_for(int error, const Address& address) {
  switch (error) {
    case ECONNREFUSED: return fmt::format("nothing listens on {}", address.text());
    case ETIMEDOUT: return fmt::format("no answer from {} in time", address.text());
    case EHOSTUNREACH:
    case ENETUNREACH: return fmt::format("no route to {}", address.text());
    case ECONNRESET: return fmt::format("{} closed the connection at once", address.text());
    case ECANCELED: return "cancelled";
    default: return fmt::format("{}: {}", address.text(), std::strerror(error));
  }
}

std::string advice_for_refused(const Planned& planned, const Surroundings& around, const Deadline& deadline,
                               Outcome& out) {
  const int port = planned.target.port;
  if (!is_loopback_name(planned.target.host))
    return fmt::format(
        "check that the server runs, that it listens on other addresses than its own loopback, and that "
        "{} is its port",
        port);
  if (std::string advice = explain_closed_port(port, around, deadline, out); !advice.empty()) return advice;
  return fmt::format("start what should listen on port {}, or correct the port{}", port,
                     planned.origin.at.path.empty() ? std::string() : " in " + planned.origin.at.text());
}

// What to do about none of the addresses having answered.
std::string advice_for(int error, const std::vector<Address>& addresses, const Planned& planned,
                       const Surroundings& around, const Deadline& deadline, Outcome& out) {
  switch (error) {
    case ECONNREFUSED: return advice_for_refused(planned, around, deadline, out);
    case ETIMEDOUT: return "a firewall drops it, the host is another one, or the server is paused";
    case EHOSTUNREACH:
    case ENETUNREACH: return advice_for_no_route(addresses);
    default: return {};
  }
}

// A server of the kind that was looked for, under another port of this machine.
void check_listeners(const Planned& planned, Outcome& out) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 6> kCommands = {{{"postgres", "postgres"},
                                                                                         {"redis", "redis-server"},
                                                                                         {"mysql", "mysqld"},
                                                                                         {"mariadb", "mariadbd"},
                                                                                         {"mongodb", "mongod"},
                                                                                         {"amqp", "beam.smp"}}};
  for (const auto& [scheme, command] : kCommands) {
    if (!planned.target.text.starts_with(scheme) && planned.probe->name != scheme) continue;
    const Listeners listeners = read_listeners();
    const std::vector<int> ports = listeners.ports_of(command);
    if (ports.empty()) return;
    out.add("listener", Status::warn,
            fmt::format("{} listens on port {} of this machine, not on {}", listeners.on(ports.front())->owner(),
                        ports.front(), planned.target.port),
            fmt::format("use port {}, if that is the server which is meant", ports.front()));
    return;
  }
}

// What a name that is not found is likely to be: a service's name, which only containers know.
std::string advice_for_name(const Resolved& resolved, const Planned& planned, const Surroundings& around) {
  const std::string& host = planned.target.host;
  if (resolved.code == "EAI_AGAIN" || resolved.code == "ETIMEDOUT")
    return "check the network and /etc/resolv.conf; the name itself may be right";
  if (resolved.code == "EACCES") return {};
  if (host.find('@') != std::string::npos || planned.target.text.find('@') != planned.target.text.rfind('@'))
    return "an '@' in the password is read as the end of it: encode it as %40";
  for (const ComposeModel* model : around.active_composes())
    if (const ComposeService* service = model->service(host)) {
      for (const ComposePort& port : service->ports)
        if (port.host > 0)
          return fmt::format(
              "{} is a service of {}, a name that only containers know: from this machine use "
              "localhost:{}",
              host, service->at.text(), port.host);
      return fmt::format("{} is a service of {}, a name that only containers know, and it publishes no port", host,
                         service->at.text());
    }
  return "check the spelling of the host";
}

}  // namespace

Socket::Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

Socket::~Socket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int Socket::release() {
  return std::exchange(descriptor_, -1);
}

std::string name_of_errno(int error) {
  for (const auto& [number, name] : kErrorNames)
    if (number == error) return std::string(name);
  return std::to_string(error);
}

std::string advice_for_no_route(const std::vector<Address>& addresses) {
  const bool only_new = std::all_of(addresses.begin(), addresses.end(),
                                    [](const Address& address) { return address.family() == AF_INET6; });
  return only_new
             ? "the host has IPv6 addresses only, and this machine has no way there: use a host that has IPv4 (of a "
               "managed database its pooler), or a network with IPv6"
             : "check the network, and whether a VPN is needed";
}

Connected connect_to(const Address& address, const Deadline& deadline) {
  Connected out;
  Socket socket(::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.descriptor() < 0) {
    out.error = errno;
    return out;
  }
  if (::connect(socket.descriptor(), reinterpret_cast<const sockaddr*>(&address.bytes), address.size) != 0) {
    if (errno != EINPROGRESS && errno != EINTR) {
      out.error = errno;
      return out;
    }
    if (!wait_until_ready(socket.descriptor(), POLLOUT, deadline)) {
      out.error = deadline.cancelled() ? ECANCELED : ETIMEDOUT;
      return out;
    }
    socklen_t size = sizeof out.error;
    ::getsockopt(socket.descriptor(), SOL_SOCKET, SO_ERROR, &out.error, &size);
    if (out.error != 0) return out;
  }
  out.socket = std::move(socket);
  return out;
}

Reached reach(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  Reached reached;
  const std::string& host = planned.target.host;
  const Stopwatch resolving;
  const Resolved resolved = resolve(host, planned.target.port, around.rules(), deadline);
  if (resolved.addresses.empty()) {
    const bool ours = resolved.code == "EACCES" || resolved.code == "ECANCELED";
    Check& check = out.add("resolve", ours ? Status::error : Status::fail, resolved.problem,
                           advice_for_name(resolved, planned, around));
    check.milliseconds = resolving.milliseconds();
    check.source = planned.origin.at;
    out.codes.push_back(resolved.code);
    out.add("connect", Status::skip, "needs resolve");
    return reached;
  }
  std::vector<std::string> names;
  for (const Address& address : resolved.addresses) names.push_back(address.host());
  if (names.size() > 1 || names.front() != host)
    out.add("resolve", Status::pass, join(names, ", ")).milliseconds = resolving.milliseconds();

  std::vector<std::string> refusals;
  int first_error = 0;
  const Stopwatch connecting;
  for (const Address& address : resolved.addresses) {
    const Stopwatch one;
    Connected connected = connect_to(address, deadline.within(kConnect));
    if (connected.error != 0) {
      if (first_error == 0) first_error = connected.error;
      refusals.push_back(words_for(connected.error, address));
      if (deadline.passed()) break;
      continue;
    }
    reached.socket = std::move(connected.socket);
    reached.address = address;
    out.measure("connect_ms", one.milliseconds());
    break;
  }
  const bool answered = reached.socket.descriptor() >= 0;
  const std::string seen = answered ? reached.address.text() + " answers" : join(refusals, "; ");
  Check& check = out.add("connect", Status::pass, seen);
  check.milliseconds = connecting.milliseconds();
  if (first_error != 0) out.codes.push_back(name_of_errno(first_error));
  if (!answered) {
    check.status = first_error == ECANCELED ? Status::error : Status::fail;
    check.advice = advice_for(first_error, resolved.addresses, planned, around, deadline, out);
    check.source = planned.origin.at;
    if (first_error == ECONNREFUSED && is_loopback_name(host)) check_listeners(planned, out);
  } else if (!refusals.empty() && first_error == ECONNREFUSED && is_loopback_name(host)) {
    // Clients that try one address only, or IPv6 first, fail here.
    check.status = Status::warn;
    check.seen += ", but " + join(refusals, "; ");
    check.advice =
        fmt::format("write {} instead of {}, or let the server listen on both", reached.address.host(), host);
    check.source = planned.origin.at;
  } else if (!refusals.empty()) {
    check.seen += ", but " + join(refusals, "; ");
  }
  return reached;
}

}  // namespace fingerpost
