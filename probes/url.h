// A URL taken apart as RFC 3986 says, leniently: what a strict reader would refuse is named, since two drivers read
// such a URL in two ways. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

struct Url {
  std::string scheme;    // lower case
  std::string user;      // percent-decoded
  std::string password;  // percent-decoded; secret
  bool has_password = false;
  std::string host;  // without brackets
  int port = 0;      // 0 for none written
  std::string path;  // from the first slash; "" for none
  std::string query;
  std::vector<std::string> problems;  // none of them quotes a credential
};

// Whether the text begins like a URL: a scheme and "://".
bool is_url(std::string_view text);
Url parse_url(std::string_view text);
// A target for the eye: no user information, no query, no control characters.
std::string shown_url(std::string_view text);
// What everybody uses for a scheme: 5432 for postgres, 6379 for redis, 443 for https; 0 for an unknown one.
int standard_port(std::string_view scheme);

// "host:port", "host", "[::1]:80", "5432" (a port of this machine) or a URL; host "" when it is none of these.
struct HostPort {
  std::string host;
  int port = 0;
};
HostPort host_port_of(std::string_view text);

}  // namespace fingerpost
