#include "upkeep/check/tree.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>

#include "base/process.h"
#include "base/text.h"
#include "indexer/walk_rules.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostNames = 400'000;

// What builds make, by custom, whether or not an ignore file says so.
constexpr std::array<std::string_view, 24> kMadeDirectories = {
    "node_modules", "dist",  "build", "out",    "target", "coverage", "__pycache__", ".venv",
    "venv",         "tmp",   "temp",  ".cache", ".next",  ".nuxt",    ".output",     "logs",
    "log",          "cache", "bin",   "obj",    ".git",   ".turbo",   "artifacts",   "generated"};

bool is_made_by_custom(std::string_view path) {
  for (std::string_view part : split(path, '/'))
    if (std::find(kMadeDirectories.begin(), kMadeDirectories.end(), part) != kMadeDirectories.end()) return true;
  const std::string name(base_name(path));
  for (std::string_view end : {".log", ".tmp", ".pid", ".lock", ".pyc", ".o", ".exe", ".tar.gz", ".zip", ".tgz",
                               ".dump", ".sqlite", ".db", ".sock", ".bak", ".pem", ".key", ".crt", ".local"})
    if (name.ends_with(end)) return true;
  return name == ".env" || name.starts_with(".env.local") || name == "kubeconfig";
}

}  // namespace

bool resolve_path(std::string_view directory, std::string_view path, std::string& out) {
  std::vector<std::string_view> parts;
  const auto walk = [&](std::string_view text) {
    for (std::string_view part : split(text, '/')) {
      if (part.empty() || part == ".") continue;
      if (part == "..") {
        if (parts.empty()) return false;
        parts.pop_back();
      } else {
        parts.push_back(part);
      }
    }
    return true;
  };
  if (!path.starts_with("/") && !walk(directory)) return false;
  if (!walk(path)) return false;
  out.clear();
  for (std::string_view part : parts) {
    if (!out.empty()) out += '/';
    out += part;
  }
  return true;
}

std::string relative_path(std::string_view directory, std::string_view path) {
  if (directory.empty()) return std::string(path);
  const auto from = split(directory, '/');
  const auto to = split(path, '/');
  std::size_t same = 0;
  while (same < from.size() && same + 1 < to.size() && from[same] == to[same]) ++same;
  std::string out;
  for (std::size_t i = same; i < from.size(); ++i) out += "../";
  for (std::size_t i = same; i < to.size(); ++i) out += (i > same ? "/" : "") + std::string(to[i]);
  return out;
}

void Tree::add(std::string path, bool opaque) {
  if (files_.size() >= kMostNames) {
    cut_ = true;
    return;
  }
  if (!set_.insert(path).second) return;
  if (opaque) opaque_.insert(path);
  by_name_.emplace(std::string(base_name(path)), path);
  std::string_view below = path;
  for (;;) {
    const std::string directory(directory_of(below));
    children_.emplace(directory, std::string(base_name(below)));
    if (directory.empty() || !directories_.insert(directory).second) break;
    by_name_.emplace(std::string(base_name(directory)), directory);
    below = std::string_view(path).substr(0, directory.size());
  }
  files_.push_back(std::move(path));
}

Tree::Tree(const Root& root) {
  std::string listed;
  bool from_git = false;
  if (std::error_code failed; std::filesystem::exists(root.path() + "/.git", failed)) {
    auto run = run_process({"git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "ls-files", "-z",
                            "--cached", "--others", "--exclude-standard"},
                           root.path(), "", std::chrono::seconds(20), [&](std::string_view bytes) { listed += bytes; });
    from_git = run && run->exit_status == 0 && !run->timed_out;
  }
  if (from_git) {
    for (std::string_view path : split(listed, '\0')) {
      if (path.empty()) continue;
      // What is deleted in the working tree is still listed.
      struct ::stat st {};
      const std::string name(path.ends_with('/') ? path.substr(0, path.size() - 1) : path);
      if (::fstatat(root.descriptor(), name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) continue;
      add(name, !S_ISREG(st.st_mode));
    }
  } else {
    namespace fs = std::filesystem;
    std::error_code failed;
    fs::recursive_directory_iterator at(root.path(), fs::directory_options::skip_permission_denied, failed);
    const std::size_t prefix = root.path().size() + (root.path() == "/" ? 0 : 1);
    for (const fs::recursive_directory_iterator end; !failed && at != end; at.increment(failed)) {
      const fs::path& path = at->path();
      std::error_code unknown;
      const bool link = at->is_symlink(unknown);
      if (!link && at->is_directory(unknown)) {
        if (path.filename() == ".git" || is_vendored_directory(path.filename().string()))
          at.disable_recursion_pending();
        continue;
      }
      add(path.string().substr(prefix), link);
      if (cut_) break;
    }
  }
  std::sort(files_.begin(), files_.end());
  read_ignore_files(root);
}

void Tree::read_ignore_files(const Root& root) {
  constexpr std::size_t kMostIgnoreFiles = 2000;
  const auto [first, last] = by_name_.equal_range(".gitignore");
  for (auto at = first; at != last && ignores_.size() < kMostIgnoreFiles; ++at)
    if (auto file = root.read(at->second, 1u << 20)) {
      const std::string directory(directory_of(at->second));
      ignores_.emplace_back(directory, IgnoreRules(directory, file->bytes));
    }
  // The deepest binds most.
  std::sort(ignores_.begin(), ignores_.end(),
            [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

bool Tree::has_directory(std::string_view path) const {
  return path.empty() || directories_.contains(std::string(path));
}

bool Tree::has(std::string_view path) const {
  if (path.empty()) return true;
  const std::string whole(path);
  if (set_.contains(whole) || directories_.contains(whole)) return true;
  if (opaque_.empty()) return false;
  for (std::string_view above = directory_of(path); !above.empty(); above = directory_of(above))
    if (opaque_.contains(std::string(above))) return true;
  return false;
}

std::vector<std::string_view> Tree::named(std::string_view base) const {
  std::vector<std::string_view> out;
  const auto [first, last] = by_name_.equal_range(std::string(base));
  for (auto at = first; at != last && out.size() < 1000; ++at)
    if (set_.contains(at->second)) out.push_back(at->second);
  std::sort(out.begin(), out.end());
  return out;
}

bool Tree::has_ending(std::string_view path) const {
  const auto [first, last] = by_name_.equal_range(std::string(base_name(path)));
  return std::any_of(first, last, [&](const auto& one) {
    return one.second == path || (one.second.size() > path.size() && one.second.ends_with(path) &&
                                  one.second[one.second.size() - path.size() - 1] == '/');
  });
}

std::vector<std::string_view> Tree::names_in(std::string_view directory) const {
  std::vector<std::string_view> out;
  const auto [first, last] = children_.equal_range(std::string(directory));
  for (auto at = first; at != last; ++at) out.push_back(at->second);
  std::sort(out.begin(), out.end());
  return out;
}

bool Tree::is_kept_here(std::string_view path) const {
  const std::string_view directory = directory_of(path);
  for (std::string_view made : {"logs", "log", "cache", "artifacts"}) {
    if (base_name(directory) != made) continue;
    for (std::string_view name : names_in(directory))
      if (extension_of(name) == extension_of(path)) return true;
  }
  return false;
}

bool Tree::is_made(std::string_view path) const {
  if (is_made_by_custom(path) && !is_kept_here(path)) return true;
  for (const auto& [directory, rules] : ignores_) {
    if (!directory.empty() && !(path.starts_with(directory) && path.substr(directory.size()).starts_with("/")))
      continue;
    // Each directory on the way may be ignored, and with it all below.
    for (auto slash = path.find('/', directory.size() + 1);; slash = path.find('/', slash + 1)) {
      if (rules.verdict(path.substr(0, slash), true) == IgnoreRules::Verdict::ignored) return true;
      if (slash == std::string_view::npos) break;
    }
  }
  return false;
}

}  // namespace fingerpost
