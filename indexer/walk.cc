#include "indexer/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>

#include "base/text.h"
#include "base/utf8.h"
#include "indexer/ignore.h"
#include "indexer/settings.h"
#include "indexer/walk_rules.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

constexpr std::size_t kIgnoreFileBytes = 1u << 20;
constexpr int kThreads = 2;
constexpr std::size_t kDeepest = 200;  // directories

using Scope = std::shared_ptr<const IgnoreScope>;

struct Directory {
  std::string path;  // "" for the root
  Scope scope;       // git's rules and the tools' rules together
  Scope own;         // .ignore and .fingerpostignore alone: they hold for env files too
};

struct Found {
  std::vector<WalkedFile> files;
  std::vector<std::string> directories;
  std::vector<std::pair<std::string, std::string>> left_out;
};

struct Entry {
  std::string name;
  unsigned char type = DT_UNKNOWN;
};

std::optional<std::string> text_at(int directory, const char* name) {
  const int fd = ::openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return std::nullopt;
  std::string text(kIgnoreFileBytes, '\0');
  const ssize_t got = ::read(fd, text.data(), text.size());
  ::close(fd);
  if (got < 0) return std::nullopt;
  text.resize(static_cast<std::size_t>(got));
  return text;
}

// The rules of the user's own git settings: core.excludesFile, or git's default place.
std::string global_ignores() {
  const char* home = std::getenv("HOME");
  const std::string below = home != nullptr ? home : "";
  const char* xdg = std::getenv("XDG_CONFIG_HOME");
  const std::string config = xdg != nullptr && *xdg != '\0' ? xdg : below + "/.config";
  std::string file = config + "/git/ignore";
  for (const std::string& settings : {config + "/git/config", below + "/.gitconfig"}) {
    std::ifstream in(settings);
    std::string line;
    while (std::getline(in, line)) {
      const std::string_view text = trim(line);
      if (!starts_with_ignoring_case(text, "excludesfile")) continue;
      const auto sign = text.find('=');
      if (sign == std::string_view::npos) continue;
      std::string value(trim(text.substr(sign + 1)));
      if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
      if (value.starts_with("~/")) value = below + value.substr(1);
      file = value;
    }
  }
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// Whether a name can stand in an answer: no escape sequence, no end of line, nothing that turns text around.
bool is_showable(std::string_view name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(name.begin(), name.end(), is_control)) return false;
  return !is_valid_utf8(name) || sanitize_for_display(name) == name;
}

class Walker {
 public:
  Walker(const Root& root, const WalkOptions& options) : root_(root), limits_(options.limits) {}

  Result<Walked> run() {
    auto base = std::make_shared<IgnoreScope>();
    if (auto exclude = text_at(root_.descriptor(), ".git/info/exclude")) base->rules.emplace_back("", *exclude);
    base->rules.emplace_back("", global_ignores());
    if (auto modules = text_at(root_.descriptor(), ".gitmodules")) read_submodules(*modules);
    if (auto settings = text_at(root_.descriptor(), std::string(kSettingsFile).c_str()))
      narrowed_ = IgnoreRules("", join(read_settings(*settings).ignore, "\n"));
    queue_.push_back({"", base, nullptr});
    pending_ = 1;
    std::vector<Found> found(kThreads);
    {
      std::vector<std::jthread> threads;
      for (Found& out : found) threads.emplace_back([this, &out] { work(out); });
    }
    Walked walked;
    for (Found& part : found) {
      walked.files.insert(walked.files.end(), std::make_move_iterator(part.files.begin()),
                          std::make_move_iterator(part.files.end()));
      walked.directories.insert(walked.directories.end(), std::make_move_iterator(part.directories.begin()),
                                std::make_move_iterator(part.directories.end()));
      walked.left_out.insert(walked.left_out.end(), std::make_move_iterator(part.left_out.begin()),
                             std::make_move_iterator(part.left_out.end()));
    }
    std::sort(walked.files.begin(), walked.files.end(),
              [](const WalkedFile& a, const WalkedFile& b) { return a.path < b.path; });
    std::sort(walked.directories.begin(), walked.directories.end());
    cap(walked);
    std::sort(walked.left_out.begin(), walked.left_out.end());
    return walked;
  }

 private:
  void read_submodules(std::string_view text) {
    for (std::string_view line : split(text, '\n')) {
      line = trim(line);
      if (!line.starts_with("path")) continue;
      const auto sign = line.find('=');
      if (sign != std::string_view::npos) submodules_.emplace_back(trim(line.substr(sign + 1)));
    }
  }

  void work(Found& out) {
    for (;;) {
      Directory directory;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !queue_.empty() || pending_ == 0; });
        if (queue_.empty()) return;
        directory = std::move(queue_.back());
        queue_.pop_back();
      }
      std::vector<Directory> below;
      look_into(directory, below, out);
      {
        const std::lock_guard lock(mutex_);
        pending_ += below.size();
        --pending_;
        for (Directory& next : below) queue_.push_back(std::move(next));
      }
      changed_.notify_all();
    }
  }

  void look_into(const Directory& directory, std::vector<Directory>& below, Found& out) {
    const int fd = directory.path.empty() ? ::openat(root_.descriptor(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                                          : ::openat(root_.descriptor(), directory.path.c_str(),
                                                     O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR* stream = fd < 0 ? nullptr : ::fdopendir(fd);
    if (stream == nullptr) {
      if (errno != ENOENT) out.left_out.emplace_back(directory.path + "/", "the directory cannot be read");
      if (fd >= 0) ::close(fd);
      return;
    }
    std::vector<Entry> entries;
    bool has_git = false;
    bool cache_tag = false;
    bool ignore_files[3] = {false, false, false};
    static constexpr const char* kIgnoreFiles[3] = {".fingerpostignore", ".ignore", ".gitignore"};
    while (const dirent* entry = ::readdir(stream)) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      if (name == ".git") has_git = true;
      if (name == "CACHEDIR.TAG") cache_tag = true;
      for (std::size_t i = 0; i < 3; ++i) ignore_files[i] = ignore_files[i] || name == kIgnoreFiles[i];
      entries.push_back({std::string(name), entry->d_type});
    }
    // Another repository inside this one is its own, unless it is a submodule; a cache directory says so itself.
    const bool foreign = has_git && !directory.path.empty() &&
                         std::find(submodules_.begin(), submodules_.end(), directory.path) == submodules_.end();
    if (!foreign && !(cache_tag && !directory.path.empty())) {
      out.directories.push_back(directory.path);
      Scope scope = directory.scope;
      Scope own = directory.own;
      if (ignore_files[0] || ignore_files[1] || ignore_files[2]) {
        auto here = std::make_shared<IgnoreScope>();
        auto own_here = std::make_shared<IgnoreScope>();
        for (std::size_t i = 0; i < 3; ++i)
          if (ignore_files[i])
            if (auto text = text_at(::dirfd(stream), kIgnoreFiles[i])) {
              here->rules.emplace_back(directory.path, *text);
              if (i < 2) own_here->rules.emplace_back(directory.path, *text);
            }
        here->parent = directory.scope;
        own_here->parent = directory.own;
        scope = here;
        if (!own_here->rules.empty()) own = own_here;
      }
      for (Entry& entry : entries) look_at(::dirfd(stream), directory, scope, own, entry, below, out);
    }
    ::closedir(stream);
  }

  void look_at(int fd, const Directory& directory, const Scope& scope, const Scope& own, const Entry& entry,
               std::vector<Directory>& below, Found& out) {
    const std::string& name = entry.name;
    std::string path = directory.path.empty() ? name : directory.path + "/" + name;
    unsigned char type = entry.type;
    struct ::stat st {};
    bool have_stat = false;
    if (type == DT_UNKNOWN) {
      if (::fstatat(fd, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) return;
      have_stat = true;
      type = S_ISDIR(st.st_mode) ? DT_DIR : S_ISREG(st.st_mode) ? DT_REG : S_ISLNK(st.st_mode) ? DT_LNK : DT_FIFO;
    }
    const bool hidden = name.front() == '.';
    // What the repository's settings leave out stays out, whatever else is said; the settings themselves are read.
    if (narrowed_.verdict(path, type == DT_DIR) == IgnoreRules::Verdict::ignored && path != kSettingsFile) return;
    if (type == DT_DIR) {
      if (is_vendored_directory(name) || (hidden && !is_read_hidden_directory(name))) return;
      if (scope->ignores(path, true)) return;
      if (static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')) >= kDeepest) {
        out.left_out.emplace_back(path + "/", "nested too deep");
        return;
      }
      if (!is_showable(name)) return leave_out_unshowable(path + "/", out);
      below.push_back({std::move(path), scope, own});
      return;
    }
    if (type != DT_REG && type != DT_LNK) return;
    if (is_skipped_file(name) || (hidden && !is_read_hidden_file(name))) return;
    // Env files are read for their names even where git ignores them: that is where they are needed.
    const Scope& rules = is_env_file(name) ? own : scope;
    if (rules != nullptr && rules->ignores(path, false)) return;
    if (!is_showable(name)) return leave_out_unshowable(path, out);
    WalkedFile file;
    if (type == DT_LNK) {
      auto target = root_.stat(path);  // only what stays inside; a link to a directory or to nothing is no file
      if (!target) return;
      file.size = target->size;
      file.mtime_ns = target->mtime_ns;
      file.ctime_ns = target->ctime_ns;
      file.inode = target->inode;
    } else {
      if (!have_stat && ::fstatat(fd, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) return;
      file.size = st.st_size;
      file.mtime_ns = std::int64_t{st.st_mtim.tv_sec} * 1'000'000'000 + st.st_mtim.tv_nsec;
      file.ctime_ns = std::int64_t{st.st_ctim.tv_sec} * 1'000'000'000 + st.st_ctim.tv_nsec;
      file.inode = st.st_ino;
    }
    file.path = std::move(path);
    out.files.push_back(std::move(file));
  }

  // Its pointer could not be given to anybody as it is.
  static void leave_out_unshowable(const std::string& path, Found& out) {
    std::string shown = sanitize_for_display(path);
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    out.left_out.emplace_back(std::move(shown), "its name holds characters that cannot be shown");
  }

  void cap(Walked& walked) const {
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < walked.files.size(); ++i) {
      bytes += static_cast<std::uint64_t>(walked.files[i].size);
      if (i < limits_.sources && bytes <= limits_.total_bytes) continue;
      const std::string limit = i >= limits_.sources ? std::to_string(limits_.sources) + " files"
                                                     : std::to_string(limits_.total_bytes >> 20) + " MiB";
      walked.left_out.emplace_back(walked.files[i].path, "this and " + std::to_string(walked.files.size() - i - 1) +
                                                             " files after it are over the limit of " + limit);
      walked.files.resize(i);
      return;
    }
  }

  const Root& root_;
  Limits limits_;
  std::vector<std::string> submodules_;
  IgnoreRules narrowed_{"", ""};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Directory> queue_;  // guarded by mutex_
  std::size_t pending_ = 0;       // directories queued or being looked into; guarded by mutex_
};

}  // namespace

Result<Walked> walk(const Root& root, const WalkOptions& options) {
  return Walker(root, options).run();
}

std::string git_root_of(const std::string& directory) {
  std::error_code failed;
  for (std::filesystem::path at = directory; !at.empty(); at = at.parent_path()) {
    if (std::filesystem::exists(at / ".git", failed)) return at.string();
    if (at == at.parent_path()) break;
  }
  return {};
}

bool is_refused_root(const std::string& directory) {
  static constexpr std::string_view kSystem[] = {"/",      "/home", "/root",  "/usr",  "/etc", "/var", "/opt",
                                                 "/bin",   "/lib",  "/sbin",  "/proc", "/sys", "/dev", "/tmp",
                                                 "/Users", "/mnt",  "/media", "/srv",  "/boot"};
  if (std::find(std::begin(kSystem), std::end(kSystem), directory) != std::end(kSystem)) return true;
  const char* home = std::getenv("HOME");
  if (home != nullptr && directory == home) return true;
  const std::string parent(directory_of(directory));
  return parent == "/home" || parent == "/Users";
}

}  // namespace fingerpost
