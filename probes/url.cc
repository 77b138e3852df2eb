#include "probes/url.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::array<std::pair<std::string_view, int>, 18> kPorts = {{{"http", 80},
                                                                      {"https", 443},
                                                                      {"ws", 80},
                                                                      {"wss", 443},
                                                                      {"postgres", 5432},
                                                                      {"postgresql", 5432},
                                                                      {"redis", 6379},
                                                                      {"rediss", 6379},
                                                                      {"mysql", 3306},
                                                                      {"mariadb", 3306},
                                                                      {"mongodb", 27017},
                                                                      {"amqp", 5672},
                                                                      {"amqps", 5671},
                                                                      {"nats", 4222},
                                                                      {"smtp", 25},
                                                                      {"smtps", 465},
                                                                      {"ftp", 21},
                                                                      {"ssh", 22}}};

int hex_of(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<int> port_of(std::string_view text) {
  int out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size() || out < 1 || out > 65535) return std::nullopt;
  return out;
}

// Percent-decoded; a '%' that begins no escape is kept.
std::string decoded(std::string_view text, bool& bad_escape) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_of(text[i + 1]) >= 0 && hex_of(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_of(text[i + 1]) * 16 + hex_of(text[i + 2]));
      i += 2;
    } else {
      bad_escape = bad_escape || text[i] == '%';
      out += text[i];
    }
  }
  return out;
}

std::size_t scheme_end(std::string_view text) {
  if (text.empty() || !is_alpha(text.front())) return 0;
  std::size_t end = 1;
  while (end < text.size() && (is_alnum(text[end]) || text[end] == '+' || text[end] == '.' || text[end] == '-')) ++end;
  return text.substr(end).starts_with("://") ? end : 0;
}

}  // namespace

bool is_url(std::string_view text) {
  return scheme_end(text) > 0;
}

int standard_port(std::string_view scheme) {
  for (const auto& [name, port] : kPorts)
    if (name == scheme) return port;
  return 0;
}

Url parse_url(std::string_view text) {
  Url out;
  const auto problem = [&](std::string what) { out.problems.push_back(std::move(what)); };
  if (trim(text) != text) problem("spaces around it");
  text = trim(text);
  for (const char c : text)
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f) {
      problem("a space or control character in it");
      break;
    }
  const std::size_t scheme = scheme_end(text);
  if (scheme == 0) {
    problem("no scheme, like http:// in front");
    return out;
  }
  out.scheme = to_lower(text.substr(0, scheme));
  text.remove_prefix(scheme + 3);
  // A browser ends the authority at the first of these; whoever wrote a raw '/', '?' or '#' in a password meant the '@'
  // behind it.
  std::size_t end = text.find_first_of("/?#");
  const std::size_t at = text.rfind('@', end);
  if (end != std::string_view::npos && (at == std::string_view::npos || at > end)) {
    const std::size_t later = text.find('@', end);
    const bool has_colon = text.substr(0, end).find(':') != std::string_view::npos;
    if (later != std::string_view::npos && has_colon &&
        !port_of(text.substr(text.find(':') + 1, end - text.find(':') - 1))) {
      problem("an unencoded '/', '?' or '#' in the user or password; encode it as %2F, %3F or %23");
      end = text.find_first_of("/?", later);
    }
  }
  const std::string_view authority = text.substr(0, end);
  std::string_view rest = end == std::string_view::npos ? std::string_view() : text.substr(end);
  std::string_view host = authority;
  if (const std::size_t sign = authority.rfind('@'); sign != std::string_view::npos) {
    std::string_view user = authority.substr(0, sign);
    host = authority.substr(sign + 1);
    if (user.find('@') != std::string_view::npos) problem("an unencoded '@' in the user or password; encode it as %40");
    bool bad_escape = false;
    const std::size_t colon = user.find(':');
    out.user = decoded(user.substr(0, colon), bad_escape);
    if (colon != std::string_view::npos) {
      out.has_password = true;
      out.password = decoded(user.substr(colon + 1), bad_escape);
      if (user.substr(colon + 1).find(':') != std::string_view::npos)
        problem("an unencoded ':' in the password; encode it as %3A");
    }
    if (bad_escape) problem("a '%' that begins no escape in the user or password; encode it as %25");
  }
  std::string_view port;
  if (host.starts_with("[")) {
    const std::size_t close = host.find(']');
    out.host = std::string(host.substr(1, close == std::string_view::npos ? close : close - 1));
    if (close == std::string_view::npos) problem("a '[' without its ']'");
    if (close != std::string_view::npos && host.substr(close + 1).starts_with(":")) port = host.substr(close + 2);
  } else {
    const std::size_t colon = host.find(':');
    out.host = std::string(host.substr(0, colon));
    if (colon != std::string_view::npos) port = host.substr(colon + 1);
  }
  if (out.host.empty()) problem("no host");
  if (!port.empty()) {
    if (const auto number = port_of(port))
      out.port = *number;
    else
      problem("a port that is no number from 1 to 65535");
  }
  if (const std::size_t fragment = rest.find('#'); fragment != std::string_view::npos) rest = rest.substr(0, fragment);
  const std::size_t query = rest.find('?');
  out.path = std::string(rest.substr(0, query));
  if (query != std::string_view::npos) out.query = std::string(rest.substr(query + 1));
  return out;
}

std::string shown_url(std::string_view text) {
  if (!is_url(text)) {
    // No URL, yet it may be "user:secret@host": what stands before the last '@' is not shown.
    const std::size_t at = text.rfind('@');
    return clip(at == std::string_view::npos ? text : text.substr(at + 1), 200);
  }
  const Url url = parse_url(text);
  std::string out = url.scheme + "://";
  out += url.host.find(':') != std::string::npos ? "[" + url.host + "]" : url.host;
  if (url.port != 0) out += ":" + std::to_string(url.port);
  out += url.path;
  std::string shown;
  for (const char c : out) shown += static_cast<unsigned char>(c) < ' ' || c == 0x7f ? '?' : c;
  return clip(shown, 200);
}

HostPort host_port_of(std::string_view text) {
  text = trim(text);
  if (is_url(text)) {
    const Url url = parse_url(text);
    return {url.host, url.port != 0 ? url.port : standard_port(url.scheme.substr(0, url.scheme.find('+')))};
  }
  if (const auto port = port_of(text)) return {"localhost", *port};
  if (text.empty() || text.find_first_of("/@ ?#") != std::string_view::npos) return {};
  if (text.starts_with("[")) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return {};
    const std::string host(text.substr(1, close - 1));
    if (close + 1 == text.size()) return {host, 0};
    const auto port = text[close + 1] == ':' ? port_of(text.substr(close + 2)) : std::nullopt;
    return port ? HostPort{host, *port} : HostPort{};
  }
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {std::string(text), 0};
  if (text.find(':', colon + 1) != std::string_view::npos) return {std::string(text), 0};  // a bare IPv6 address
  const auto port = port_of(text.substr(colon + 1));
  return port && colon > 0 ? HostPort{std::string(text.substr(0, colon)), *port} : HostPort{};
}

}  // namespace fingerpost
