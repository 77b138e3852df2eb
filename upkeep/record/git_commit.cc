#include "upkeep/record/git_commit.h"

#include <chrono>
#include <vector>

#include <fmt/format.h>

#include "base/process.h"
#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::chrono::seconds kGitPatience{30};

struct Said {
  int status = 0;
  std::string out;
  std::string errors;
};

class Git {
 public:
  // Code::unavailable where the directory is in no git repository.
  static Result<Git> open(const Root& root) {
    Git git(root.path());
    auto top = git.run({"rev-parse", "--show-toplevel"});
    if (!top) return top.error();
    auto prefix = git.run({"rev-parse", "--show-prefix"});
    if (!prefix) return prefix.error();
    if (top->status != 0 || prefix->status != 0)
      return Error{Code::unavailable, "this is no git repository that may be committed to", root.path(),
                   clip(trim(top->errors), 200)};
    git.directory_ = trim(top->out);
    git.prefix_ = trim(prefix->out);
    return git;
  }

  std::string full(std::string_view path) const { return prefix_ + std::string(path); }

  // A repository's own settings start no program of theirs here.
  Result<Said> run(std::vector<std::string> arguments, std::string_view input = {}) const {
    std::vector<std::string> argv = {"git", "-c",       "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false",
                                     "-c",  "gc.auto=0"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    Said said;
    auto ended = run_process(argv, directory_, input, kGitPatience, [&](std::string_view part) { said.out += part; });
    if (!ended) return ended.error();
    if (ended->timed_out) return Error{Code::timeout, "git took too long", "", ""};
    said.status = ended->exit_status;
    said.errors = std::move(ended->errors);
    return said;
  }

  // The trimmed output; an error where git says no.
  Result<std::string> ask(std::vector<std::string> arguments, std::string_view input = {}) const {
    const std::string what = arguments.front();
    auto said = run(std::move(arguments), input);
    if (!said) return said.error();
    if (said->status != 0)
      return Error{Code::unavailable, fmt::format("git {} failed: {}", what, clip(trim(said->errors), 300)), "", ""};
    return std::string(trim(said->out));
  }

 private:
  explicit Git(std::string directory) : directory_(std::move(directory)) {}
  std::string directory_;
  std::string prefix_;
};

Result<std::string> branch_of_head(const Git& git) {
  auto head = git.run({"symbolic-ref", "-q", "HEAD"});
  if (!head) return head.error();
  if (head->status != 0)
    return Error{Code::unavailable, "HEAD is on no branch, so a commit would be lost", "", "check out a branch first"};
  return std::string(trim(head->out));
}

// The commit of a name, "" for none.
Result<std::string> commit_of(const Git& git, const std::string& name) {
  auto said = git.run({"rev-parse", "-q", "--verify", name + "^{commit}"});
  if (!said) return said.error();
  return said->status == 0 ? std::string(trim(said->out)) : std::string();
}

std::string in_quotes(std::string_view path) {
  std::string out = "\"";
  for (const char c : path) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out + "\"";
}

struct NewCommit {
  std::string ref;
  std::string parent;  // "" for none
  std::string blob;
  std::string mode = "100644";
};

// One commit with one file changed, by git fast-import: it needs neither index nor working tree.
Result<NewCommit> add_commit(const Git& git, std::string ref, std::string parent, const std::string& path,
                             std::string_view bytes, std::string_view message) {
  NewCommit out{std::move(ref), std::move(parent), "", "100644"};
  auto blob = git.ask({"hash-object", "-w", "--stdin", "--path", path}, bytes);
  if (!blob) return blob.error();
  out.blob = *blob;
  auto person = git.ask({"var", "GIT_COMMITTER_IDENT"});
  if (!person) {
    Error error = person.error();
    error.advice = "tell git who you are: git config user.name, user.email";
    return error;
  }
  if (!out.parent.empty()) {
    auto entry = git.ask({"ls-tree", out.parent, "--", path});
    if (!entry) return entry.error();
    if (entry->starts_with("100755")) out.mode = "100755";
  }
  std::string stream = fmt::format("commit {}\ncommitter {}\ndata {}\n{}\n", out.ref, *person, message.size(), message);
  if (!out.parent.empty()) stream += "from " + out.parent + "\n";
  stream += fmt::format("M {} {} {}\n\ndone\n", out.mode, out.blob, in_quotes(path));
  if (auto made = git.ask({"fast-import", "--quiet", "--done"}, stream); !made) return made.error();
  return out;
}

Result<std::string> short_name(const Git& git, const std::string& ref) {
  return git.ask({"rev-parse", "--short", ref});
}

}  // namespace

Result<Done> ready_to_commit(const Root& root, std::string_view path) {
  auto git = Git::open(root);
  if (!git) return git.error();
  if (auto branch = branch_of_head(*git); !branch) return branch.error();
  auto status =
      git->ask({"status", "--porcelain=v1", "--untracked-files=all", "--ignored=matching", "--", git->full(path)});
  if (!status) return status.error();
  if (!status->empty())
    return Error{Code::invalid_argument, "has changes that are not committed, and they would go into the same commit",
                 std::string(path), "commit or stash them first, or record without a commit"};
  return Done{};
}

Result<std::string> commit_file(const Root& root, std::string_view path, std::string_view bytes,
                                std::string_view message) {
  auto git = Git::open(root);
  if (!git) return git.error();
  auto branch = branch_of_head(*git);
  if (!branch) return branch.error();
  auto parent = commit_of(*git, "HEAD");
  if (!parent) return parent.error();
  auto made = add_commit(*git, *branch, *parent, git->full(path), bytes, message);
  if (!made) return made.error();
  // The index learns of this file alone, so that it does not look like a staged step back.
  auto staged =
      git->ask({"update-index", "--add", "--cacheinfo", made->mode + "," + made->blob + "," + git->full(path)});
  if (!staged) return staged.error();
  return short_name(*git, *branch);
}

Result<BranchCommit> commit_to_branch(const Root& root, std::string_view branch, std::string_view path,
                                      const ChangeText& change, std::string_view message) {
  auto git = Git::open(root);
  if (!git) return git.error();
  const std::string ref = "refs/heads/" + std::string(branch);
  auto valid = git->run({"check-ref-format", ref});
  if (!valid) return valid.error();
  if (valid->status != 0 || branch.starts_with('-'))
    return Error{Code::invalid_argument, fmt::format("'{}' is no name for a branch", clip(branch, 100)), "", ""};
  auto head = git->run({"symbolic-ref", "-q", "HEAD"});
  if (!head) return head.error();
  if (trim(head->out) == ref)
    return Error{Code::invalid_argument, fmt::format("branch '{}' is checked out", branch), "",
                 "record with a commit instead, or name another branch"};
  auto tip = commit_of(*git, ref);
  if (!tip) return tip.error();
  if (tip->empty()) tip = commit_of(*git, "HEAD");
  if (!tip) return tip.error();
  BranchCommit out;
  if (!tip->empty()) {
    auto file = git->run({"cat-file", "blob", *tip + ":" + git->full(path)});
    if (!file) return file.error();
    if (file->status == 0) out.file.before = std::move(file->out);
  }
  auto after = change(out.file.before);
  if (!after) return after.error();
  out.file.after = std::move(*after);
  if (out.file.before && *out.file.before == out.file.after) return out;
  if (auto made = add_commit(*git, ref, *tip, git->full(path), out.file.after, message); !made) return made.error();
  auto name = short_name(*git, ref);
  if (!name) return name.error();
  out.commit = std::move(*name);
  return out;
}

}  // namespace fingerpost
