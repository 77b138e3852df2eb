// From a symptom to its fix: what somebody sees → the entries that mend it, best first, read live. The map proposes,
// the documents decide: every word of an answer stands in a file as it is at that moment.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/file_root.h"
#include "base/result.h"
#include "indexer/live.h"
#include "pointer-map/map.h"
#include "troubleshooting-index/entry.h"
#include "troubleshooting-index/entry_index.h"
#include "troubleshooting-index/live_entry.h"
#include "troubleshooting-index/message.h"

namespace fingerpost {

struct DiagnoseOptions {
  std::size_t limit = 5;
};

// A place that decides, as an entry points to it.
struct DecidingPlace {
  std::string path;
  int line_start = 1;
  int line_end = 1;
  std::string title;
  std::string excerpt;  // live, masked, short
};

// An entry beside the one that was asked for.
struct RelatedPlace {
  std::string title;
  std::string path;
  int line_start = 1;
  int line_end = 1;
  std::string why;  // what both are about: an error code, a port, a component
};

struct DiagnosedEntry {
  std::string title;
  std::string path;
  int line_start = 1;
  int line_end = 1;
  std::vector<std::string> locator;
  std::vector<std::string> symptoms;
  std::vector<std::string> causes;  // in the document's order, the likeliest first
  std::string first_action;         // a command where the document gives one: shown, never run
  bool first_action_is_command = false;
  std::vector<std::string> steps;
  std::string excerpt;  // of a section that is no entry: how it begins
  std::string component;
  std::string category;               // the heading or lead-in that it stands below, or ""
  bool has_source = false;            // the document names a definitive source for it
  std::vector<RelatedPlace> related;  // of the first entry of a known symptom; few
  std::vector<std::string> why;       // words and codes of the symptom that it matched
  std::optional<DecidingPlace> definitive_source;
  int confirmed = 0;  // how often it was said to have helped, less how often not
  double confidence = 0;
};

struct DiagnoseReply {
  bool known = false;
  std::vector<DiagnosedEntry> entries;  // when not known: the nearest
  std::string heard;                    // of a paste: the line that it was asked for
  std::string gap;                      // when not known or not sure: what is missing, for a person; "" for nothing
  std::string gap_id;                   // by which the question is kept until somebody answers it; "" for none
};

// How often fixes helped, by the address of their entry.
class FixHistory {
 public:
  virtual ~FixHistory() = default;
  // Times it worked less times it did not; 0 for an entry never spoken of.
  virtual int confirmations(const std::string& path, const std::string& title) = 0;
};

class Diagnose {
 public:
  // Brings the map up to date with these files, which are no longer as they were indexed.
  using Mend = std::function<Result<Done>(const std::vector<std::string>& paths)>;

  // Keeps references; `history` may be null. One thread.
  Diagnose(const Root& root, Map& map, Mend mend, FixHistory* history)
      : root_(root), map_(map), mend_(std::move(mend)), history_(history) {}

  Result<DiagnoseReply> ask(std::string_view symptom, const DiagnoseOptions& options);

  // Every entry of the repository, or those of a component (a part of its name, path or title) or below a heading (a
  // part of the category), in the order of the documents. Titles, categories and places only.
  Result<std::vector<DiagnosedEntry>> known_issues(std::string_view component, std::string_view category);

 private:
  Result<Done> refresh();
  Result<Done> read_all();
  Result<Done> read_changed();
  // A question while it is answered.
  struct Asking;
  Result<DiagnoseReply> ask_once(std::string_view symptom, const DiagnoseOptions& options, Asking& asking);
  // Best first, with what was said of their fixes.
  std::vector<EntryMatch> candidates(const SymptomQuery& query) const;
  bool overlaps_any(const IndexedEntry& entry, const std::vector<EntryMatch>& others) const;
  // An entry as its document is now; nothing where it is no longer there, or not as it was indexed.
  Result<std::optional<DiagnosedEntry>> show(EntryId id, const SymptomQuery& query, Asking& asking);
  // The place that the entry names as the one that decides.
  Result<std::optional<DecidingPlace>> named_source(const Entry& entry, const std::string& path, const LiveFile& file,
                                                    Asking& asking);
  // The section of the entry's name that says more than it does.
  Result<std::optional<DecidingPlace>> namesake(EntryId id, Asking& asking);
  // Entries near the first of those that are shown, and none of them.
  std::vector<RelatedPlace> related_to(const std::vector<EntryMatch>& shown) const;

  const Root& root_;
  Map& map_;
  Mend mend_;
  FixHistory* history_;
  // A source as it was when its entries were put into the index.
  struct Seen {
    std::int64_t id = 0;
    std::uint64_t hash = 0;
    bool noted = false;  // its entries may come later than its places
  };
  std::unique_ptr<EntryIndex> index_;
  std::unordered_map<std::string, Seen> seen_;  // by path
  std::uint64_t index_version_ = 0;
  LiveEntries documents_;
};

}  // namespace fingerpost
