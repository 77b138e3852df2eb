// URLs: form, encoding, and TLS where the network is shared.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "pointer-map/secrets.h"
#include "probes/env/env_rules.h"
#include "probes/env/url_parts.h"
#include "probes/env/value_class.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

template <class Each>
void each_value(const EnvWorld& world, Each&& each) {
  for (const EnvGroup& group : world.groups)
    for (const EnvFile* file : group.files)
      for (const EnvEntry& entry : file->entries) each(group, *file, entry, expanded(group, entry));
}

bool is_url_name(std::string_view name) {
  return name.ends_with("_URL") || name.ends_with("_URI") || name.ends_with("_DSN") || name == "URL";
}

// Schemes that a name promises; empty for any.
std::vector<std::string_view> schemes_for(std::string_view name) {
  if (contains(name, "REDIS") || contains(name, "VALKEY"))
    return {"redis", "rediss", "valkey", "unix", "redis+sentinel", "http", "https"};
  if (contains(name, "POSTGRES") || name.starts_with("PG_"))
    return {"postgres", "postgresql", "jdbc:postgresql", "prisma", "prisma+postgres"};
  if (contains(name, "MYSQL") || contains(name, "MARIADB")) return {"mysql", "mariadb", "mysql2"};
  if (contains(name, "MONGO")) return {"mongodb", "mongodb+srv"};
  if (contains(name, "RABBIT") || contains(name, "AMQP")) return {"amqp", "amqps"};
  if (name == "DATABASE_URL" || name == "DIRECT_URL" || name == "DB_URL" || name == "DATABASE_URI")
    return {"postgres",    "postgresql", "mysql",   "mysql2",      "mariadb", "sqlite",          "sqlite3", "mongodb",
            "mongodb+srv", "sqlserver",  "mssql",   "cockroachdb", "prisma",  "prisma+postgres", "file",    "libsql",
            "oracle",      "ecto",       "postgis", "clickhouse",  "http",    "https",           "ws",      "wss"};
  return {};
}

bool is_database(std::string_view scheme) {
  scheme = scheme.substr(0, scheme.find('+'));
  return scheme == "postgres" || scheme == "postgresql" || scheme == "mysql" || scheme == "mariadb" ||
         scheme == "mysql2";
}

// "require" of "?sslmode=require&x=y", lower case; "" where it is not there.
std::string parameter(const Url& url, std::string_view name) {
  for (const std::string_view part : split(url.query, '&'))
    if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=')
      return to_lower(part.substr(name.size() + 1));
  return {};
}

std::string where(const Url& url) {
  return url.problems.empty() ? url.host : std::string("the host");
}

}  // namespace

void check_url(const EnvWorld& world, EnvReport& report) {
  each_value(world, [&](const EnvGroup&, const EnvFile& file, const EnvEntry& entry, const std::string& value) {
    if (value.empty() || is_placeholder(value)) return;
    if (!is_url(value)) {
      // A path, a list and a bare host are no URLs on purpose; in a database's place they are a mistake.
      const auto schemes = schemes_for(entry.name);
      if (is_url_name(entry.name) && !schemes.empty() && !value.starts_with("/") && !value.starts_with("file:") &&
          !value.starts_with("sqlite:") && !value.starts_with("jdbc:") && !contains(value, "host="))
        report.add(Status::fail, file, entry, "no URL: no scheme and '://' in front",
                   fmt::format("begin with {}://", schemes.front()));
      return;
    }
    const Url url = parse_url(value);
    const UserInfo info = user_info_of(value);
    const bool raw = !raw_characters(info.password).empty() || !raw_characters(info.user).empty();
    for (const std::string& problem : url.problems)
      // What follows from an unencoded character is said once, by url-encoding.
      if (!contains(problem, "unencoded") && !contains(problem, "escape") && !(raw && url.problems.size() > 1))
        report.add(Status::fail, file, entry, problem, "correct the URL");
    const auto schemes = schemes_for(entry.name);
    const std::string scheme = url.scheme.substr(0, url.scheme.find('+'));
    if (!schemes.empty() && std::find(schemes.begin(), schemes.end(), scheme) == schemes.end() &&
        std::find(schemes.begin(), schemes.end(), url.scheme) == schemes.end())
      report.add(Status::fail, file, entry,
                 fmt::format("the scheme '{}' where the name promises '{}'", clip(url.scheme, 24), schemes.front()),
                 fmt::format("begin with {}://", schemes.front()));
    else if (is_database(url.scheme) && url.problems.empty() && trim(url.path).size() < 2)
      report.add(Status::warn, file, entry, "no database is named: the user's name counts for one",
                 "end it with /NAME");
    if (contains(entry.value, "\n"))
      report.add(Status::fail, file, entry, "a URL of several lines", "put it on one line");
  });
}

void check_url_encoding(const EnvWorld& world, EnvReport& report) {
  each_value(world, [&](const EnvGroup&, const EnvFile& file, const EnvEntry& entry, const std::string& value) {
    if (!is_url(value) || contains(value, "${")) return;
    const UserInfo info = user_info_of(value);
    const std::array<std::pair<std::string_view, std::string_view>, 2> parts = {
        {{"user", info.user}, {"password", info.password}}};
    for (const auto& [what, text] : parts) {
      if (text.starts_with("<") || text.starts_with("[")) continue;  // a place to fill in
      const auto raw = raw_characters(text);
      if (!raw.empty()) {
        const bool harmless =
            std::all_of(raw.begin(), raw.end(), [](const RawCharacter& one) { return one.character == '&'; });
        report.add(
            harmless ? Status::warn : Status::fail, file, entry,
            fmt::format("the {} has {} characters that must be encoded: {}", what, raw.size(), shown_characters(raw)),
            fmt::format("write each of them as shown in brackets; positions count within the {}", what));
      } else if (const std::size_t twice = text.find("%25"); twice != std::string_view::npos &&
                                                             twice + 4 < text.size() && is_alnum(text[twice + 3]) &&
                                                             is_alnum(text[twice + 4])) {
        report.add(Status::warn, file, entry, fmt::format("the {} looks encoded twice: '%25' at {}", what, twice + 1),
                   "encode it once");
      }
    }
  });
}

void check_transport(const EnvWorld& world, EnvReport& report) {
  each_value(world, [&](const EnvGroup& group, const EnvFile& file, const EnvEntry& entry, const std::string& value) {
    const bool strict = is_strict_environment(group.environment);
    if (entry.name == "NODE_TLS_REJECT_UNAUTHORIZED" && value == "0")
      report.add(strict ? Status::fail : Status::warn, file, entry, "certificates are not verified at all",
                 "remove it, and trust the certificate's authority (NODE_EXTRA_CA_CERTS)");
    if (!is_url(value)) return;
    const Url url = parse_url(value);
    const bool managed = is_managed_host(url.host);
    const bool shared = managed || is_public_host(url.host);
    if (url.scheme == "redis" && shared)
      report.add(
          managed || strict ? Status::fail : Status::warn, file, entry,
          fmt::format(
              "redis:// to {}: the password crosses the network as it is, and a managed server closes the connection",
              where(url)),
          "use rediss://");
    if (url.scheme == "rediss" && is_this_machine(url.host))
      report.add(Status::warn, file, entry, "rediss:// to this machine, where Redis usually speaks no TLS",
                 "use redis://");
    if (is_database(url.scheme)) {
      const std::string mode =
          parameter(url, url.scheme.starts_with("my") || url.scheme == "mariadb" ? "ssl-mode" : "sslmode");
      if (mode == "disable" && shared)
        report.add(Status::fail, file, entry, fmt::format("sslmode=disable to {}", where(url)),
                   "use sslmode=require or verify-full");
      else if (mode.empty() && managed && parameter(url, "ssl").empty() && parameter(url, "sslaccept").empty())
        report.add(Status::warn, file, entry, fmt::format("no sslmode to {}, which asks for TLS", where(url)),
                   "add ?sslmode=require");
      else if ((mode == "no-verify" || parameter(url, "sslaccept") == "accept_invalid_certs") && strict)
        report.add(Status::warn, file, entry, "the server's certificate is not verified",
                   "use sslmode=verify-full with its authority");
      else if ((mode == "require" || mode.starts_with("verify")) &&
               (is_this_machine(url.host) || !contains(url.host, ".")))
        report.add(Status::warn, file, entry,
                   fmt::format("sslmode={} to {}, where a local server has no TLS", mode, where(url)),
                   "use sslmode=disable for the local one");
    }
    if (url.scheme == "http" && is_production(group.environment) && is_public_host(url.host))
      report.add(Status::warn, file, entry, fmt::format("http:// to {}", where(url)), "use https://");
    if (url.scheme == "amqp" && shared && (managed || strict))
      report.add(Status::fail, file, entry, fmt::format("amqp:// to {}", where(url)), "use amqps://");
  });
}

}  // namespace fingerpost
