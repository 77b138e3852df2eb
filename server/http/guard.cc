#include "server/http/guard.h"

#include <algorithm>
#include <charconv>

#include "server/crypto.h"

namespace fingerpost::http {

bool is_loopback(std::string_view address) {
  return address == "localhost" || address == "::1" || address == "[::1]" ||
         (address.starts_with("127.") && std::count(address.begin(), address.end(), '.') == 3 &&
          std::all_of(address.begin(), address.end(), [](char c) { return is_digit(c) || c == '.'; }));
}

bool is_own_host(std::string_view host, const GuardOptions& options) {
  constexpr int kPlainPort = 80;
  int port = kPlainPort;
  const auto end = host.starts_with('[') ? host.find(']') : host.find(':');
  std::string_view name = host;
  if (host.starts_with('[')) {
    if (end == std::string_view::npos) return false;
    name = host.substr(0, end + 1);
  } else if (end != std::string_view::npos) {
    name = host.substr(0, end);
  }
  if (std::string_view rest = host.substr(name.size()); !rest.empty()) {
    rest.remove_prefix(1);
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), port);
    if (host[name.size()] != ':' || rest.empty() || !is_digit(rest.front()) || read.ec != std::errc() ||
        read.ptr != rest.data() + rest.size())
      return false;
  }
  if (port != options.port) return false;
  for (std::string_view own : {"localhost", "127.0.0.1", "[::1]"})
    if (equal_ignoring_case(name, own)) return true;
  return std::any_of(options.hosts.begin(), options.hosts.end(),
                     [&](const std::string& own) { return equal_ignoring_case(name, own); });
}

std::optional<Refusal> refuse(const Headers& headers, std::string_view path, const GuardOptions& options) {
  const std::string* host = header(headers, "Host");
  if (host == nullptr || !is_own_host(*host, options)) return Refusal{403, "this server is not called so"};
  if (const std::string* origin = header(headers, "Origin"); origin != nullptr) {
    std::string_view from = *origin;
    constexpr std::string_view kScheme = "http://";
    if (!from.starts_with(kScheme) || !is_own_host(from.substr(kScheme.size()), options))
      return Refusal{403, "pages of other origins may not ask"};
  } else if (const std::string* site = header(headers, "Sec-Fetch-Site");
             site != nullptr && *site != "same-origin" && *site != "none") {
    return Refusal{403, "pages of other origins may not ask"};
  }
  // That the process runs may be known to everybody who reaches it.
  if (options.token.empty() || path == "/health") return std::nullopt;
  const std::string* given = header(headers, "Authorization");
  constexpr std::string_view kBearer = "Bearer ";
  if (given == nullptr || !starts_with_ignoring_case(*given, kBearer) ||
      !equal_in_constant_time(std::string_view(*given).substr(kBearer.size()), options.token))
    return Refusal{401, "a bearer token is needed"};
  return std::nullopt;
}

}  // namespace fingerpost::http
