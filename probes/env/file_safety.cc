// Who else can see an env file.
#include <fmt/format.h>

#include "base/text.h"
#include "probes/env/env_rules.h"

namespace fingerpost {

void check_file_safety(const EnvWorld& world, EnvReport& report) {
  if (world.files.empty()) return report.skip("no env file here");
  for (const EnvFile* file : world.files) {
    const EnvFileFacts* facts = world.facts_of(*file);
    if (facts == nullptr) continue;
    const Written at{file->path, 0};
    const std::string name(base_name(file->path));
    // Frameworks keep harmless defaults for everybody in .env.development and .env.test.
    const bool meant_for_git = file->environment == "development" || file->environment == "test";
    if (facts->git == EnvFileFacts::Git::tracked && !(meant_for_git && !name.ends_with(".local")))
      report.add(
          Status::fail, at, "git tracks it: whoever has the repository has its values",
          fmt::format("git rm --cached {}, add it to .gitignore, and replace what was secret in it", file->path));
    else if (facts->git == EnvFileFacts::Git::untracked && !meant_for_git)
      report.add(Status::warn, at, "git does not ignore it: the next 'git add' of everything takes it in",
                 fmt::format("add {} to .gitignore", name));
    const bool strict = is_strict_environment(file->environment);
    if ((facts->mode & 0022u) != 0)
      report.add(Status::fail, at, fmt::format("others may write it (mode {:04o})", facts->mode),
                 fmt::format("chmod 600 {}", file->path));
    else if (strict && (facts->mode & 0044u) != 0)
      report.add(Status::warn, at, fmt::format("others on this machine may read it (mode {:04o})", facts->mode),
                 fmt::format("chmod 600 {}", file->path));
    if (facts->leaves_root)
      report.add(Status::warn, at, "a symbolic link out of the repository, which is not followed",
                 "keep the file here");
    else if (facts->symlink)
      report.add(Status::warn, at, "a symbolic link: whoever changes its target changes this environment",
                 "keep a file of its own where that is not meant");
    if (facts->in_docker_context)
      report.add(
          strict ? Status::fail : Status::warn, at,
          "it lies in a Docker build's context, and .dockerignore does not name it: COPY . takes it into the image",
          "add .env* to .dockerignore");
  }
}

}  // namespace fingerpost
