// One repository that is served: its root, its map, and what keeps the map as the tree is now.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/file_root.h"
#include "base/result.h"
#include "component-map/overview.h"
#include "component-map/where.h"
#include "indexer/index.h"
#include "indexer/watch.h"
#include "pointer-map/journal.h"
#include "pointer-map/map.h"

namespace fingerpost {

struct RepositoryOptions {
  std::string directory;  // "" for the repository that encloses the working directory
  std::string map_file;   // "" for the default below $XDG_CACHE_HOME/fingerpost/
  bool anywhere = false;  // "/" and home directories too
};

// Questions are asked by one thread. A background thread may index meanwhile, over a connection of its own.
class Repository {
 public:
  static Result<std::unique_ptr<Repository>> open(const RepositoryOptions& options);
  ~Repository();

  const std::string& directory() const { return root_.path(); }
  const std::string& map_file() const { return map_file_; }
  Map& map() { return map_; }

  // Brings the map up to date, on the calling thread, and watches the tree from then on.
  Result<IndexReport> index(const IndexOptions& options);
  // The same for a process that asks nothing afterwards: no watch is set up.
  Result<IndexReport> index_once(const IndexOptions& options);
  // The same on a thread of its own: documents and configuration first, then code. Returns at once.
  void index_in_background();

  // Waits until documents and configuration are in the map, and brings in what changed on disk since.
  Result<Done> make_fresh();

  Result<WhereReply> where(std::string_view query, const WhereOptions& options);
  Result<Overview> overview();

 private:
  Repository(Root root, Map map, std::string map_file, std::string journal_file);
  void run_background();

  Root root_;
  Map map_;
  std::string map_file_;
  Journal journal_;
  Where where_;
  Watch watch_;
  bool swept_ = false;  // whole, code included, by this process

  std::mutex mutex_;
  std::condition_variable progressed_;
  bool in_background_ = false;
  bool documents_ready_ = false;           // guarded by mutex_
  bool background_done_ = false;           // guarded by mutex_
  std::optional<Error> background_error_;  // guarded by mutex_
  std::atomic<bool> stopping_ = false;
  std::jthread background_;
};

// Where the map of this repository is kept unless told otherwise.
std::string default_map_file(const std::string& directory);

}  // namespace fingerpost
