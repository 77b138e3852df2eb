#include "server/workspace.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "server/merge.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestKept = 2048;  // a question, in bytes

// What an answer may lack while its repository is read; "" for nothing.
std::string_view missing(bool entries, bool code) {
  if (!entries) return code ? "code is still being read; definitions may be missing" : "";
  return code ? "documents' entries and code are still being read; known problems and definitions may be missing"
              : "documents' entries are still being read; known problems may be missing";
}

// For as long as it lives, the question at hand can lend its repository to others, whose questions wait for the lock,
// and is told when whoever asked is gone.
class Lending {
 public:
  Lending(Repository& repository, std::unique_lock<std::mutex>& lock, const Asker& asker) : repository_(repository) {
    repository_.set_gone(asker.gone);
    repository_.set_progress(asker.progress);
    repository_.set_lend([&lock](const std::function<void()>& work) {
      lock.unlock();
      const Relock relock{lock};
      work();
    });
  }
  ~Lending() {
    repository_.set_gone({});
    repository_.set_progress(nullptr);
    repository_.set_lend({});
  }
  Lending(const Lending&) = delete;
  Lending& operator=(const Lending&) = delete;

 private:
  struct Relock {
    std::unique_lock<std::mutex>& lock;
    ~Relock() { lock.lock(); }
  };

  Repository& repository_;
};

}  // namespace

Result<std::unique_ptr<Workspace>> Workspace::open(std::vector<RepositoryOptions> options) {
  if (options.empty()) options.emplace_back();
  std::unique_ptr<Workspace> workspace(new Workspace());
  std::set<std::string> directories;
  for (RepositoryOptions& one : options) {
    auto directory = directory_of_repository(one);
    if (!directory) return directory.error();
    if (!directories.insert(*directory).second) continue;
    auto member = std::make_unique<Member>();
    const std::string plain(base_name(*directory));
    member->name = plain;
    const auto taken = [&](const auto& other) { return other->name == member->name; };
    for (int i = 2; std::any_of(workspace->members_.begin(), workspace->members_.end(), taken); ++i)
      member->name = plain + "-" + std::to_string(i);
    member->options = one;
    member->options.directory = *directory;
    workspace->members_.push_back(std::move(member));
  }
  for (const auto& member : workspace->members_)
    member->opener = std::jthread([one = member.get()] {
      auto repository = Repository::open(one->options);
      if (repository) (*repository)->index_in_background();
      {
        const std::lock_guard lock(one->opening);
        if (repository)
          one->repository = std::move(*repository);
        else
          one->error = repository.error();
        one->done = true;
      }
      one->opened.notify_all();
    });
  return workspace;
}

Workspace::~Workspace() = default;

std::vector<std::string> Workspace::names() const {
  std::vector<std::string> out;
  for (const auto& member : members_) out.push_back(member->name);
  return out;
}

Result<Repository*> Workspace::repository_of(Member& member) {
  std::unique_lock lock(member.opening);
  member.opened.wait(lock, [&] { return member.done; });
  if (member.error) return *member.error;
  return member.repository.get();
}

Readiness Workspace::readiness(std::chrono::milliseconds wait, const Awaited& awaited) {
  const auto until = std::chrono::steady_clock::now() + wait;
  const auto left = [&] {
    return std::max(std::chrono::milliseconds(0),
                    std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()));
  };
  Readiness all = Readiness::complete();
  for (const auto& member : members_) {
    Repository* repository = nullptr;
    {
      std::unique_lock lock(member->opening);
      if (!member->opened.wait_for(lock, left(), [&] { return member->done; })) return {.phase = "opening"};
      repository = member->repository.get();
    }
    if (repository == nullptr) continue;  // its error is told by the question
    const Readiness one = repository->readiness(left(), awaited);
    all.documents = all.documents && one.documents;
    all.entries = all.entries && one.entries;
    all.whole = all.whole && one.whole;
    all.settled = all.settled && one.settled;
    if (all.phase.empty()) all.phase = one.phase;
    all.done += one.done;
    all.total += one.total;
  }
  return all;
}

std::string Workspace::trouble() {
  for (const auto& member : members_) {
    const std::lock_guard lock(member->opening);
    if (member->error) return member->name + ": " + member->error->message;
  }
  return "";
}

bool Workspace::visit(std::string_view name, const std::function<void(const std::string&, Repository&)>& use) {
  bool met = false;
  for (const auto& member : members_) {
    if (!name.empty() && member->name != name) continue;
    met = true;
    auto repository = repository_of(*member);
    if (!repository) continue;
    const std::lock_guard lock(member->questions);
    use(member->name, **repository);
  }
  return met;
}

Result<ToolReply> Workspace::run(const Tool& tool, const Json& arguments, const Asker& asker) {
  const std::string wanted = arguments.value("repository", std::string());
  if (tool.writes && wanted.empty() && members_.size() > 1)
    return Error{Code::invalid_argument, std::string(tool.name) + " needs the argument 'repository'", "",
                 "one of: " + join(names(), ", ")};
  Json plain = arguments;
  plain.erase("repository");
  std::vector<NamedReply> replies;
  std::optional<Error> first_error;
  for (const auto& member : members_) {
    if (!wanted.empty() && member->name != wanted) continue;
    auto repository = repository_of(*member);
    if (!repository) {
      if (!first_error) first_error = repository.error();
      continue;
    }
    std::unique_lock lock(member->questions);
    (*repository)->set_client(asker.client);
    const Lending lending(**repository, lock, asker);
    const bool lacks_code = (*repository)->lacks_code();
    auto reply = tool.run(plain, **repository);
    if (const auto note = missing((*repository)->lacks_entries(), lacks_code); reply && !note.empty()) {
      reply->basis = {};
      reply->structured["note"] = note;
      reply->text += fmt::format("Note: {}.\n", note);
    }
    if (reply)
      replies.push_back({member->name, std::move(*reply)});
    else if (!first_error)
      first_error = reply.error();
  }
  if (replies.empty()) {
    if (first_error) return *first_error;
    return Error{Code::invalid_argument, "there is no repository '" + wanted + "'", "",
                 "one of: " + join(names(), ", ")};
  }
  if (members_.size() == 1) return std::move(replies.front().reply);
  Basis basis = wanted.empty() ? Basis{} : std::move(replies.front().reply.basis);
  ToolReply merged = merge_replies(std::move(replies), plain.value("limit", std::size_t{0}));
  merged.basis = std::move(basis);
  return merged;
}

// The repository that is asked where it is one alone, otherwise nullptr.
Workspace::Member* Workspace::only_one_asked(const Json& arguments) {
  if (members_.size() == 1) return members_.front().get();
  const auto wanted = arguments.find("repository");
  if (wanted == arguments.end()) return nullptr;
  const auto member =
      std::find_if(members_.begin(), members_.end(), [&](const auto& one) { return *wanted == one->name; });
  return member == members_.end() ? nullptr : member->get();
}

Result<std::string> Workspace::answer(const Tool& tool, const Json& arguments, const Asker& asker, const Face& face) {
  const std::string question = fmt::format("{}\n{}\n{}", face.name, tool.name, to_line(arguments));
  Member* const member = question.size() <= kLongestKept ? only_one_asked(arguments) : nullptr;
  if (member != nullptr) {
    std::shared_ptr<const Written> known;
    {
      const std::lock_guard lock(member->questions);
      known = member->written.find(question);
      if (known != nullptr && !member->repository->map_holds(known->basis)) known = nullptr;
    }
    // Without the lock, so that others ask while files are read.
    if (known != nullptr && files_hold(known->basis, member->repository->root())) return known->text;
  }
  auto reply = run(tool, arguments, asker);
  if (!reply) return reply.error();
  Written written{face.write(*reply), std::move(reply->basis)};
  if (member == nullptr || written.basis.map_version == 0) return written.text;
  std::size_t bytes = question.size() + written.text.size();
  for (const Basis::File& file : written.basis.files) bytes += sizeof file + file.path.size();
  const std::lock_guard lock(member->questions);
  return member->written.put(question, std::move(written), bytes)->text;
}

std::vector<int> Workspace::change_descriptors() {
  std::vector<int> out;
  for (const auto& member : members_) {
    const std::unique_lock opening(member->opening, std::try_to_lock);
    if (!opening || member->repository == nullptr) continue;
    const std::unique_lock questions(member->questions, std::try_to_lock);
    if (!questions) continue;
    if (const int one = member->repository->change_descriptor(); one >= 0) out.push_back(one);
  }
  return out;
}

}  // namespace fingerpost
