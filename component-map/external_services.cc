#include "component-map/external_services.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace fingerpost {
namespace {

// Ends of variables that hold the address of something or the key to it, the longest first.
constexpr std::array<std::string_view, 18> kEnds = {
    "_SECRET_ACCESS_KEY", "_ACCESS_KEY_ID", "_CLIENT_SECRET", "_WEBHOOK_URL", "_AUTH_TOKEN", "_SECRET_KEY",
    "_ACCESS_KEY",        "_API_TOKEN",     "_CLIENT_ID",     "_BASE_URL",    "_API_KEY",    "_API_URL",
    "_ENDPOINT",          "_DSN",           "_URL",           "_URI",         "_HOST",       "_TOKEN"};

// What frameworks and builds put before a name.
constexpr std::array<std::string_view, 7> kBegins = {"NEXT_PUBLIC_", "REACT_APP_",   "VITE_",  "NUXT_PUBLIC_",
                                                     "PUBLIC_",      "EXPO_PUBLIC_", "GATSBY_"};

// First words that name a part of the system itself.
constexpr std::array<std::string_view, 39> kOwn = {
    "API",      "APP",     "AUTH",    "BACKEND",  "BASE",   "BIND",     "CALLBACK", "CLIENT",   "DB",   "DATABASE",
    "DEFAULT",  "DEV",     "DIRECT",  "NEXTAUTH", "SHADOW", "FRONTEND", "GRPC",     "HOST",     "HTTP", "HTTPS",
    "INTERNAL", "JWT",     "LISTEN",  "LOCAL",    "MAIN",   "ORIGIN",   "PROXY",    "REDIRECT", "ROOT", "SECRET",
    "SERVER",   "SERVICE", "SESSION", "SITE",     "SSL",    "TEST",     "TLS",      "USER",     "WEB"};

}  // namespace

std::optional<std::string> service_of_variable(std::string_view variable) {
  for (std::string_view begin : kBegins)
    if (variable.starts_with(begin)) {
      variable.remove_prefix(begin.size());
      break;
    }
  for (std::string_view end : kEnds) {
    if (variable.size() <= end.size() || !variable.ends_with(end)) continue;
    const std::string_view name = variable.substr(0, variable.size() - end.size());
    const std::string_view first = name.substr(0, name.find('_'));
    if (first.size() < 3 || !is_alpha(first.front()) || std::find(kOwn.begin(), kOwn.end(), first) != kOwn.end())
      return std::nullopt;
    return to_lower(first);
  }
  return std::nullopt;
}

std::vector<std::string> hosts_in(std::string_view line) {
  std::vector<std::string> out;
  for (auto at = line.find("://"); at != std::string_view::npos; at = line.find("://", at + 3)) {
    std::string_view rest = line.substr(at + 3);
    rest = rest.substr(0, rest.find_first_of("/?# \t\"'`,;<>)"));
    if (const auto credentials = rest.rfind('@'); credentials != std::string_view::npos)
      rest.remove_prefix(credentials + 1);
    rest = rest.substr(0, rest.find(':'));
    const std::string host = to_lower(rest);
    const bool plain = !host.empty() && host.size() <= 80 && std::all_of(host.begin(), host.end(), [](char c) {
      return is_alnum(c) || c == '-' || c == '.';
    });
    const auto dot = host.rfind('.');
    if (!plain || dot == std::string::npos || dot == 0 || dot + 1 == host.size() || !is_alpha(host[dot + 1])) continue;
    const std::string_view top = std::string_view(host).substr(dot + 1);
    const bool reserved = top == "local" || top == "localhost" || top == "internal" || top == "test" ||
                          top == "example" || top == "invalid" || contains(host, "example.") ||
                          contains(host, "yourdomain") || contains(host, "your-");
    if (!reserved) out.push_back(host);
  }
  return out;
}

}  // namespace fingerpost
