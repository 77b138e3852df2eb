// One HTTP GET or HEAD to one pinned address. libcurl, not cpp-httplib, which the server has already: it takes the
// socket that we opened to the address that the rules let pass (CURLOPT_OPENSOCKETFUNCTION), is driven by poll within a
// deadline that holds for the whole exchange and not for each read, tells the phases apart, reports the certificate,
// and its parser of a hostile server's bytes is the best tested there is. Debian keeps it patched.
//
// No redirect is followed, no proxy, cookie, netrc or compression used. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/deadline.h"
#include "probes/target.h"

namespace fingerpost {

struct HttpRequest {
  bool tls = false;
  std::string host;  // sent as Host and as the server's name in TLS
  int port = 80;
  std::string path = "/";  // with its query
  std::string user;        // "" for no authentication
  std::string password;
  bool head = false;                            // asks for the headers alone
  std::string_view agent = "fingerpost-probe";  // a literal: who asks, for the server's log
  std::string authorities;                      // PEM; "" for the system's
  bool verify = true;                           // the certificate and its name
};

struct Certificate {
  std::vector<std::string> names;  // the alternative names, or the common name
  std::string issuer;
  std::optional<double> days_left;  // negative: expired
};

struct HttpReply {
  // Nothing of the answer is there when these are set.
  std::string code;        // ECONNRESET, ETIMEDOUT, CERT_HAS_EXPIRED, TLS, HTTP_PROTOCOL, ECANCELED
  std::string problem;     // what to show
  bool untrusted = false;  // the handshake failed because of the certificate: ask again without `verify` for the rest

  int status = 0;
  std::string version;                                       // "1.1", "2"
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;                                          // at most kMostBody bytes
  bool body_cut = false;
  bool cut_short = false;  // the connection ended before the length that was promised
  std::optional<Certificate> certificate;
  std::string tls_version;  // "TLSv1.3"
  double connect_ms = 0;
  double tls_ms = 0;
  double first_byte_ms = 0;
  double total_ms = 0;

  // The last header of this name, or "".
  std::string_view header(std::string_view name) const;
};

inline constexpr std::size_t kMostBody = 64u << 10;

HttpReply http_get(const HttpRequest& request, const Address& address, const Deadline& deadline);

}  // namespace fingerpost
