// Which targets may be probed. A repository is somebody else's text: it may name what is probed, but nothing that it
// says reaches the metadata service of a cloud, and nobody else than the user widens the list.
//   1. by name, before anything is looked up: named by the repository, loopback, or allowed by the user;
//   2. by address, after the look-up: link-local, metadata, multicast and unspecified addresses never, however they are
//      written (decimal, IPv4 in IPv6, a name that leads there); a name for this machine only to this machine.
// The address that passed is the one that is connected to: nothing is looked up twice (DNS rebinding).
#pragma once

#include <sys/socket.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace fingerpost {

// An address with a port, as connect(2) takes it. resolve() (probes/network.h) is the only source of those that are
// reached.
struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;

  int family() const { return bytes.ss_family; }
  int port() const;
  std::string host() const;  // numeric: "127.0.0.1", "::1"
  std::string text() const;  // "127.0.0.1:5432", "[::1]:5432"
  bool loopback() const;     // also as IPv4 inside of IPv6
};
// Of a numeric host; nothing for a name.
std::optional<Address> numeric_address(const std::string& host, int port);

class TargetRules {
 public:
  // What the repository names. Port 0: any.
  void name(std::string_view host, int port);
  // What the user allows: "host", "host:port", "*.example.com".
  void allow(std::string_view pattern);
  // From here on, what is not allowed by the user is reached only at addresses of the public internet: neither this
  // machine nor a network of its own.
  void only_public() { only_public_ = true; }

  // Why a target must not be probed (Code::denied), or nothing.
  std::optional<Error> refusal(const std::string& host, int port) const;
  // The same of an address that `host` led to.
  std::optional<Error> refusal(const std::string& host, const Address& address) const;

 private:
  struct Rule {
    std::string host;  // lower case, no trailing dot
    int port = 0;
  };
  static bool matches(const std::vector<Rule>& rules, const std::string& host, int port);

  std::vector<Rule> named_;
  std::vector<Rule> allowed_;
  bool only_public_ = false;
};

// "localhost", *.localhost, 127.0.0.0/8, ::1.
bool is_loopback_name(std::string_view host);

}  // namespace fingerpost
