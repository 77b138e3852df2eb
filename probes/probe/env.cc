// Env files, held to the rules of probes/env/: one target for each directory that has some.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "probes/env/env_rules.h"
#include "probes/env/gather.h"
#include "probes/probe.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostOfARule = 20;  // findings shown; the rest is counted

std::vector<Planned> plan(const Surroundings& around);

std::string files_of(const Surroundings& around, const std::string& directory) {
  std::vector<std::string> names;
  for (const EnvFile& file : around.env_files())
    if (directory_of(file.path) == directory) names.push_back(file.path);
  return names.empty() ? std::string("compose refers to variables, and there is no env file") : join(names, ", ");
}

Result<Planned> aim(const std::string& argument, const Surroundings& around) {
  std::string directory = argument;
  while (directory.ends_with("/")) directory.pop_back();
  if (directory == ".") directory.clear();
  for (const EnvFile& file : around.env_files())
    if (file.path == argument) directory = std::string(directory_of(file.path));
  for (Planned& planned : plan(around))
    if (planned.target.text == directory) {
      // One file alone is shown; the others beside it are still what it is compared with.
      if (directory != argument && argument != ".") planned.target.text = planned.shown = argument;
      return planned;
    }
  return Error{Code::not_found, fmt::format("there is no env file at {}", clip(argument, 100)), "",
               "name an env file, or a directory that has one"};
}

// Whether a finding is about what was asked for: one file, one environment, or everything.
bool is_wanted(const EnvFinding& finding, const EnvWorld& world, const std::string& file,
               const std::string& environment) {
  if (!file.empty()) return finding.at.path == file || finding.at.path.empty();
  if (environment.empty()) return true;
  for (const EnvGroup& group : world.groups)
    for (const EnvFile* one : group.files)
      if (one->path == finding.at.path) return group.environment == environment || one->environment == environment;
  return true;
}

void run(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  std::string directory = planned.target.text;
  std::string file;
  for (const EnvFile& one : around.env_files())
    if (one.path == planned.target.text) {
      file = one.path;
      directory = std::string(directory_of(one.path));
    }
  const EnvWorld world = gather_env_world(around, directory, deadline);
  const std::string& environment = around.environment();
  if (!environment.empty() && std::none_of(world.files.begin(), world.files.end(), [&](const EnvFile* one) {
        return to_lower(one->environment) == to_lower(environment);
      }))
    out.add("file", Status::fail, fmt::format("there is no env file for {}", environment),
            fmt::format("add {}.env.{}", directory.empty() ? "" : directory + "/", environment));
  std::vector<EnvFinding> findings = check_env(world);
  std::erase_if(findings, [&](const EnvFinding& one) { return !is_wanted(one, world, file, environment); });
  std::size_t found = 0;
  for (const EnvRule& rule : env_rules()) {
    std::size_t of_rule = 0;
    for (EnvFinding& finding : findings) {
      if (finding.rule != rule.name) continue;
      ++of_rule;
      if (finding.status != Status::skip) ++found;
      if (of_rule > kMostOfARule) continue;
      Check& check =
          out.add(std::string(rule.name), finding.status, std::move(finding.seen), std::move(finding.advice));
      check.source = std::move(finding.at);
    }
    if (of_rule == 0) out.add(std::string(rule.name), Status::pass, std::string(rule.passes));
    if (of_rule > kMostOfARule)
      out.notes.push_back(fmt::format("{}: {} more findings of this kind", rule.name, of_rule - kMostOfARule));
  }
  std::size_t variables = 0;
  for (const EnvFile* one : world.files) variables += one->entries.size();
  out.measure("files", static_cast<double>(world.files.size()));
  out.measure("variables", static_cast<double>(variables));
  out.measure("findings", static_cast<double>(found));
  out.notes.push_back(fmt::format("{} files were looked through for what reads these variables{}", world.uses.files,
                                  world.uses.complete ? "" : "; time or bytes ran out before all were"));
  out.notes.push_back("variables that the shell or the platform sets are not seen from here, and go before every file");
}

}  // namespace

extern const Probe env_probe;
const Probe env_probe = {
    "env",
    "Env files",
    "reads env files, compose files and code of the repository; asks git which are tracked; shows no value",
    "every directory with an env file or an example of one; --env picks the environment",
    10,
    plan,
    aim,
    run,
    {}};

namespace {

std::vector<Planned> plan(const Surroundings& around) {
  std::vector<Planned> out;
  for (const std::string& directory : env_directories(around)) {
    Planned planned;
    planned.probe = &env_probe;
    planned.target.text = directory;
    planned.shown = directory.empty() ? "." : directory;
    planned.origin.kind = Origin::Kind::repository;
    planned.why = files_of(around, directory);
    for (const EnvFile& file : around.env_files())
      if (planned.origin.at.path.empty() && directory_of(file.path) == directory) planned.origin.at = {file.path, 0};
    out.push_back(std::move(planned));
  }
  return out;
}

}  // namespace
}  // namespace fingerpost
