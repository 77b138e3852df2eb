#include "server/repository.h"
#include "server/explaining_place.h"

#include <poll.h>
#include <xxhash.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "base/text.h"
#include "indexer/settings.h"
#include "indexer/walk.h"
#include "troubleshooting-index/entry_record.h"

namespace fingerpost {
namespace {

constexpr std::chrono::milliseconds kLookAfter{20};  // how often it is asked whether anybody waits

// How long after the start a question waits for code. Most repositories are read by then; of the largest, answers come
// from documents and configuration until they are, and say so.
constexpr std::chrono::seconds kCodePatience{12};
constexpr int kMostWaits = 12;  // for whoever writes into the map, each as long as SQLite waits

std::string home_below(const char* variable, const char* fallback) {
  if (const char* set = std::getenv(variable); set != nullptr && *set == '/') return set;
  const char* home = std::getenv("HOME");
  return std::string(home != nullptr && *home != '\0' ? home : "/tmp") + fallback;
}

// A readable name that no other directory shares.
std::string name_for(const std::string& directory) {
  std::string name;
  for (char c : base_name(directory)) name += is_alnum(c) || c == '-' || c == '_' || c == '.' ? c : '_';
  return fmt::format("{}-{:016x}", name.empty() ? "root" : name, XXH3_64bits(directory.data(), directory.size()));
}

}  // namespace

// Three pointers are enough to look further.
template <class Answer>
static std::string nearest_of(const std::vector<Answer>& answers) {
  std::string out;
  for (std::size_t i = 0; i < std::min<std::size_t>(answers.size(), 3); ++i)
    out += fmt::format("{}:{}  {}\n", answers[i].path, answers[i].line_start, clip(answers[i].title, 80));
  return out;
}

static std::string kept_as(std::int64_t gap) {
  return gap == 0 ? std::string() : gap_name(gap);
}

std::string default_map_file(const std::string& directory) {
  return home_below("XDG_CACHE_HOME", "/.cache") + "/fingerpost/" + name_for(directory) + ".db";
}

static std::string journal_file_of(const std::string& directory) {
  // Never the map's file, which may be thrown away, though both variables may name one directory.
  return home_below("XDG_STATE_HOME", "/.local/state") + "/fingerpost/" + name_for(directory) + ".kept.db";
}

// Journals had the map's name before: what they remember is taken over. Nothing is where both variables name one
// directory, since the file of that name is the map.
static Result<Done> take_over_old_journal(const std::string& directory, const std::string& journal) {
  const std::string old = home_below("XDG_STATE_HOME", "/.local/state") + "/fingerpost/" + name_for(directory) + ".db";
  std::error_code failed;
  if (old == default_map_file(directory) || std::filesystem::exists(journal, failed) ||
      !std::filesystem::exists(old, failed))
    return Done{};
  // SQLite's own files first: without them, what was written last would be lost.
  for (const char* const part : {"-wal", "-shm", ""}) {
    if (!std::filesystem::exists(old + part, failed)) continue;
    std::filesystem::rename(old + part, journal + part, failed);
    // Another program that has just started may have been quicker.
    if (failed && failed != std::errc::no_such_file_or_directory)
      return Error{Code::io, "the journal could not be renamed: " + failed.message(), old, "rename it to " + journal};
  }
  return Done{};
}

static Result<Root> root_of(const RepositoryOptions& options) {
  std::string directory = options.directory;
  if (directory.empty()) {
    std::error_code failed;
    const std::string here = std::filesystem::current_path(failed).string();
    directory = git_root_of(here);
    if (directory.empty()) directory = here;
  }
  auto root = Root::open(directory);
  if (root && !options.anywhere && is_refused_root(root->path()))
    return Error{Code::denied, "this is no repository but a whole file system or home directory", root->path(),
                 "name a project's directory with --repo, or add --anywhere if you mean it"};
  return root;
}

Result<std::string> directory_of_repository(const RepositoryOptions& options) {
  auto root = root_of(options);
  if (!root) return root.error();
  return root->path();
}

Result<std::unique_ptr<Repository>> Repository::open(const RepositoryOptions& options) {
  auto root = root_of(options);
  if (!root) return root.error();
  const std::string map_file = options.map_file.empty() ? default_map_file(root->path()) : options.map_file;
  auto map = Map::open(map_file, root->path(), /*writable=*/true);
  if (!map) return map.error();
  const std::string journal = journal_file_of(root->path());
  if (auto taken = take_over_old_journal(root->path(), journal); !taken) return taken.error();
  return std::unique_ptr<Repository>(new Repository(std::move(*root), std::move(*map), map_file, journal));
}

Repository::Repository(Root root, Map map, std::string map_file, std::string journal_file)
    : root_(std::move(root)),
      map_(std::move(map)),
      map_file_(std::move(map_file)),
      journal_(journal_file),
      probe_history_(journal_file),
      health_history_(journal_file),
      link_answers_(std::move(journal_file)),
      where_(root_, map_, [this](const std::vector<std::string>& paths) { return mend(paths); }),
      fixes_(journal_),
      diagnose_(
          root_, map_, [this](const std::vector<std::string>& paths) { return mend(paths); }, &fixes_),
      recorder_(root_, map_, diagnose_, journal_,
                [this](const std::vector<std::string>& paths) { return mend(paths); }),
      watch_(root_) {}

Repository::~Repository() {
  stopping_ = true;
}

Result<Done> Repository::mend(const std::vector<std::string>& paths) {
  IndexOptions options;
  options.notes_of = note_entries;
  return update_sources(root_, map_, paths, options);
}

Result<IndexReport> Repository::index_once(const IndexOptions& options) {
  IndexOptions noting = options;
  noting.notes_of = note_entries;
  return update_map(root_, map_, noting);
}

Result<IndexReport> Repository::index(const IndexOptions& options) {
  IndexOptions watching = options;
  watching.notes_of = note_entries;
  watching.on_directories = [this](const std::vector<std::string>& directories) { watch_.follow(directories); };
  auto report = update_map(root_, map_, watching);
  ++sweeps_;
  swept_ = report.has_value() && options.code;
  return report;
}

void Repository::index_in_background() {
  in_background_ = true;
  code_awaited_until_ = std::chrono::steady_clock::now() + kCodePatience;
  background_ = std::jthread([this] { run_background(); });
}

void Repository::run_background() {
  const auto reach = [&](Reached what, std::optional<Error> error = std::nullopt) {
    {
      const std::lock_guard lock(mutex_);
      reached_ = what;
      background_error_ = std::move(error);
    }
    progressed_.notify_all();
  };
  auto map = Map::open(map_file_, root_.path(), true);
  if (!map) return reach(Reached::all, map.error());
  IndexOptions options;
  options.notes_of = note_entries;
  options.cancelled = [this] { return stopping_.load(); };
  options.on_progress = [this](const IndexProgress& progress) {
    const std::lock_guard lock(mutex_);
    progress_ = progress;
  };
  // Whoever writes into the map for longer than SQLite waits is waited for again.
  const auto update = [&] {
    auto report = update_map(root_, *map, options);
    for (int waits = 0; !report && report.error().code == Code::unavailable && waits < kMostWaits && !stopping_;
         ++waits)
      report = update_map(root_, *map, options);
    return report;
  };
  for (const Reached phase : {Reached::documents, Reached::entries, Reached::all}) {
    options.notes = phase >= Reached::entries;
    options.code = phase == Reached::all;
    if (stopping_) return;  // nobody waits
    auto report = update();
    if (!report) return reach(Reached::all, report.error());
    reach(phase);
  }
}

// REQUIRES: mutex_ is held.
Readiness Repository::readiness_now() const {
  if (!in_background_) return Readiness::complete();
  Readiness now;
  now.documents = reached_ >= Reached::documents;
  now.entries = reached_ >= Reached::entries;
  now.whole = reached_ == Reached::all;
  now.settled = now.whole || (now.documents && std::chrono::steady_clock::now() >= code_awaited_until_);
  now.phase = progress_.phase;
  now.done = progress_.done;
  now.total = progress_.total;
  return now;
}

Readiness Repository::readiness(std::chrono::milliseconds wait, const Awaited& awaited) {
  const auto until = std::chrono::steady_clock::now() + wait;
  std::unique_lock lock(mutex_);
  for (;;) {
    Readiness now = readiness_now();
    if (now.suffices(awaited) || std::chrono::steady_clock::now() >= until) return now;
    // What is allowed already waits for code, whose time may end before anything is told.
    progressed_.wait_until(lock, now.allows(awaited) ? std::min(until, code_awaited_until_) : until);
  }
}

Repository::Reached Repository::reached() {
  if (!in_background_) return Reached::all;
  const std::lock_guard lock(mutex_);
  return reached_;
}

bool Repository::lacks_code() {
  return reached() != Reached::all && map_.note(kCodeNote) != "yes";
}

bool Repository::lacks_entries() {
  return reached() != Reached::all && map_.without_notes() > 0;
}

void Repository::while_lent(const std::function<void(const std::stop_token&)>& work) {
  // Whoever asks meanwhile sets what is theirs.
  const Lend lend = lend_;
  const Gone gone = gone_;
  const std::string client = client_;
  const std::shared_ptr<Progress> progress = progress_of_question_;
  std::stop_source source;
  const auto watched = [&] {
    std::mutex mutex;
    std::condition_variable_any ended;
    std::jthread watcher;
    if (gone)
      watcher = std::jthread([&](const std::stop_token& over) {
        std::unique_lock lock(mutex);
        while (!over.stop_requested() && !source.stop_requested()) {
          if (gone()) source.request_stop();
          ended.wait_for(lock, over, kLookAfter, [] { return false; });
        }
      });
    work(source.get_token());
  };
  if (!lend) return watched();
  lend(watched);
  lend_ = lend;
  gone_ = gone;
  client_ = client;
  progress_of_question_ = progress;
}

double Repository::age() const {
  pollfd news{watch_.descriptor(), POLLIN, 0};
  if (swept_ && news.fd >= 0 && ::poll(&news, 1, 0) == 0) return 0;
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - as_of_).count();
}

Result<Done> Repository::make_fresh() {
  return make_fresh(Reached::documents);
}

Result<Done> Repository::make_fresh(Reached needed) {
  const auto now = std::chrono::steady_clock::now();
  auto made = bring_in_changes(needed);
  if (made) as_of_ = now;
  return made;
}

Result<Done> Repository::bring_in_changes(Reached needed) {
  IndexOptions options;
  if (in_background_) {
    std::unique_lock lock(mutex_);
    progressed_.wait(lock, [&] { return reached_ >= needed; });
    if (background_error_) return *background_error_;
    // What is still being read over there is not read here too.
    options.notes = reached_ >= Reached::entries;
    options.code = reached_ == Reached::all;
  }
  if (auto seen = map_.refresh(); !seen) return seen.error();
  const Watch::Changes changes = watch_.take();
  // A sweep without code may have used up the watch's word of a change in code, so one whole sweep is always made.
  if (!changes.any && (swept_ || !options.code)) return Done{};
  // Files that we know need no walk; a new one may be ignored, or change what is, as the settings may.
  constexpr std::size_t kFewFiles = 64;
  const auto known = [&](const std::string& path) { return path != kSettingsFile && map_.find(path) != nullptr; };
  if (swept_ && !changes.whole && changes.files.size() <= kFewFiles &&
      std::all_of(changes.files.begin(), changes.files.end(), known))
    return mend(changes.files);
  auto report = index(options);
  if (!report) return report.error();
  return Done{};
}

bool Repository::map_holds(const Basis& basis) {
  return make_fresh().has_value() && basis.map_version == map_.version();
}

Result<WhereReply> Repository::where(std::string_view query, const WhereOptions& options) {
  if (auto fresh = make_fresh(); !fresh) return fresh.error();
  const bool whole = !lacks_code();
  auto reply = where_.ask(query, options);
  if (reply && !reply->known && whole)
    reply->gap_id = kept_as(journal_.keep_gap(reply->query, reply->gap, nearest_of(reply->answers), client_));
  return reply;
}

Result<DiagnoseReply> Repository::diagnose(std::string_view symptom, const DiagnoseOptions& options) {
  if (auto fresh = make_fresh(Reached::entries); !fresh) return fresh.error();
  auto reply = diagnose_.ask(symptom, options);
  if (reply && wants_places(*reply)) {
    WhereOptions one;
    one.limit = 1;
    one.comments = true;
    auto places = where_.ask(symptom, one);
    if (!places) return places.error();
    add_explaining_place(*places, options.limit, *reply);
  }
  if (reply && !reply->known)
    reply->gap_id = kept_as(journal_.keep_gap(reply->heard.empty() ? symptom : reply->heard, reply->gap,
                                              nearest_of(reply->entries), client_));
  return reply;
}

Result<std::vector<DiagnosedEntry>> Repository::known_issues(std::string_view component, std::string_view category) {
  if (auto fresh = make_fresh(Reached::entries); !fresh) return fresh.error();
  return diagnose_.known_issues(component, category);
}

Result<Repository::Confirmed> Repository::confirm_fix(const std::string& entry, bool worked, const std::string& note) {
  const auto colon = entry.rfind(':');
  const int line = colon == std::string::npos ? 0 : std::atoi(entry.c_str() + colon + 1);
  auto issues = known_issues("", "");
  if (!issues) return issues.error();
  const std::string path = entry.substr(0, colon);
  const DiagnosedEntry* found = nullptr;  // the smallest entry around the line
  for (const DiagnosedEntry& issue : *issues)
    if (issue.path == path && issue.line_start <= line && line <= issue.line_end &&
        (found == nullptr || issue.line_end - issue.line_start < found->line_end - found->line_start))
      found = &issue;
  if (found == nullptr)
    return Error{Code::not_found, "no entry stands at " + entry, "",
                 "give the place of an entry that diagnose answered, path:line; what helped and is none becomes one by "
                 "record_fix"};
  if (auto kept = journal_.confirm(found->path, found->title, worked, note); !kept) return kept.error();
  return Confirmed{found->title, journal_.confirmations(found->path, found->title)};
}

Result<std::vector<GapGroup>> Repository::gaps() {
  auto gaps = journal_.gaps();
  if (!gaps) return gaps.error();
  return group_gaps(*gaps);
}

Result<GapGroup> Repository::settle_gap(std::string_view name, Gap::State state, std::string_view answer) {
  auto groups = gaps();
  if (!groups) return groups.error();
  const GapGroup* group = group_named(*groups, name);
  if (group == nullptr)
    return Error{Code::not_found, "there is no gap '" + clip(name, 80) + "'", "", "the tool gaps lists them"};
  for (const std::int64_t id : group->members)
    if (auto set = journal_.set_gap(id, state, answer); !set) return set.error();
  GapGroup out = *group;
  out.state = state;
  out.answer = std::string(answer);
  return out;
}

// Whether the question is answered from the lines that were recorded.
Result<bool> Repository::leads_to(const std::string& question, const Recorded& recorded) {
  const auto here = [&](const auto& answer) {
    return answer.path == recorded.path && answer.line_start <= recorded.line_end &&
           recorded.line_start <= answer.line_end;
  };
  auto fixes = diagnose_.ask(question, {});
  if (!fixes) return fixes.error();
  if (fixes->known && std::any_of(fixes->entries.begin(), fixes->entries.end(), here)) return true;
  auto places = where_.ask(question, {});
  if (!places) return places.error();
  // A component leads to its definitive source, and the place itself may be answered instead of the note about it.
  return places->known && (std::any_of(places->answers.begin(), places->answers.end(), here) ||
                           std::any_of(places->answers.begin(), places->answers.end(), [&](const WhereAnswer& answer) {
                             return contains(recorded.diff, "`" + answer.path + "`");
                           }));
}

Result<Repository::Learned> Repository::learn(const std::string& closes_gap,
                                              const std::function<Result<Recorded>()>& record) {
  if (auto fresh = make_fresh(Reached::entries); !fresh) return fresh.error();
  Learned out;
  std::string question;
  if (!closes_gap.empty()) {
    auto groups = gaps();
    if (!groups) return groups.error();
    const GapGroup* group = group_named(*groups, closes_gap);
    if (group == nullptr)
      return Error{Code::not_found, "there is no gap '" + clip(closes_gap, 80) + "'", "",
                   "nothing was written; the tool gaps lists them"};
    out.gap = gap_name(group->id);
    question = group->question;
  }
  auto recorded = record();
  if (!recorded) return recorded.error();
  out.recorded = std::move(*recorded);
  if (!out.recorded.written || out.gap.empty()) return out;
  auto found = leads_to(question, out.recorded);
  if (!found) return found.error();
  if (!*found) return out;
  const std::string place = fmt::format("{}:{}", out.recorded.path, out.recorded.line_start);
  if (auto settled = settle_gap(out.gap, Gap::State::closed, place); !settled) return settled.error();
  out.closed = true;
  return out;
}

Result<Repository::Learned> Repository::record_fix(const Fix& fix, const RecordOptions& options,
                                                   const std::string& closes_gap) {
  return learn(closes_gap, [&] { return recorder_.record_fix(fix, options); });
}

Result<Repository::Learned> Repository::record_component(const ComponentNote& note, const RecordOptions& options,
                                                         const std::string& closes_gap) {
  return learn(closes_gap, [&] { return recorder_.record_component(note, options); });
}

Result<Recorded> Repository::undo_record() {
  if (auto fresh = make_fresh(); !fresh) return fresh.error();
  return recorder_.undo();
}

Result<std::vector<Recorded>> Repository::lay_out(bool dry_run) {
  if (auto fresh = make_fresh(Reached::entries); !fresh) return fresh.error();
  return recorder_.init(dry_run);
}

Result<Overview> Repository::overview() {
  if (auto fresh = make_fresh(); !fresh) return fresh.error();
  return overview_of(root_, map_);
}

}  // namespace fingerpost
