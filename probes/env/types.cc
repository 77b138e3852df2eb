// What a name promises of its value.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "pointer-map/secrets.h"
#include "probes/env/env_rules.h"
#include "probes/env/value_class.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return name.ends_with(end); });
}

bool is_boolean_name(std::string_view name) {
  return name.starts_with("ENABLE_") || name.starts_with("DISABLE_") || name.starts_with("IS_") ||
         name.starts_with("USE_") || ends_with_any(name, {"_ENABLED", "_DISABLED", "_ENABLE"});
}

bool is_duration_name(std::string_view name) {
  return ends_with_any(name, {"_TIMEOUT", "_TTL", "_EXPIRY", "_EXPIRES_IN", "_EXPIRATION", "_INTERVAL", "_MAX_AGE",
                              "_DURATION", "_TIMEOUT_MS", "_TTL_SECONDS", "_LIFETIME"});
}

bool is_number_name(std::string_view name) {
  return ends_with_any(name, {"_TIMEOUT_MS", "_SECONDS", "_MINUTES", "_HOURS", "_DAYS", "_COUNT", "_SIZE_MB",
                              "_POOL_SIZE", "_WORKERS", "_CONCURRENCY", "_RETRIES", "_MAX_CONNECTIONS"});
}

bool is_read_by_javascript(const EnvWorld& world, std::string_view name) {
  return std::any_of(world.uses.uses.begin(), world.uses.uses.end(), [&](const EnvUse& use) {
    const std::string_view end = extension_of(use.at.path);
    return use.name == name &&
           (end == "js" || end == "ts" || end == "tsx" || end == "jsx" || end == "mjs" || end == "cjs");
  });
}

std::string_view type_problem(const EnvWorld& world, const EnvEntry& entry, const std::string& value) {
  const std::string& name = entry.name;
  if ((name == "PORT" || name.ends_with("_PORT")) && port_number(value) == 0 && !is_url(value))
    return "no port: a number from 1 to 65535";
  if (is_boolean_name(name)) {
    if (!is_boolean_text(value)) return "neither true nor false";
    if ((value == "False" || value == "FALSE" || value == "No" || value == "Off") && is_read_by_javascript(world, name))
      return "not written 'false': JavaScript takes every text for true";
  }
  if (is_number_name(name) && !is_number_text(value)) return "no number";
  if (is_duration_name(name) && !is_duration_text(value)) return "no duration: a number, or one with a unit like 15m";
  if ((name.ends_with("_URL") || name.ends_with("_URI")) && !is_url(value) && !contains(value, "/") &&
      !contains(value, ":") && !contains(value, ","))
    return "no URL";
  if ((name.ends_with("_EMAIL") || name == "EMAIL" || name == "EMAIL_FROM" || name == "MAIL_FROM") &&
      !contains(value, "@"))
    return "no mail address";
  if (name == "LOG_LEVEL" || name.ends_with("_LOG_LEVEL")) {
    static constexpr std::array<std::string_view, 17> kLevels = {
        "trace", "debug",    "verbose", "info", "http",  "notice", "warn",  "warning", "error",
        "fatal", "critical", "silent",  "off",  "silly", "none",   "panic", "emerg"};
    const std::string level = to_lower(value);
    if (std::find(kLevels.begin(), kLevels.end(), level) == kLevels.end() && !is_number_text(value))
      return "no log level";
  }
  // The example shows a number, and this is none.
  for (const EnvFile* example : world.examples)
    if (const EnvEntry* shown = example->find(name))
      if (shown->value.size() < 10 && is_number_text(shown->value) && !is_number_text(value) && !is_secret_name(name) &&
          !is_boolean_text(value) && !is_duration_text(value))
        return "no number, while the example has one";
  return {};
}

// Where providers' regions lie: their codes, by place.
constexpr std::array<std::pair<std::string_view, std::string_view>, 44> kRegions = {{
    {"syd", "Sydney"},
    {"ap-southeast-2", "Sydney"},
    {"sin", "Singapore"},
    {"ap-southeast-1", "Singapore"},
    {"nrt", "Tokyo"},
    {"hnd", "Tokyo"},
    {"ap-northeast-1", "Tokyo"},
    {"bom", "Mumbai"},
    {"ap-south-1", "Mumbai"},
    {"ap-northeast-2", "Seoul"},
    {"iad", "Virginia"},
    {"us-east-1", "Virginia"},
    {"us-east4", "Virginia"},
    {"eastus", "Virginia"},
    {"ord", "Illinois"},
    {"us-east-2", "Ohio"},
    {"sjc", "California"},
    {"us-west-1", "California"},
    {"lax", "California"},
    {"us-west-2", "Oregon"},
    {"us-west1", "Oregon"},
    {"sea", "Seattle"},
    {"dfw", "Texas"},
    {"den", "Denver"},
    {"lhr", "London"},
    {"eu-west-2", "London"},
    {"europe-west2", "London"},
    {"cdg", "Paris"},
    {"eu-west-3", "Paris"},
    {"fra", "Frankfurt"},
    {"eu-central-1", "Frankfurt"},
    {"europe-west3", "Frankfurt"},
    {"eu-west-1", "Ireland"},
    {"northeurope", "Ireland"},
    {"dub", "Ireland"},
    {"ams", "Amsterdam"},
    {"westeurope", "Amsterdam"},
    {"europe-west4", "Amsterdam"},
    {"arn", "Stockholm"},
    {"eu-north-1", "Stockholm"},
    {"gru", "Sao Paulo"},
    {"sa-east-1", "Sao Paulo"},
    {"yyz", "Canada"},
    {"ca-central-1", "Canada"},
}};

// The place that a region's code, or a host with one between dots and dashes, names.
std::pair<std::string_view, std::string_view> place_of(std::string_view text) {
  const auto separates = [](char c) { return !is_alnum(c); };
  for (const auto& [code, place] : kRegions)
    for (std::size_t at = text.find(code); at != std::string_view::npos; at = text.find(code, at + 1)) {
      const std::size_t end = at + code.size();
      if ((at == 0 || separates(text[at - 1])) && (end == text.size() || separates(text[end]))) return {code, place};
    }
  return {};
}

}  // namespace

void check_type(const EnvWorld& world, EnvReport& report) {
  for (const EnvGroup& group : world.groups)
    for (const EnvFile* file : group.files)
      for (const EnvEntry& entry : file->entries) {
        const std::string value = expanded(group, entry);
        if (value.empty() || is_placeholder(value)) {
          // "true" and "false" are placeholders of secrets only.
          if (!is_boolean_text(value)) continue;
        }
        if (contains(value, "$")) continue;
        if (const std::string_view problem = type_problem(world, entry, value); !problem.empty())
          report.add(Status::warn, *file, entry, problem, "correct the value, or the name");
      }
}

void check_region(const EnvWorld& world, EnvReport& report) {
  const auto [code, place] = place_of(to_lower(world.region.value));
  if (place.empty()) return report.skip("no region is set for the application here");
  for (const EnvGroup& group : world.groups)
    for (const EnvFile* file : group.files)
      for (const EnvEntry& entry : file->entries) {
        if (!is_url(entry.value)) continue;
        const Url url = parse_url(entry.value);
        const auto [their_code, their_place] = place_of(to_lower(url.host));
        if (!url.problems.empty() || their_place.empty() || their_place == place) continue;
        report.add(
            Status::warn, *file, entry,
            fmt::format("a host in {} ({}), while {} runs the application in {} ({}): every request pays the distance",
                        their_place, their_code, world.region.at.text(), place, code),
            "keep application, database and cache in one region");
      }
}

}  // namespace fingerpost
