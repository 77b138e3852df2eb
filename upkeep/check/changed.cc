#include "upkeep/check/changed.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "base/process.h"
#include "base/text.h"

namespace fingerpost {
namespace {

Result<std::string> ask_git(const Root& root, std::vector<std::string> arguments) {
  std::vector<std::string> argv = {"git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  std::string output;
  auto run =
      run_process(argv, root.path(), "", std::chrono::seconds(20), [&](std::string_view bytes) { output += bytes; });
  if (!run) return run.error();
  if (run->exit_status != 0 || run->timed_out)
    return Error{Code::unavailable, "git says: " + std::string(trim(run->errors)), "", ""};
  return output;
}

}  // namespace

Result<Done> keep_changed(const Root& root, const std::string& revision, CheckReport& report) {
  auto commit = ask_git(root, {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
  if (!commit)
    return Error{Code::invalid_argument, "git knows no revision '" + revision + "' here", "",
                 "give a branch, tag or commit"};
  auto diff = ask_git(root, {"diff", "--name-status", "-z", "-M", "--relative", "--no-ext-diff", "--no-textconv",
                             std::string(trim(*commit)), "--"});
  if (!diff) return diff.error();
  auto others = ask_git(root, {"ls-files", "-z", "--others", "--exclude-standard"});
  if (!others) return others.error();
  std::set<std::string, std::less<>> changed;
  std::set<std::string, std::less<>> gone;
  const auto parts = split(*diff, '\0');
  for (std::size_t i = 0; i + 1 < parts.size();) {
    const std::string_view status = parts[i];
    if (status.starts_with("R") || status.starts_with("C")) {
      if (i + 2 >= parts.size()) break;
      if (status.starts_with("R")) gone.emplace(parts[i + 1]);
      changed.emplace(parts[i + 2]);
      i += 3;
    } else {
      (status == "D" ? gone : changed).emplace(parts[i + 1]);
      i += 2;
    }
  }
  for (std::string_view path : split(*others, '\0'))
    if (!path.empty()) changed.emplace(path);
  const auto went = [&](const std::string& about) {
    return !about.empty() && std::any_of(gone.begin(), gone.end(), [&](const std::string& path) {
      return path == about || path.starts_with(about + "/") || path.ends_with("/" + about) ||
             contains(path, "/" + about + "/");
    });
  };
  std::erase_if(report.findings, [&](const CheckFinding& finding) {
    return !changed.contains(finding.path) && !changed.contains(finding.other_path) && !went(finding.about);
  });
  count_levels(report);
  return Done{};
}

}  // namespace fingerpost
