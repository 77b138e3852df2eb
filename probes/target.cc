#include "probes/target.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "base/text.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

// Names of clouds' metadata services; their addresses are refused too, whatever name led there.
constexpr std::array<std::string_view, 5> kMetadataNames = {"metadata", "metadata.google.internal", "metadata.goog",
                                                            "instance-data", "metadata.azure.internal"};

std::string plain(std::string_view host) {
  std::string out = to_lower(trim(host));
  while (out.ends_with(".")) out.pop_back();
  return out;
}

using Octets = std::array<std::uint8_t, 16>;

Octets octets_of(const Address& address) {
  Octets out{};
  if (address.family() == AF_INET6) {
    sockaddr_in6 six;
    std::memcpy(&six, &address.bytes, sizeof six);
    std::memcpy(out.data(), &six.sin6_addr, 16);
  } else if (address.family() == AF_INET) {
    sockaddr_in four;
    std::memcpy(&four, &address.bytes, sizeof four);
    out[10] = out[11] = 0xff;
    std::memcpy(out.data() + 12, &four.sin_addr, 4);
  }
  return out;
}

bool starts_with(const Octets& octets, std::initializer_list<int> start) {
  std::size_t i = 0;
  for (const int octet : start)
    if (octets[i++] != octet) return false;
  return true;
}

// The IPv4 address inside of an IPv6 one: mapped, compatible, NAT64, 6to4.
std::optional<std::uint32_t> four_in(const Octets& o) {
  const auto at = [&](std::size_t i) {
    return std::uint32_t{o[i]} << 24 | std::uint32_t{o[i + 1]} << 16 | std::uint32_t{o[i + 2]} << 8 | o[i + 3];
  };
  if (starts_with(o, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) return at(12);
  if (starts_with(o, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) return at(12);
  if (starts_with(o, {0x20, 0x02})) return at(2);
  if (starts_with(o, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}) && at(12) > 1) return at(12);
  return std::nullopt;
}

// What no repository and no user has a reason to probe; "" for an address that may be reached.
std::string_view forbidden(const Octets& o) {
  if (const auto four = four_in(o)) {
    const std::uint32_t a = *four;
    if (a >> 16 == 0xa9fe) return "a link-local address, where clouds keep their metadata";
    if (a == 0x646464c8 || a == 0xa83f8110 || a == 0xc00000c0) return "the address of a cloud's metadata service";
    if (a >> 24 == 0) return "no address of a server";
    if (a >> 28 == 0xe) return "a multicast address";
    if (a >> 28 == 0xf) return "a reserved address";
    return {};
  }
  if (starts_with(o, {0xfe}) && (o[1] & 0xc0) == 0x80) return "a link-local address";
  if (starts_with(o, {0xfd, 0x00, 0x0e, 0xc2})) return "the address of a cloud's metadata service";
  if (starts_with(o, {0xff})) return "a multicast address";
  if (o == Octets{}) return "no address of a server";
  return {};
}

// Whether an address belongs to the public internet, by IANA's registries of special-purpose addresses (RFC 6890).
bool is_public(const Octets& o) {
  if (!forbidden(o).empty()) return false;
  if (const auto four = four_in(o)) {
    struct Net {
      std::uint32_t address;
      int bits;
    };
    constexpr std::array<Net, 10> kSpecial = {{{0x0a000000, 8},
                                               {0x64400000, 10},
                                               {0x7f000000, 8},
                                               {0xac100000, 12},
                                               {0xc0000000, 24},
                                               {0xc0000200, 24},
                                               {0xc0a80000, 16},
                                               {0xc6120000, 15},
                                               {0xc6336400, 24},
                                               {0xcb007100, 24}}};
    return std::none_of(kSpecial.begin(), kSpecial.end(),
                        [&](const Net& net) { return (*four ^ net.address) >> (32 - net.bits) == 0; });
  }
  if ((o[0] & 0xe0) != 0x20) return false;  // all that is given out is in 2000::/3
  return !starts_with(o, {0x20, 0x01, 0x0d, 0xb8}) && !(starts_with(o, {0x20, 0x01}) && o[2] < 2);
}

Error refused(const std::string& what, std::string advice) {
  return Error{Code::denied, what, "", std::move(advice)};
}

}  // namespace

int Address::port() const {
  sockaddr_in6 six;
  std::memcpy(&six, &bytes, sizeof six);  // the port stands at the same place in both
  return ntohs(six.sin6_port);
}

std::string Address::host() const {
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (family() == AF_INET6) {
    sockaddr_in6 six;
    std::memcpy(&six, &bytes, sizeof six);
    ::inet_ntop(AF_INET6, &six.sin6_addr, out.data(), out.size());
  } else {
    sockaddr_in four;
    std::memcpy(&four, &bytes, sizeof four);
    ::inet_ntop(AF_INET, &four.sin_addr, out.data(), out.size());
  }
  return out.data();
}

std::string Address::text() const {
  return family() == AF_INET6 ? fmt::format("[{}]:{}", host(), port()) : fmt::format("{}:{}", host(), port());
}

bool Address::loopback() const {
  const Octets octets = octets_of(*this);
  if (const auto four = four_in(octets)) return *four >> 24 == 127;
  return octets == Octets{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
}

std::optional<Address> numeric_address(const std::string& host, int port) {
  Address out;
  sockaddr_in four{};
  sockaddr_in6 six{};
  if (::inet_pton(AF_INET, host.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
    four.sin_port = htons(static_cast<std::uint16_t>(port));
    std::memcpy(&out.bytes, &four, sizeof four);
    out.size = sizeof four;
    return out;
  }
  if (::inet_pton(AF_INET6, host.c_str(), &six.sin6_addr) == 1) {
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(static_cast<std::uint16_t>(port));
    std::memcpy(&out.bytes, &six, sizeof six);
    out.size = sizeof six;
    return out;
  }
  return std::nullopt;
}

bool is_loopback_name(std::string_view host) {
  const std::string name = plain(host);
  if (name == "localhost" || name.ends_with(".localhost")) return true;
  const auto address = numeric_address(name, 0);
  return address && address->loopback();
}

void TargetRules::name(std::string_view host, int port) {
  if (!host.empty()) named_.push_back({plain(host), port});
}

void TargetRules::allow(std::string_view pattern) {
  const HostPort target = host_port_of(pattern);
  if (!target.host.empty()) allowed_.push_back({plain(target.host), target.port});
}

bool TargetRules::matches(const std::vector<Rule>& rules, const std::string& host, int port) {
  return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
    if (rule.port != 0 && rule.port != port) return false;
    if (rule.host.starts_with("*.")) return host.ends_with(std::string_view(rule.host).substr(1));
    return rule.host == host;
  });
}

std::optional<Error> TargetRules::refusal(const std::string& host, int port) const {
  const std::string name = plain(host);
  if (name.empty() || name.size() > 253) return refused("no host name of 1 to 253 letters", "give host:port or a URL");
  for (const std::string_view metadata : kMetadataNames)
    if (name == metadata) return refused(name + " is a cloud's metadata service, which is never probed", "");
  if (const auto address = numeric_address(name, port))
    if (auto why = refusal(host, *address)) return why;
  if (is_loopback_name(name) || matches(named_, name, port) || matches(allowed_, name, port)) return std::nullopt;
  return refused(fmt::format("{}:{} is neither named by the repository nor on this machine", name, port),
                 fmt::format("allow it with --allow-target {}:{}", name, port));
}

std::optional<Error> TargetRules::refusal(const std::string& host, const Address& address) const {
  if (const std::string_view why = forbidden(octets_of(address)); !why.empty())
    return refused(fmt::format("{} is {}, which is never probed", address.host(), why), "");
  if (only_public_ && !is_public(octets_of(address)) && !matches(allowed_, plain(host), address.port()))
    return refused(fmt::format("{} is not an address of the public internet", address.host()), "");
  // Otherwise a poisoned look-up of "localhost" would lead anywhere.
  if (is_loopback_name(host) && !address.loopback())
    return refused(fmt::format("{} leads to {}, which is not this machine", host, address.host()),
                   "look at /etc/hosts");
  return std::nullopt;
}

}  // namespace fingerpost
