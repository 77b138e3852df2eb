#include "probes/link.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "probes/http_client.h"
#include "probes/network.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostAddresses = 3;
constexpr std::size_t kLongestUrl = 2000;

int port_asked(const Url& url) {
  return url.port != 0 ? url.port : standard_port(url.scheme);
}

// What a request's line may not hold is escaped.
std::string request_path(const Url& url) {
  const std::string all = (url.path.empty() ? "/" : url.path) + (url.query.empty() ? "" : "?" + url.query);
  std::string out;
  for (const char c : all) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte >= 0x7f)
      out += fmt::format("%{:02X}", byte);
    else
      out += c;
  }
  return out;
}

}  // namespace

bool can_be_asked(std::string_view text) {
  if (text.size() > kLongestUrl || !is_url(text)) return false;
  const Url url = parse_url(text);
  return (url.scheme == "http" || url.scheme == "https") && !url.host.empty() && url.problems.empty() &&
         url.user.empty() && !url.has_password &&
         std::all_of(url.host.begin(), url.host.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

std::string joined_url(std::string_view base, std::string_view location) {
  location = trim(location.substr(0, location.find('#')));
  std::string out;
  if (is_url(location)) {
    out = std::string(location);
  } else {
    const auto authority = base.find("://");
    if (authority == std::string_view::npos || location.empty()) return {};
    const auto path = std::min(base.find_first_of("/?#", authority + 3), base.size());
    if (location.starts_with("//")) {
      out = fmt::format("{}:{}", base.substr(0, authority), location);
    } else if (location.starts_with("/")) {
      out = fmt::format("{}{}", base.substr(0, path), location);
    } else {
      const std::string_view whole = base.substr(0, base.find_first_of("?#", path));
      const auto slash = whole.rfind('/');
      out = location.starts_with("?") ? fmt::format("{}{}", whole, location)
                                      : fmt::format("{}/{}", whole.substr(0, std::max(slash, path)), location);
    }
  }
  return can_be_asked(out) ? out : std::string();
}

LinkReply ask_link(std::string_view text, bool head, const TargetRules& allowed, const Deadline& deadline) {
  LinkReply out;
  if (!can_be_asked(text)) return out;
  const Url url = parse_url(text);
  const int port = port_asked(url);
  TargetRules rules = allowed;
  rules.name(url.host, port);
  rules.only_public();
  const Resolved resolved = resolve(url.host, port, rules, deadline);
  out.unknown_name = resolved.code == "ENOTFOUND";
  out.resolved = !resolved.addresses.empty();
  HttpRequest request;
  request.tls = url.scheme == "https";
  request.host = url.host;
  request.port = port;
  request.path = request_path(url);
  request.head = head;
  request.agent = "fingerpost-check";
  for (std::size_t i = 0; i < std::min(resolved.addresses.size(), kMostAddresses); ++i) {
    const HttpReply reply = http_get(request, resolved.addresses[i], deadline);
    if (reply.code == "ECONNREFUSED") continue;
    if (!reply.code.empty()) return out;
    out.status = reply.status;
    if (reply.status >= 300 && reply.status < 400) out.location = joined_url(text, reply.header("location"));
    return out;
  }
  return out;
}

}  // namespace fingerpost
