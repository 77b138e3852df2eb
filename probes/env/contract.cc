// What env files should hold, as the example, the code, the schemas, the documents and compose say; and what they hold
// that nobody asks for.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "probes/env/env_rules.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostForSlips = 500;  // names that are compared letter by letter

struct Need {
  Status status = Status::fail;  // when it is missing
  std::string why;               // "needed by src/config.ts:12"
};

bool is_in_compose(const EnvWorld& world, std::string_view name) {
  return std::any_of(world.composes.begin(), world.composes.end(), [&](const ComposeModel* model) {
    return std::any_of(model->references.begin(), model->references.end(),
                       [&](const ComposeReference& one) { return one.name == name; }) ||
           std::any_of(model->services.begin(), model->services.end(),
                       [&](const ComposeService& one) { return one.variable(name) != nullptr; });
  });
}

// The names that an environment needs, with why.
std::map<std::string, Need> needs_of(const EnvWorld& world, const std::string& environment) {
  std::map<std::string, Need> out;
  const auto put = [&](const std::string& name, Status status, const std::string& why) {
    const auto [known, is_new] = out.try_emplace(name, Need{status, why});
    if (!is_new && known->second.status != Status::fail && status == Status::fail) known->second = {status, why};
  };
  std::map<std::string_view, std::string> demands;  // by documents, with where
  for (const EnvUse& use : world.uses.uses)
    if (use.demanded) demands.try_emplace(use.name, use.at.text());
  for (const EnvUse& use : world.uses.uses) {
    if (is_set_by_the_system(use.name)) continue;
    if (use.kind == EnvUse::Kind::required)
      put(use.name, Status::fail, fmt::format("{} stops without it", use.at.text()));
    // Read without a default: it may be optional, so that only the example or a document makes it a
    // demand.
    if (use.kind != EnvUse::Kind::read) continue;
    if (const auto demanded = demands.find(use.name); demanded != demands.end())
      put(use.name, Status::fail,
          fmt::format("{} says that it is required, and {} reads it", demanded->second, use.at.text()));
    else
      put(use.name, Status::warn, fmt::format("{} reads it without a default", use.at.text()));
  }
  for (const ComposeModel* model : world.composes)
    for (const ComposeReference& reference : model->references)
      if (reference.sign.ends_with("?"))
        put(reference.name, Status::fail, fmt::format("{} stops without it", reference.at.text()));
  for (const EnvFile* example : world.examples) {
    // ".env.production.example" speaks for production alone, ".env.azure.example" for a variant that nobody may use.
    if (!example->environment.empty() && example->environment != environment) continue;
    for (const EnvEntry& entry : example->entries) {
      const EnvUse* use = world.uses.by_code(entry.name);
      const bool optional = use != nullptr && use->kind == EnvUse::Kind::fallback;
      // What the example leaves empty may stay so.
      const Status status = optional || entry.value.empty() ? Status::warn : Status::fail;
      put(entry.name, status,
          fmt::format("{}:{} lists it{}", example->path, entry.line,
                      optional ? fmt::format(", {} has a default", use->at.text()) : ""));
    }
  }
  return out;
}

// Names that differ in at most two letters: inserted, left out, replaced or swapped neighbours.
bool is_like(std::string_view a, std::string_view b) {
  if (a.size() > 64 || b.size() > 64 || a.size() + 2 < b.size() || b.size() + 2 < a.size() ||
      std::min(a.size(), b.size()) < 5)
    return false;
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  // DB_PORT and DB_HOST are two names, not a slip: short names differ by one letter only.
  return last[b.size()] > 0 && last[b.size()] <= (std::min(a.size(), b.size()) < 8 ? 1u : 2u);
}

// Without any code, a name that is read nowhere is no surprise.
bool has_code(const EnvWorld& world) {
  return std::any_of(world.uses.uses.begin(), world.uses.uses.end(),
                     [](const EnvUse& use) { return use.kind != EnvUse::Kind::documented; });
}

bool is_in_an_example(const EnvWorld& world, std::string_view name) {
  return std::any_of(world.examples.begin(), world.examples.end(),
                     [&](const EnvFile* example) { return example->find(name) != nullptr; });
}

bool is_set_by_a_part(const EnvWorld& world, std::string_view name) {
  return std::any_of(world.groups.begin(), world.groups.end(),
                     [&](const EnvGroup& group) { return group.part && group.find(name) != nullptr; });
}

// Where a new line belongs: in the file that is not a developer's own.
std::string name_of_group(const EnvGroup& group) {
  for (const EnvFile* file : group.files)
    if (!file->path.ends_with(".local")) return file->path;
  return group.files.empty() ? std::string() : group.files.back()->path;
}

// A name of `group` that is used nowhere and is one slip away from this one.
const EnvEntry* slip_for(const EnvWorld& world, const EnvGroup& group, const std::map<std::string, Need>& needs,
                         std::string_view name) {
  if (needs.size() > kMostForSlips) return nullptr;
  for (const EnvFile* file : group.files)
    for (const EnvEntry& entry : file->entries)
      if (is_like(entry.name, name) && needs.find(entry.name) == needs.end() && !is_in_compose(world, entry.name) &&
          world.uses.by_code(entry.name) == nullptr)
        return &entry;
  return nullptr;
}

}  // namespace

void check_missing(const EnvWorld& world, EnvReport& report) {
  if (world.files.empty()) {
    if (world.examples.empty()) return report.skip("no env file here, and no example of one");
    const std::string example = world.examples.front()->path;
    const bool wanted = world.directory.empty() || !world.composes.empty();
    report.add(
        wanted ? Status::fail : Status::warn, {example, 1},
        fmt::format("there is {}, but no env file beside it", example),
        fmt::format("copy {} to {}.env and fill it in", example, world.directory.empty() ? "" : world.directory + "/"));
    return;
  }
  for (const EnvGroup& group : world.groups) {
    const auto needs = needs_of(world, group.environment);
    for (const auto& [name, need] : needs) {
      if (group.part || group.find(name) != nullptr || is_set_by_a_part(world, name)) continue;
      const EnvFile* elsewhere = nullptr;
      for (const EnvGroup& other : world.groups)
        if (other.environment.empty() && other.find(name, &elsewhere) != nullptr) break;
      const EnvEntry* slip = slip_for(world, group, needs, name);
      if (slip != nullptr) {
        const EnvFile* file = nullptr;
        group.find(slip->name, &file);
        report.add(
            Status::fail, {file->path, slip->line},
            fmt::format("{} - not set, but {} is: a slip of the pen? {}", name, shown_name(slip->name), need.why),
            fmt::format("rename {} to {}", shown_name(slip->name), name));
        continue;
      }
      // Where the developer's file has it, a loader that reads both gets it.
      const bool inherited = elsewhere != nullptr;
      report.add(inherited ? Status::warn : need.status, {name_of_group(group), 0},
                 inherited ? fmt::format("{} - only {} sets it; {}", name, elsewhere->path, need.why)
                           : fmt::format("{} - not set; {}", name, need.why),
                 fmt::format("add {}= to {}", name, name_of_group(group)));
    }
  }
}

void check_empty(const EnvWorld& world, EnvReport& report) {
  for (const EnvGroup& group : world.groups)
    for (const auto& [name, need] : needs_of(world, group.environment)) {
      const EnvFile* file = nullptr;
      const EnvEntry* entry = group.find(name, &file);
      if (entry != nullptr && trim(entry->value).empty() && need.status == Status::fail)
        report.add(Status::fail, *file, *entry, fmt::format("empty; {}", need.why), "give it a value");
    }
}

void check_unused(const EnvWorld& world, EnvReport& report) {
  if (!has_code(world)) return report.skip("no code here reads any variable");
  if (!world.uses.complete) return report.skip("not every file could be looked through in the time given");
  const auto needs = needs_of(world, "");
  for (const EnvFile* file : world.files) {
    // Whatever runs in the container reads these: an image's own names stand in no file here.
    if (is_given_to_a_service(world, *file)) continue;
    std::set<std::string_view> said;
    for (const EnvEntry& entry : file->entries) {
      if (needs.count(entry.name) != 0 || is_in_an_example(world, entry.name) || is_in_compose(world, entry.name) ||
          world.uses.by_code(entry.name) != nullptr || world.uses.documented(entry.name) != nullptr ||
          world.uses.met.count(entry.name) != 0 || is_set_by_the_system(entry.name) ||
          is_read_by_a_library(entry.name) || contains(file->text, "${" + entry.name))
        continue;
      // Compose's own settings.
      if (entry.name.starts_with("COMPOSE_") || entry.name.starts_with("DOCKER_")) continue;
      if (said.insert(entry.name).second)
        report.add(Status::warn, *file, entry, "nothing here reads it, and the example does not list it",
                   "remove it, or list it in the example");
    }
  }
}

void check_undocumented(const EnvWorld& world, EnvReport& report) {
  if (world.examples.empty()) {
    if (world.files.empty()) return report.skip("no env file here");
    report.add(Status::warn, {world.files.front()->path, 0},
               "there is no example of the env file, which would be tracked by git",
               "add .env.example with every name and harmless values");
    return;
  }
  std::map<std::string, std::string> wanted;
  for (const EnvUse& use : world.uses.uses)
    if (use.kind != EnvUse::Kind::documented && !is_set_by_the_system(use.name))
      wanted.try_emplace(
          use.name, fmt::format("{} {} it", use.at.text(), use.kind == EnvUse::Kind::required ? "needs" : "reads"));
  for (const ComposeModel* model : world.composes)
    for (const ComposeReference& reference : model->references)
      wanted.try_emplace(reference.name, fmt::format("{} refers to it", reference.at.text()));
  // Names that come with a service's own environment are set by compose, inside of its container.
  for (const auto& [name, why] : wanted) {
    const bool listed =
        std::any_of(world.examples.begin(), world.examples.end(), [&, &name = name](const EnvFile* example) {
          return example->find(name) != nullptr || contains(example->text, "# " + name + "=") ||
                 contains(example->text, "#" + name + "=");
        });
    if (!listed)
      report.add(Status::warn, {world.examples.front()->path, 0},
                 fmt::format("{} - {}, and the example lacks it", name, why),
                 fmt::format("add {}= to {}", name, world.examples.front()->path));
  }
}

void check_read_by_nothing(const EnvWorld& world, EnvReport& report) {
  if (world.examples.empty()) return report.skip("no example here");
  if (!has_code(world)) return report.skip("no code here reads any variable");
  if (!world.uses.complete) return report.skip("not every file could be looked through in the time given");
  for (const EnvFile* example : world.examples)
    for (const EnvEntry& entry : example->entries)
      if (world.uses.by_code(entry.name) == nullptr && !is_in_compose(world, entry.name) &&
          world.uses.met.count(entry.name) == 0 && !is_set_by_the_system(entry.name) &&
          !is_read_by_a_library(entry.name) && !entry.name.starts_with("COMPOSE_") &&
          !contains(example->text, "${" + entry.name))
        report.add(Status::warn, *example, entry, "nothing here reads it", "remove it from the example, or read it");
}

void check_shadowed(const EnvWorld& world, EnvReport& report) {
  for (const EnvGroup& group : world.groups)
    for (std::size_t i = 1; i < group.files.size(); ++i)
      for (const EnvEntry& entry : group.files[i]->entries) {
        if (group.files[i]->find(entry.name) != &entry) continue;
        const EnvFile* winner = nullptr;
        const EnvEntry* counts = group.find(entry.name, &winner);
        if (winner == group.files[i] || counts->value == entry.value) continue;
        report.add(Status::warn, *group.files[i], entry,
                   fmt::format("hidden by {}:{}, which sets another value", winner->path, counts->line),
                   fmt::format("change {}, or remove the line there", winner->path));
      }
}

}  // namespace fingerpost
