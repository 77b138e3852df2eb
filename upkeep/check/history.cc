#include "upkeep/check/history.h"

#include <chrono>
#include <filesystem>
#include <vector>

#include "base/process.h"
#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostBytes = 32u << 20;

}  // namespace

History::History(const Root& root) {
  std::error_code failed;
  if (!std::filesystem::exists(root.path() + "/.git", failed)) return;
  std::string log;
  auto run = run_process({"git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c",
                          "diff.renameLimit=2000", "log", "-n", "4000", "--no-merges", "--diff-filter=RD", "-M40%",
                          "--name-status", "-z", "--format=%x01%h", "--no-ext-diff", "--no-textconv", "--relative"},
                         root.path(), "", std::chrono::milliseconds(1200), [&](std::string_view bytes) {
                           if (log.size() < kMostBytes) log += bytes;
                         });
  if (!run || (run->exit_status != 0 && !run->timed_out)) return;
  // Newest first: a path that was made anew and deleted again has its last fate.
  std::string commit;
  const auto parts = split(log, '\0');
  std::unordered_map<std::string, std::unordered_map<std::string, int>> moved;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string_view part = trim(parts[i]);
    if (part.starts_with("\x01")) {
      const auto end = part.find('\n');
      commit = std::string(part.substr(1, end == std::string_view::npos ? end : end - 1));
      if (end == std::string_view::npos) continue;
      part = trim(part.substr(end));
    }
    if (part == "D" && i + 1 < parts.size()) {
      fates_.emplace(std::string(parts[++i]), Fate{"", commit});
    } else if (part.starts_with("R") && i + 2 < parts.size()) {
      const std::string from(parts[i + 1]);
      std::string to(parts[i + 2]);
      i += 2;
      // Where it went later on.
      if (const auto later = fates_.find(to); later != fates_.end() && later->first != from) to = later->second.to;
      if (!to.empty()) ++moved[std::string(directory_of(from))][std::string(directory_of(to))];
      fates_.emplace(from, Fate{std::move(to), commit});
    }
  }
  for (auto& [from, targets] : moved)
    if (targets.size() == 1 && targets.begin()->first != from) directories_.emplace(from, targets.begin()->first);
}

const std::string* History::fate_of(std::string_view path) const {
  const auto known = fates_.find(std::string(path));
  return known == fates_.end() ? nullptr : &known->second.to;
}

const std::string* History::directory_fate_of(std::string_view path) const {
  const auto known = directories_.find(std::string(path));
  return known == directories_.end() ? nullptr : &known->second;
}

std::string History::commit_of(std::string_view path) const {
  const auto known = fates_.find(std::string(path));
  return known == fates_.end() ? std::string() : known->second.commit;
}

}  // namespace fingerpost
