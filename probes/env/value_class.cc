#include "probes/env/value_class.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "probes/target.h"

namespace fingerpost {
namespace {

// Ends of host names under which providers give out databases, caches and queues.
constexpr std::array<std::string_view, 33> kManaged = {".supabase.co",
                                                       ".supabase.com",
                                                       ".neon.tech",
                                                       ".upstash.io",
                                                       ".redislabs.com",
                                                       ".redns.redis-cloud.com",
                                                       ".redis-cloud.com",
                                                       ".rds.amazonaws.com",
                                                       ".cache.amazonaws.com",
                                                       ".compute.amazonaws.com",
                                                       ".postgres.database.azure.com",
                                                       ".mysql.database.azure.com",
                                                       ".redis.cache.windows.net",
                                                       ".documents.azure.com",
                                                       ".ondigitalocean.com",
                                                       ".render.com",
                                                       ".rlwy.net",
                                                       ".railway.app",
                                                       ".aivencloud.com",
                                                       ".psdb.cloud",
                                                       ".cockroachlabs.cloud",
                                                       ".mongodb.net",
                                                       ".elephantsql.com",
                                                       ".tsdb.cloud.timescale.com",
                                                       ".cloudamqp.com",
                                                       ".confluent.cloud",
                                                       ".aws.neon.build",
                                                       ".xata.sh",
                                                       ".turso.io",
                                                       ".prisma.io",
                                                       ".nile.tech",
                                                       ".heroku.com",
                                                       ".scalingo-dbs.com"};

bool ends_with_any(std::string_view host) {
  return std::any_of(kManaged.begin(), kManaged.end(), [&](std::string_view end) { return host.ends_with(end); });
}

std::size_t unit_end(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_alpha(text[end])) ++end;
  return end;
}

bool is_unit(std::string_view unit) {
  static constexpr std::array<std::string_view, 28> kUnits = {
      "ms",  "msec", "millisecond", "milliseconds", "s",     "sec",   "secs", "second", "seconds", "m",
      "min", "mins", "minute",      "minutes",      "h",     "hr",    "hrs",  "hour",   "hours",   "d",
      "day", "days", "w",           "week",         "weeks", "month", "y",    "year"};
  return std::find(kUnits.begin(), kUnits.end(), unit) != kUnits.end();
}

}  // namespace

bool is_boolean_text(std::string_view value) {
  const std::string word = to_lower(value);
  for (const std::string_view known : {"true", "false", "1", "0", "yes", "no", "on", "off", "y", "n", "t", "f"})
    if (word == known) return true;
  return false;
}

bool is_number_text(std::string_view value) {
  if (value.starts_with("-")) value.remove_prefix(1);
  const std::size_t dot = value.find('.');
  const auto digits = [](std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
  };
  if (dot == std::string_view::npos) return digits(value);
  return digits(value.substr(0, dot)) && digits(value.substr(dot + 1));
}

bool is_duration_text(std::string_view value) {
  if (is_number_text(value)) return true;
  std::string text = to_lower(value);
  if (text.starts_with("p") && text.size() > 2) return true;  // ISO 8601: P1D, PT15M
  std::string_view rest = text;
  if (rest.starts_with("-")) rest.remove_prefix(1);
  if (rest.empty()) return false;
  while (!rest.empty()) {
    std::size_t digits = 0;
    while (digits < rest.size() && (is_digit(rest[digits]) || rest[digits] == '.')) ++digits;
    if (digits == 0) return false;
    rest = trim(rest.substr(digits));
    const std::size_t end = unit_end(rest);
    if (end == 0 || !is_unit(rest.substr(0, end))) return false;
    rest = trim(rest.substr(end));
  }
  return true;
}

int port_number(std::string_view value) {
  if (value.empty() || value.size() > 5) return 0;
  int out = 0;
  for (const char c : value) {
    if (!is_digit(c)) return 0;
    out = out * 10 + (c - '0');
  }
  return out <= 65535 ? out : 0;
}

bool is_this_machine(std::string_view host) {
  return is_loopback_name(host) || host == "0.0.0.0" || host == "host.docker.internal";
}

bool is_managed_host(std::string_view host) {
  return ends_with_any(to_lower(host));
}

bool is_public_host(std::string_view host) {
  const std::string name = to_lower(host);
  if (name.empty() || is_this_machine(name) || name.find(':') != std::string::npos) return false;
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return false;
  for (const std::string_view end : {".local", ".internal", ".lan", ".localhost", ".test", ".svc", ".cluster.local"})
    if (name.ends_with(end)) return false;
  const bool numeric = std::all_of(name.begin(), name.end(), [](char c) { return is_digit(c) || c == '.'; });
  if (!numeric) return true;
  if (name.starts_with("10.") || name.starts_with("192.168.") || name.starts_with("169.254.")) return false;
  if (name.starts_with("172.")) {
    const auto parts = split(name, '.');
    const int second = parts.size() > 1 ? port_number(parts[1]) : 0;
    return second < 16 || second > 31;
  }
  return true;
}

}  // namespace fingerpost
