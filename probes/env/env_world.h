// What the rules about env files look at: the files of one directory as they are now, and everything beside them that
// says what they should hold. Filled by probes/env/gather.h; a plain value for tests.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "probes/compose.h"
#include "probes/env/env_uses.h"
#include "probes/env_file.h"
#include "probes/outcome.h"

namespace fingerpost {

// What the file system and git know of an env file.
struct EnvFileFacts {
  enum class Git { unknown, untracked, ignored, tracked };
  Git git = Git::unknown;
  unsigned mode = 0;  // of stat(2), permission bits only; 0 when it could not be asked
  bool symlink = false;
  bool leaves_root = false;        // a symbolic link out of the repository
  bool in_docker_context = false;  // a Dockerfile stands beside it and .dockerignore does not name it
};

// Everything that is read as one: .env with .env.local, or .env.staging with .env.staging.local.
struct EnvGroup {
  std::string environment;            // "" for a developer's machine
  std::vector<const EnvFile*> files;  // the one that wins first
  bool part = false;                  // read by one part alone ("worker.env"), and so held to no contract

  // What an application gets: the first file's last entry of this name; nullptr for none.
  const EnvEntry* find(std::string_view name, const EnvFile** file = nullptr) const;
};

// An entry's value with the ${OTHER}s of its group filled in.
std::string expanded(const EnvGroup& group, const EnvEntry& entry);

struct EnvWorld {
  std::string directory;
  std::vector<const EnvFile*> files;     // real ones, examples not among them
  std::vector<const EnvFile*> examples;  // the contract; usually one
  std::vector<EnvGroup> groups;          // the developer's first
  std::vector<const ComposeModel*> composes;
  std::map<std::string, EnvFileFacts> facts;  // by path
  EnvUses uses;
  ComposeText region;  // of the platform's file (fly.toml's primary_region); "" for none

  const EnvFileFacts* facts_of(const EnvFile& file) const;
};

// Environments that somebody else depends on: production, staging, live. Not test, ci, development or "".
bool is_strict_environment(std::string_view environment);
bool is_production(std::string_view environment);
// Whether a compose service is given this file as env_file: its names are read by whatever runs in the container.
bool is_given_to_a_service(const EnvWorld& world, const EnvFile& file);

}  // namespace fingerpost
