// Keeps a pointer map as the repository is now: walks, reads what changed, forgets what is gone. Incremental, and the
// same map comes out as from a full run. Interrupted anywhere, the map is whole: work is committed in batches.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/file_root.h"
#include "base/result.h"
#include "indexer/limits.h"
#include "indexer/read_source.h"
#include "pointer-map/map.h"

namespace fingerpost {

struct IndexProgress {
  std::string phase;  // "documents and configuration", "documents again for their notes", "code and data"
  std::size_t done = 0;
  std::size_t total = 0;
};

struct IndexOptions {
  Limits limits;
  NotesOf notes_of = nullptr;
  int threads = 2;
  // What is left for a later run when they are false, which finds it undone in the map. Noting a document may take as
  // long as reading it; of what is no document it takes next to nothing, and is not left.
  bool notes = true;                                      // the notes of documents
  bool code = true;                                       // code, and files so large that they are data
  std::function<void(const IndexProgress&)> on_progress;  // called now and then, on the calling thread
  std::function<void(const std::vector<std::string>&)>
      on_directories;               // the directories walked, before any file is read
  std::function<bool()> cancelled;  // asked between batches; true ends the run early, whole
};

struct IndexReport {
  std::size_t sources = 0;  // in the map afterwards
  std::size_t places = 0;
  std::size_t read = 0;     // read anew
  std::size_t touched = 0;  // other stamps, same bytes
  std::size_t removed = 0;
  std::size_t left_out = 0;
  std::uint64_t bytes = 0;  // of what was read
  double seconds = 0;
  bool complete = true;  // false when cancelled
};

// The note of a map that says whether all code that was there at the last run is in it: "yes" or "no".
inline constexpr std::string_view kCodeNote = "code";

// Brings the map up to date with the whole tree. One thread calls; it uses `threads` more inside.
Result<IndexReport> update_map(const Root& root, Map& map, const IndexOptions& options);

// The same for these files only (relative paths): each is read anew, or forgotten when it is gone or may not be read.
Result<Done> update_sources(const Root& root, Map& map, const std::vector<std::string>& paths,
                            const IndexOptions& options);

}  // namespace fingerpost
