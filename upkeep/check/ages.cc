#include "upkeep/check/ages.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>

#include "base/process.h"
#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostLog = 32u << 20;  // bytes of git's answer
constexpr std::size_t kMostOfACommit = 200;  // files, of a commit that says something about each

}  // namespace

Ages::Ages(const Root& root) {
  std::error_code failed;
  if (!std::filesystem::exists(root.path() + "/.git", failed)) return;
  std::string log;
  auto run = run_process({"git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "log", "-n", "20000",
                          "--no-merges", "--no-renames", "--diff-filter=AM", "--name-only", "-z", "--format=%x01%ct",
                          "--no-ext-diff", "--no-textconv", "--relative"},
                         root.path(), "", std::chrono::milliseconds(1200), [&](std::string_view bytes) {
                           if (log.size() < kMostLog) log += bytes;
                         });
  if (!run || (run->exit_status != 0 && !run->timed_out)) return;
  // The last name may be cut where git was stopped.
  log.erase(log.rfind('\0') == std::string::npos ? 0 : log.rfind('\0'));
  std::vector<std::string_view> names;
  std::int64_t when = 0;
  const auto take = [&] {
    for (const std::string_view name : names) {
      File& file = files_[std::string(name)];
      if (file.touched == 0) file.touched = when;
      if (names.size() <= kMostOfACommit) file.changes.push_back(when);
    }
    names.clear();
  };
  // "\1<seconds>\0" and then, behind a line end, "<path>\0" each.
  for (std::string_view part : split(log, '\0')) {
    if (part.starts_with("\n")) part.remove_prefix(1);
    if (part.starts_with("\x01")) {
      take();
      std::from_chars(part.data() + 1, part.data() + part.size(), when);
    } else if (!part.empty()) {
      names.push_back(part);
    }
  }
  take();
}

std::optional<std::int64_t> Ages::touched(std::string_view path) const {
  const auto known = files_.find(std::string(path));
  return known == files_.end() ? std::nullopt : std::optional(known->second.touched);
}

int Ages::changes_since(std::string_view path, std::int64_t when) const {
  const auto known = files_.find(std::string(path));
  if (known == files_.end()) return 0;
  const auto& changes = known->second.changes;
  return static_cast<int>(std::count_if(changes.begin(), changes.end(), [&](std::int64_t one) { return one > when; }));
}

}  // namespace fingerpost
