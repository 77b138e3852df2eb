// What belongs to one environment and stands in another.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "pointer-map/secrets.h"
#include "probes/env/env_rules.h"
#include "probes/env/value_class.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

// The environment that a URL's host speaks of in its labels: "db.production.example.com", "api-staging.example.com".
std::string_view environment_in(std::string_view host) {
  for (const std::string_view label : split(host, '.'))
    for (const std::string_view word : split(label, '-')) {
      if (word == "production" || word == "prod" || word == "live") return "production";
      if (word == "staging" || word == "stage") return "staging";
    }
  return {};
}

// A key of a payment or login provider that says what it is for: sk_live_…, pk_test_….
std::string_view mode_of_key(std::string_view value) {
  for (const std::string_view begin : {"sk", "pk", "rk"}) {
    if (!value.starts_with(begin)) continue;
    const std::string_view rest = value.substr(begin.size());
    if (rest.starts_with("_live_")) return "live";
    if (rest.starts_with("_test_")) return "test";
  }
  return {};
}

std::string name_of(const EnvGroup& group) {
  return group.environment.empty() ? "a developer's machine" : group.environment;
}

bool is_local(const EnvGroup& group) {
  return group.environment.empty() || group.environment == "development" || group.environment == "dev" ||
         group.environment == "test";
}

}  // namespace

void check_reused_secret(const EnvWorld& world, EnvReport& report) {
  if (world.groups.size() < 2) return report.skip("one environment only");
  struct Seen {
    const EnvGroup* group;
    const EnvFile* file;
    const EnvEntry* entry;
  };
  std::map<std::string, Seen, std::less<>> seen;
  for (const EnvGroup& group : world.groups)
    for (const EnvFile* file : group.files)
      for (const EnvEntry& entry : file->entries) {
        const std::string secret = is_url(entry.value)          ? parse_url(entry.value).password
                                   : is_secret_name(entry.name) ? entry.value
                                                                : std::string();
        if (secret.size() < 6 || is_placeholder(secret) || is_boolean_text(secret) || mode_of_key(secret) == "test")
          continue;
        const auto [known, is_new] = seen.try_emplace(secret, Seen{&group, file, &entry});
        if (is_new || known->second.group == &group) continue;
        const bool strict =
            is_strict_environment(group.environment) || is_strict_environment(known->second.group->environment);
        report.add(strict ? Status::fail : Status::warn, *file, entry,
                   fmt::format("the same secret as {} in {}:{}", shown_name(known->second.entry->name),
                               known->second.file->path, known->second.entry->line),
                   "give each environment its own, so that one leak opens one door");
      }
}

void check_production_locally(const EnvWorld& world, EnvReport& report) {
  for (const EnvGroup& group : world.groups) {
    if (!is_local(group)) continue;
    for (const EnvFile* file : group.files)
      for (const EnvEntry& entry : file->entries) {
        if (mode_of_key(entry.value) == "live")
          report.add(Status::fail, *file, entry, fmt::format("a live key in the file for {}", name_of(group)),
                     "use the test key here, and revoke this one if it has been shared");
        if (!is_url(entry.value)) continue;
        const Url url = parse_url(entry.value);
        if (!url.problems.empty()) continue;
        const std::string_view about = environment_in(to_lower(url.host));
        bool same_host = false;
        for (const EnvGroup& other : world.groups)
          for (const EnvFile* strict : other.files) {
            if (!is_production(other.environment)) continue;
            const EnvEntry* there = strict->find(entry.name);
            same_host = same_host || (there != nullptr && url.has_password && is_public_host(url.host) &&
                                      parse_url(there->value).host == url.host);
          }
        if (same_host || (about == "production" && url.has_password))
          report.add(Status::fail, *file, entry,
                     fmt::format("{}'s host in the file for {}: {}", "production", name_of(group), url.host),
                     "use a local or a development server here");
      }
  }
}

void check_local_in_production(const EnvWorld& world, EnvReport& report) {
  for (const EnvGroup& group : world.groups) {
    if (!is_strict_environment(group.environment)) continue;
    const Status status = is_production(group.environment) ? Status::fail : Status::warn;
    for (const EnvFile* file : group.files)
      for (const EnvEntry& entry : file->entries) {
        if (mode_of_key(entry.value) == "test" && is_production(group.environment))
          report.add(Status::fail, *file, entry, "a test key in production", "use the live key");
        if (is_url(entry.value)) {
          const Url url = parse_url(entry.value);
          if (!url.problems.empty()) continue;
          if (is_this_machine(url.host))
            report.add(status, *file, entry, fmt::format("{} in {}", url.host, group.environment),
                       "name the server that this environment uses");
          else if (is_production(group.environment) && environment_in(to_lower(url.host)) == "staging")
            report.add(Status::fail, *file, entry, fmt::format("staging's host in production: {}", url.host),
                       "name production's server");
          if (url.has_password && url.user == url.password && !url.password.empty())
            report.add(status, *file, entry, "user and password are the same in the URL", "set a password of its own");
        } else if (entry.name.ends_with("_HOST") && is_this_machine(entry.value)) {
          report.add(status, *file, entry, fmt::format("{} in {}", entry.value, group.environment),
                     "name the server that this environment uses");
        }
      }
  }
}

void check_mode(const EnvWorld& world, EnvReport& report) {
  for (const EnvGroup& group : world.groups)
    for (const EnvFile* file : group.files)
      for (const EnvEntry& entry : file->entries) {
        const std::string value = to_lower(entry.value);
        const bool strict = is_production(group.environment);
        const bool is_mode = entry.name == "NODE_ENV" || entry.name == "RAILS_ENV" || entry.name == "APP_ENV" ||
                             entry.name == "FLASK_ENV" || entry.name == "ENVIRONMENT" || entry.name == "MIX_ENV";
        if (is_mode) {
          // Staging runs production's build: NODE_ENV knows no staging.
          if (is_strict_environment(group.environment) && (value == "development" || value == "dev" || value == "test"))
            report.add(Status::fail, *file, entry,
                       fmt::format("the mode '{}' in the file for {}", clip(value, 20), group.environment),
                       "use production");
          else if (is_local(group) && is_production(value))
            report.add(Status::warn, *file, entry,
                       fmt::format("the mode production in the file for {}", name_of(group)), "use development");
        }
        if (!strict) continue;
        const bool on = value == "true" || value == "1" || value == "yes" || value == "on";
        if ((entry.name == "DEBUG" || entry.name.ends_with("_DEBUG")) && on)
          report.add(Status::fail, *file, entry, "debugging is on in production", "set it to false");
        if (contains(entry.name, "CORS") && value == "*")
          report.add(Status::fail, *file, entry, "every origin is allowed in production", "list the origins");
        if ((entry.name == "LOG_LEVEL" || entry.name.ends_with("_LOG_LEVEL")) && (value == "debug" || value == "trace"))
          report.add(Status::warn, *file, entry, fmt::format("the log level {} in production", value),
                     "use info or warn");
      }
}

// What is needed everywhere is check_missing()'s; here is what has a default, which then differs in silence.
void check_parity(const EnvWorld& world, EnvReport& report) {
  std::vector<const EnvGroup*> deployed;
  for (const EnvGroup& group : world.groups)
    if (is_strict_environment(group.environment) && !group.part) deployed.push_back(&group);
  if (deployed.size() < 2) return report.skip("files of one deployed environment at most");
  const auto listed = [&](std::string_view name) {
    return std::any_of(world.examples.begin(), world.examples.end(),
                       [&](const EnvFile* example) { return example->find(name) != nullptr; });
  };
  for (const EnvGroup* group : deployed)
    for (const EnvFile* file : group->files)
      for (const EnvEntry& entry : file->entries) {
        const EnvUse* use = world.uses.by_code(entry.name);
        if (use == nullptr || use->kind != EnvUse::Kind::fallback || listed(entry.name)) continue;
        for (const EnvGroup* other : deployed)
          if (other != group && other->find(entry.name) == nullptr)
            report.add(
                Status::warn, *file, entry,
                fmt::format("set here, while {} runs with the default of {}", other->environment, use->at.text()),
                fmt::format("set it in {} too, or in neither", other->files.front()->path));
      }
}

}  // namespace fingerpost
