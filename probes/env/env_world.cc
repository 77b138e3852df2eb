#include "probes/env/env_world.h"

#include <algorithm>

#include "probes/interpolation.h"

namespace fingerpost {

const EnvEntry* EnvGroup::find(std::string_view name, const EnvFile** file) const {
  for (const EnvFile* one : files)
    if (const EnvEntry* entry = one->find(name)) {
      if (file != nullptr) *file = one;
      return entry;
    }
  return nullptr;
}

std::string expanded(const EnvGroup& group, const EnvEntry& entry) {
  // '$' alone is more often a character of a password than a reference.
  if (entry.quotes == EnvEntry::Quotes::single || entry.value.find("${") == std::string::npos) return entry.value;
  return interpolated(entry.value, [&](std::string_view name) -> const std::string* {
    const EnvEntry* other = group.find(name);
    return other == nullptr || other == &entry ? nullptr : &other->value;
  });
}

const EnvFileFacts* EnvWorld::facts_of(const EnvFile& file) const {
  const auto found = facts.find(file.path);
  return found == facts.end() ? nullptr : &found->second;
}

bool is_production(std::string_view environment) {
  return environment == "production" || environment == "prod" || environment == "live";
}

bool is_strict_environment(std::string_view environment) {
  return is_production(environment) || environment == "staging" || environment == "stage" || environment == "preprod" ||
         environment == "uat";
}

bool is_given_to_a_service(const EnvWorld& world, const EnvFile& file) {
  return std::any_of(world.composes.begin(), world.composes.end(), [&](const ComposeModel* model) {
    return std::any_of(model->services.begin(), model->services.end(), [&](const ComposeService& service) {
      return std::any_of(service.env_files.begin(), service.env_files.end(),
                         [&](const ComposeText& one) { return one.value == file.path; });
    });
  });
}

}  // namespace fingerpost
