// The git repository: branch, what is not committed, how far it is from its upstream.
#include <fmt/format.h>

#include "base/text.h"
#include "probes/git/repository.h"
#include "probes/probe.h"

namespace fingerpost {
namespace {

std::vector<Planned> plan(const Surroundings& around);

Result<Planned> aim(const std::string& argument, const Surroundings& around) {
  auto planned = plan(around);
  if (!argument.empty() && argument != ".")
    return Error{Code::invalid_argument, "the git probe looks at this repository and takes no target", "", ""};
  if (planned.empty()) return Error{Code::not_found, "no git repository", "", ""};
  return planned.front();
}

void look_at_dirt(const GitRepository& repository, const Deadline& deadline, Outcome& out) {
  const Stopwatch watch;
  const auto dirt = repository.dirt(deadline);
  if (!dirt) {
    out.add("clean", Status::error, dirt.error().message, "see whether 'git status' works here");
    return;
  }
  out.measure("changed", static_cast<double>(dirt->changed));
  out.measure("untracked", static_cast<double>(dirt->untracked));
  Check& check = dirt->conflicts > 0
                     ? out.add("clean", Status::fail, fmt::format("{} files with conflicts", dirt->conflicts),
                               "resolve them, then git add")
                 : dirt->changed + dirt->untracked > 0
                     ? out.add("clean", Status::warn,
                               fmt::format("{} files changed, {} untracked", dirt->changed, dirt->untracked),
                               "commit or stash before you deploy")
                     : out.add("clean", Status::pass, "nothing to commit");
  check.milliseconds = watch.milliseconds();
}

void look_at_upstream(const GitRepository& repository, const Deadline& deadline, Outcome& out) {
  const GitHead& head = repository.head();
  if (head.branch.empty() || head.commit.empty()) return;
  if (head.upstream.empty()) {
    out.add("upstream", Status::skip, fmt::format("branch {} has no upstream", head.branch));
    return;
  }
  if (head.upstream_commit.empty()) {
    out.add("upstream", Status::warn, fmt::format("{} is not known here", head.upstream), "git fetch");
    return;
  }
  const Stopwatch watch;
  const auto distance = repository.distance(deadline);
  if (!distance) {
    out.add("upstream", Status::error, distance.error().message, "git fetch, or see whether 'git log' works here");
    return;
  }
  out.measure("ahead", distance->ahead);
  out.measure("behind", distance->behind);
  std::string seen = fmt::format("{} ahead of and {} behind {}, as of the last fetch", distance->ahead,
                                 distance->behind, head.upstream);
  Check& check = distance->ahead > 0 && distance->behind > 0
                     ? out.add("upstream", Status::warn, "diverged: " + seen, "git pull --rebase")
                 : distance->behind > 0 ? out.add("upstream", Status::warn, std::move(seen), "git pull")
                                        : out.add("upstream", Status::pass, std::move(seen));
  check.milliseconds = watch.milliseconds();
}

void run(const Planned&, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  const auto repository = GitRepository::find(around.root().path());
  if (!repository) {
    out.add("repository", repository.error().code == Code::not_found ? Status::skip : Status::error,
            repository.error().message);
    return;
  }
  const GitHead& head = repository->head();
  if (head.commit.empty())
    out.add("branch", Status::warn, fmt::format("branch {} has no commit yet", head.branch), "make the first commit");
  else if (head.branch.empty())
    out.add("branch", Status::warn, fmt::format("detached at {}", head.commit.substr(0, 10)), "git switch to a branch");
  else
    out.add("branch", Status::pass, fmt::format("{} at {}", head.branch, head.commit.substr(0, 10)));
  if (!head.branch.empty()) out.measure("branch", head.branch);
  if (!head.in_progress.empty())
    out.add("in-progress", Status::warn, fmt::format("a {} is going on", head.in_progress),
            fmt::format("finish it, or git {} --abort", head.in_progress));
  look_at_dirt(*repository, deadline, out);
  look_at_upstream(*repository, deadline, out);
}

}  // namespace

extern const Probe git_probe;
const Probe git_probe = {
    "git",
    "Git repository",
    "reads .git, and asks git with an empty configuration; runs no hook or filter, changes nothing",
    "this repository",
    10,
    plan,
    aim,
    run,
    {}};

namespace {

std::vector<Planned> plan(const Surroundings& around) {
  if (!GitRepository::find(around.root().path())) return {};
  Planned planned;
  planned.probe = &git_probe;
  planned.origin.kind = Origin::Kind::repository;
  planned.why = "the directory is a git repository";
  return {planned};
}

}  // namespace
}  // namespace fingerpost
