#include "probes/git/repository.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/process.h"
#include "base/text.h"
#include "indexer/walk.h"

namespace fingerpost {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 4u << 20;  // of packed-refs

// The start of a regular file; "" for none.
std::string read_file(const std::string& path) {
  std::error_code problem;
  if (!fs::is_regular_file(path, problem)) return {};
  std::ifstream in(path, std::ios::binary);
  std::string text(kMostBytes, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  return text;
}

bool is_commit(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

// A reference's name that stays below the directory of references.
bool is_reference(std::string_view name) {
  return name.starts_with("refs/") && !contains(name, "..") && name.find('\0') == std::string_view::npos &&
         name.size() < 500;
}

std::string full_path(const std::string& base, std::string_view path) {
  std::error_code problem;
  const fs::path whole = path.starts_with("/") ? fs::path(path) : fs::path(base) / fs::path(path);
  const fs::path out = fs::weakly_canonical(whole, problem);
  return problem ? whole.string() : out.string();
}

// A `key = value` of a section of git's configuration; the last one counts.
std::string configured(std::string_view config, std::string_view section, std::string_view key) {
  std::string out;
  bool inside = false;
  const Lines lines(config);
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = trim(lines.line(n));
    if (line.starts_with("[")) {
      inside = line.substr(0, line.find(']') + 1) == section;
      continue;
    }
    const std::size_t sign = line.find('=');
    if (inside && sign != std::string_view::npos && equal_ignoring_case(trim(line.substr(0, sign)), key))
      out = std::string(trim(line.substr(sign + 1)));
  }
  return out;
}

// How files are spelt on this disk, and the form of the commits' names: nothing that is run.
constexpr std::string_view kHarmless[] = {"filemode", "ignorecase", "symlinks", "precomposeunicode", "autocrlf", "eol"};

// Our own .git, removed at the end.
class Shadow {
 public:
  Shadow(const std::string& commit, const std::vector<std::string>& settings, const std::string& exclude) {
    std::error_code problem;
    std::string pattern = (fs::temp_directory_path(problem) / "fingerpost-git-XXXXXX").string();
    if (problem || ::mkdtemp(pattern.data()) == nullptr) return;
    path_ = pattern;
    fs::create_directories(path_ + "/refs", problem);
    fs::create_directories(path_ + "/info", problem);
    std::ofstream(path_ + "/HEAD") << (commit.empty() ? "ref: refs/heads/none" : commit) << "\n";
    std::ofstream config(path_ + "/config");
    for (const std::string& line : settings) config << line << "\n";
    std::ofstream(path_ + "/info/exclude") << exclude;
  }
  ~Shadow() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  Shadow(const Shadow&) = delete;
  Shadow& operator=(const Shadow&) = delete;
  const std::string& path() const { return path_; }  // "" when it could not be made

 private:
  std::string path_;
};

}  // namespace

Result<GitRepository> GitRepository::find(const std::string& directory) {
  GitRepository out;
  out.directory_ = directory;
  out.work_tree_ = git_root_of(directory);
  if (out.work_tree_.empty()) return Error{Code::not_found, "no git repository", "", ""};
  out.git_ = out.work_tree_ + "/.git";
  std::error_code problem;
  if (fs::is_regular_file(out.git_, problem)) {
    const std::string text = read_file(out.git_);
    if (!text.starts_with("gitdir:")) return Error{Code::corrupt, ".git is a file that names no directory", ".git", ""};
    out.git_ = full_path(out.work_tree_, trim(std::string_view(text).substr(7)));
  }
  const std::string common = std::string(trim(read_file(out.git_ + "/commondir")));
  out.common_ = common.empty() ? out.git_ : full_path(out.git_, common);

  const std::string head = std::string(trim(read_file(out.git_ + "/HEAD")));
  if (head.empty()) return Error{Code::corrupt, "no HEAD", ".git", ""};
  const std::string config = read_file(out.common_ + "/config");
  const std::string format = configured(config, "[extensions]", "objectformat");
  out.harmless_ = {"[core]", format.empty() ? "repositoryformatversion = 0" : "repositoryformatversion = 1",
                   "bare = false"};
  for (const std::string_view key : kHarmless) {
    const std::string value = configured(config, "[core]", key);
    if (!value.empty() && std::all_of(value.begin(), value.end(), is_alpha))
      out.harmless_.push_back(std::string(key) + " = " + value);
  }
  if (format == "sha256") out.harmless_.insert(out.harmless_.end(), {"[extensions]", "objectformat = sha256"});
  if (head.starts_with("ref:")) {
    const std::string reference(trim(std::string_view(head).substr(4)));
    out.head_.branch = reference.starts_with("refs/heads/") ? reference.substr(11) : reference;
    out.head_.commit = out.commit_of(reference);
    const std::string section = "[branch \"" + out.head_.branch + "\"]";
    const std::string remote = configured(config, section, "remote");
    const std::string merge = configured(config, section, "merge");
    if (!remote.empty() && merge.starts_with("refs/heads/")) {
      out.head_.upstream = remote == "." ? merge.substr(11) : remote + "/" + merge.substr(11);
      out.head_.upstream_commit = out.commit_of(remote == "." ? merge : "refs/remotes/" + out.head_.upstream);
    }
  } else if (is_commit(head)) {
    out.head_.commit = head;
  }
  const std::pair<const char*, const char*> states[] = {{"MERGE_HEAD", "merge"},    {"rebase-merge", "rebase"},
                                                        {"rebase-apply", "rebase"}, {"CHERRY_PICK_HEAD", "cherry-pick"},
                                                        {"REVERT_HEAD", "revert"},  {"BISECT_LOG", "bisect"}};
  for (const auto& [file, state] : states)
    if (out.head_.in_progress.empty() && fs::exists(out.git_ + "/" + file, problem)) out.head_.in_progress = state;
  return out;
}

std::string GitRepository::commit_of(const std::string& reference) const {
  if (!is_reference(reference)) return {};
  for (const std::string& directory : {git_, common_}) {
    std::string text(trim(read_file(directory + "/" + reference)));
    if (is_commit(text)) return text;
  }
  const std::string packed = read_file(common_ + "/packed-refs");
  const std::size_t at = packed.find(" " + reference + "\n");
  if (at == std::string::npos) return {};
  const std::size_t start = packed.rfind('\n', at) + 1;
  const std::string commit = packed.substr(start, at - start);
  return is_commit(commit) ? commit : std::string();
}

Result<std::string> GitRepository::run(const std::vector<std::string>& arguments, std::string_view input,
                                       const Deadline& deadline, int also_fine) const {
  const Shadow shadow(head_.commit, harmless_, read_file(common_ + "/info/exclude"));
  if (shadow.path().empty()) return Error{Code::io, "no temporary directory could be made", "", ""};
  const char* home = ::getenv("HOME");
  const std::vector<std::string> environment = {"GIT_DIR=" + shadow.path(),
                                                "GIT_WORK_TREE=" + work_tree_,
                                                "GIT_INDEX_FILE=" + git_ + "/index",
                                                "GIT_OBJECT_DIRECTORY=" + common_ + "/objects",
                                                "GIT_OPTIONAL_LOCKS=0",
                                                "GIT_NO_LAZY_FETCH=1",
                                                "GIT_TERMINAL_PROMPT=0",
                                                "GIT_CONFIG_NOSYSTEM=1",
                                                "GIT_CONFIG_GLOBAL=/dev/null",
                                                "GIT_ATTR_NOSYSTEM=1",
                                                "LC_ALL=C",
                                                "PATH=/usr/bin:/bin",
                                                std::string("HOME=") + (home != nullptr ? home : "/")};
  std::vector<std::string> argv = {"git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  std::string out;
  bool too_much = false;
  const auto ran = run_process(
      argv, directory_, input, deadline.left(),
      [&](std::string_view bytes) {
        too_much = too_much || out.size() > 4 * kMostBytes;
        if (!too_much) out += bytes;
      },
      &environment, deadline.stop());
  if (!ran) return ran.error();
  if (ran->timed_out) return Error{Code::timeout, "git did not end in time", "", ""};
  if (ran->exit_status != 0 && ran->exit_status != also_fine) {
    const Lines lines(ran->errors);
    return Error{Code::unavailable, "git says: " + clip(lines.count() > 0 ? lines.line(1) : "nothing", 200), "", ""};
  }
  return out;
}

Result<GitDirt> GitRepository::dirt(const Deadline& deadline) const {
  auto out =
      run({"status", "--porcelain=v1", "-z", "--untracked-files=normal", "--ignore-submodules=all", "--no-renames"}, {},
          deadline);
  if (!out) return out.error();
  GitDirt dirt;
  for (const std::string_view entry : split(*out, '\0')) {
    if (entry.size() < 4) continue;
    const std::string_view state = entry.substr(0, 2);
    if (state == "??")
      ++dirt.untracked;
    else if (state == "UU" || state == "AA" || state == "DD" || state == "AU" || state == "UA" || state == "DU" ||
             state == "UD")
      ++dirt.conflicts;
    else
      ++dirt.changed;
  }
  return dirt;
}

Result<GitRepository::Distance> GitRepository::distance(const Deadline& deadline) const {
  auto out = run({"rev-list", "--left-right", "--count", head_.commit + "..." + head_.upstream_commit}, {}, deadline);
  if (!out) return out.error();
  Distance distance;
  const auto parts = split(trim(*out), '\t');
  if (parts.size() == 2) {
    distance.ahead = ::atoi(std::string(parts[0]).c_str());
    distance.behind = ::atoi(std::string(parts[1]).c_str());
  }
  return distance;
}

Result<std::set<std::string>> GitRepository::tracked(const std::vector<std::string>& paths,
                                                     const Deadline& deadline) const {
  // Names are no patterns.
  std::vector<std::string> arguments = {"--literal-pathspecs", "ls-files", "-z", "--"};
  arguments.insert(arguments.end(), paths.begin(), paths.end());
  auto out = run(arguments, {}, deadline);
  if (!out) return out.error();
  std::set<std::string> names;
  for (const std::string_view name : split(*out, '\0'))
    if (!name.empty()) names.emplace(name);
  return names;
}

Result<std::set<std::string>> GitRepository::ignored(const std::vector<std::string>& paths,
                                                     const Deadline& deadline) const {
  std::string input;
  for (const std::string& path : paths) input += path + '\0';
  auto out = run({"check-ignore", "-z", "--stdin"}, input, deadline, 1);
  if (!out) return out.error();
  std::set<std::string> names;
  for (const std::string_view name : split(*out, '\0'))
    if (!name.empty()) names.emplace(name);
  return names;
}

}  // namespace fingerpost
