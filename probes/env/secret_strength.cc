// Secrets: how strong they are for where they are used, and that the example holds none.
#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "pointer-map/credential.h"
#include "pointer-map/secrets.h"
#include "probes/env/env_rules.h"
#include "probes/env/strength.h"
#include "probes/env/value_class.h"
#include "probes/url.h"

namespace fingerpost {

void check_weak_secret(const EnvWorld& world, EnvReport& report) {
  for (const EnvGroup& group : world.groups) {
    const bool strict = is_strict_environment(group.environment);
    for (const EnvFile* file : group.files)
      for (const EnvEntry& entry : file->entries) {
        if (is_url(entry.value)) {
          const Url url = parse_url(entry.value);
          // What only this machine or the compose network reaches may be as simple as everybody's.
          if (!url.has_password || url.password.empty() || (!strict && !is_public_host(url.host))) continue;
          if (const std::string weak = weakness_of("PASSWORD", url.password); !weak.empty())
            report.add(Status::fail, *file, entry, fmt::format("the password in the URL is {}", weak),
                       "set a random one, and encode it");
          continue;
        }
        if (!is_secret_name(entry.name) || contains(entry.value, "${") || is_boolean_text(entry.value)) continue;
        // "sk_test_..." stands for nothing anywhere.
        const std::string weak = weakness_of(entry.name, entry.value);
        if (weak.empty()) continue;
        const bool password = contains(entry.name, "PASS") || contains(entry.name, "PWD");
        if (!strict && password) continue;  // of a server on this machine
        report.add(strict ? Status::fail : Status::warn, *file, entry, weak,
                   is_generated_secret(entry.name) ? "make one: openssl rand -hex 32"
                                                   : "set the real one, from a password store");
      }
  }
}

void check_repeated_secret(const EnvWorld& world, EnvReport& report) {
  for (const EnvGroup& group : world.groups) {
    std::map<std::string_view, std::pair<const EnvFile*, const EnvEntry*>> seen;
    for (const EnvFile* file : group.files)
      for (const EnvEntry& entry : file->entries) {
        if (!is_secret_name(entry.name) || is_placeholder(entry.value) || entry.value.size() < 8) continue;
        const auto [known, is_new] = seen.try_emplace(entry.value, file, &entry);
        // A database's password stands under several names of the same thing.
        const bool password = contains(entry.name, "PASS") || contains(entry.name, "PWD");
        if (is_new || known->second.second->name == entry.name || password) continue;
        report.add(is_strict_environment(group.environment) ? Status::fail : Status::warn, *file, entry,
                   fmt::format("the same value as {} in {}:{}", shown_name(known->second.second->name),
                               known->second.first->path, known->second.second->line),
                   "give each purpose a secret of its own");
      }
  }
}

void check_example_secret(const EnvWorld& world, EnvReport& report) {
  if (world.examples.empty()) return report.skip("no example here");
  for (const EnvFile* example : world.examples)
    for (const EnvEntry& entry : example->entries) {
      const std::string password = is_url(entry.value) ? parse_url(entry.value).password : std::string();
      const bool random = is_secret_name(entry.name) && entry.value.size() >= 20 && !is_placeholder(entry.value) &&
                          entropy_of(entry.value) >= 3.5 &&
                          entry.value.find_first_of("0123456789") != std::string::npos &&
                          entry.value.find_first_of(" _-") == std::string::npos;
      if (is_credential(entry.value) || is_credential(password) || random)
        report.add(Status::fail, *example, entry, "what looks like a real secret, in a file that git tracks",
                   "replace it by a placeholder, and revoke the secret");
      for (const EnvFile* file : world.files)
        if (const EnvEntry* real = file->find(entry.name); real != nullptr && is_secret_name(entry.name) &&
                                                           real->value == entry.value && !is_placeholder(entry.value) &&
                                                           entry.value.size() >= 8)
          report.add(is_strict_environment(file->environment) ? Status::fail : Status::warn, *file, *real,
                     fmt::format("the very value of {}:{}", example->path, entry.line), "set a value of its own");
    }
}

}  // namespace fingerpost
