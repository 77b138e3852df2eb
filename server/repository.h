// One repository that is served: its root, its map, and what keeps the map as the tree is now.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/file_root.h"
#include "base/result.h"
#include "component-map/overview.h"
#include "component-map/where.h"
#include "indexer/index.h"
#include "indexer/watch.h"
#include "pointer-map/health_history.h"
#include "pointer-map/journal.h"
#include "pointer-map/link_answers.h"
#include "pointer-map/map.h"
#include "pointer-map/probe_history.h"
#include "server/readiness.h"
#include "troubleshooting-index/diagnose.h"
#include "upkeep/gaps/gap_groups.h"
#include "upkeep/record/recorder.h"

namespace fingerpost {

// The history of fixes as the journal keeps it.
class KeptFixes : public FixHistory {
 public:
  explicit KeptFixes(Journal& journal) : journal_(journal) {}
  int confirmations(const std::string& path, const std::string& title) override {
    return journal_.confirmations(path, title);
  }

 private:
  Journal& journal_;
};

// How far the work for the question at hand is. Counted up by any thread.
struct Progress {
  std::atomic<std::size_t> done = 0;
  std::atomic<std::size_t> total = 0;  // 0 until it is known
};

struct RepositoryOptions {
  std::string directory;  // "" for the repository that encloses the working directory
  std::string map_file;   // "" for the default below $XDG_CACHE_HOME/fingerpost/
  bool anywhere = false;  // "/" and home directories too
};

// The canonical directory of the repository that is meant; refuses what is no directory and, unless `anywhere`, a whole
// file system or a home. Opens nothing else.
Result<std::string> directory_of_repository(const RepositoryOptions& options);

// Questions are asked by one thread at a time. A background thread may index meanwhile, over a connection of its own.
class Repository {
 public:
  static Result<std::unique_ptr<Repository>> open(const RepositoryOptions& options);
  ~Repository();

  const std::string& directory() const { return root_.path(); }
  const std::string& map_file() const { return map_file_; }
  Map& map() { return map_; }
  const Root& root() const { return root_; }

  // Brings the map up to date, on the calling thread, and watches the tree from then on.
  Result<IndexReport> index(const IndexOptions& options);
  // The same for a process that asks nothing afterwards: no watch is set up.
  Result<IndexReport> index_once(const IndexOptions& options);
  // The same on a thread of its own: documents and configuration first, then the entries that documents hold, then
  // code. Returns at once.
  void index_in_background();
  // How far that is; waits at most this long until it suffices. Any thread.
  Readiness readiness(std::chrono::milliseconds wait = {}, const Awaited& awaited = {});

  // How often the whole tree was looked at for changes. Any thread.
  std::uint64_t sweeps() const { return sweeps_; }
  // Seconds since the map was known to be as the tree is: 0 while the system tells of changes and has told of none
  // that is not in the map. Between questions.
  double age() const;
  // Whether code is still being read in the background that the map lacks. Asked between questions.
  bool lacks_code();
  // The same of entries of documents, for the question asked last.
  bool lacks_entries();

  // Readable when something below the root may have changed; -1 when the system cannot tell. For poll().
  int change_descriptor() const { return watch_.descriptor(); }

  // Waits until documents and configuration are in the map, and brings in what changed on disk since.
  Result<Done> make_fresh();

  // Whether this was made from the map as it is now. With files_hold() it would be made again.
  bool map_holds(const Basis& basis);

  Result<WhereReply> where(std::string_view query, const WhereOptions& options);
  Result<DiagnoseReply> diagnose(std::string_view symptom, const DiagnoseOptions& options);
  Result<std::vector<DiagnosedEntry>> known_issues(std::string_view component, std::string_view category);
  // Keeps whether an entry's fix helped. `entry` is its place: path:line.
  struct Confirmed {
    std::string title;
    int confirmed = 0;
  };
  Result<Confirmed> confirm_fix(const std::string& entry, bool worked, const std::string& note);
  Result<Overview> overview();

  // The program that asks from now on, as it calls itself; "" for one that did not say. Kept with the gaps.
  void set_client(std::string name) { client_ = std::move(name); }
  // Whether nobody waits for the answer to the question at hand any more; empty for never. Asked again and again by
  // another thread while this one waits.
  using Gone = std::function<bool()>;
  void set_gone(Gone gone) { gone_ = std::move(gone); }
  // Where work that takes long says how far it is; nullptr where nobody wants to know.
  void set_progress(std::shared_ptr<Progress> progress) { progress_of_question_ = std::move(progress); }
  const std::shared_ptr<Progress>& progress_of_question() const { return progress_of_question_; }
  // How others ask meanwhile: lends the repository to them, calls the work, and takes it back. Empty where nobody else
  // asks.
  using Lend = std::function<void(const std::function<void()>& work)>;
  void set_lend(Lend lend) { lend_ = std::move(lend); }
  // Does work that waits for others and touches nothing of the repository but its root. It is to stop when whoever
  // asked is gone.
  void while_lent(const std::function<void(const std::stop_token& stop)>& work);
  // The questions that had no good answer, those that mean the same together.
  Result<std::vector<GapGroup>> gaps();
  // Closes or ignores a group, by its id ("g12") or the words of a question in it. `answer` is where it stands, or "".
  Result<GapGroup> settle_gap(std::string_view name, Gap::State state, std::string_view answer);

  struct Learned {
    Recorded recorded;
    std::string gap;      // the id of the gap that the record was to close, "" for none
    bool closed = false;  // asked again, its question leads to the record now
  };
  // See upkeep/record/recorder.h. `closes_gap` names a gap, or is "".
  Result<Learned> record_fix(const Fix& fix, const RecordOptions& options, const std::string& closes_gap);
  Result<Learned> record_component(const ComponentNote& note, const RecordOptions& options,
                                   const std::string& closes_gap);
  Result<Recorded> undo_record();
  Result<std::vector<Recorded>> lay_out(bool dry_run);
  // What probes saw lately.
  ProbeHistory& probe_history() { return probe_history_; }
  HealthHistory& health_history() { return health_history_; }
  LinkAnswers& link_answers() { return link_answers_; }

 private:
  Repository(Root root, Map map, std::string map_file, std::string journal_file);
  enum class Reached { nothing, documents, entries, all };
  void run_background();
  Readiness readiness_now() const;
  Reached reached();
  Result<Done> make_fresh(Reached needed);
  Result<Done> bring_in_changes(Reached needed);
  Result<Done> mend(const std::vector<std::string>& paths);
  Result<Learned> learn(const std::string& closes_gap, const std::function<Result<Recorded>()>& record);
  Result<bool> leads_to(const std::string& question, const Recorded& recorded);

  Root root_;
  Map map_;
  std::string map_file_;
  Journal journal_;
  ProbeHistory probe_history_;
  HealthHistory health_history_;
  LinkAnswers link_answers_;
  Where where_;
  KeptFixes fixes_;
  Diagnose diagnose_;
  Recorder recorder_;
  std::string client_;
  Gone gone_;
  std::shared_ptr<Progress> progress_of_question_;
  Lend lend_;
  Watch watch_;
  std::chrono::steady_clock::time_point as_of_ = std::chrono::steady_clock::now();  // of the map
  bool swept_ = false;  // whole, code included, by this process

  std::chrono::steady_clock::time_point code_awaited_until_;
  std::mutex mutex_;
  std::condition_variable progressed_;
  bool in_background_ = false;
  Reached reached_ = Reached::nothing;     // guarded by mutex_
  std::optional<Error> background_error_;  // guarded by mutex_
  IndexProgress progress_;                 // guarded by mutex_
  std::atomic<std::uint64_t> sweeps_ = 0;
  std::atomic<bool> stopping_ = false;
  std::jthread background_;
};

// Where the map of this repository is kept unless told otherwise.
std::string default_map_file(const std::string& directory);

}  // namespace fingerpost
