// The pointer map: one SQLite file that knows every place of a repository by its terms. It is a cache: no contents, no
// secret values, deleted and rebuilt at will. Segments are written once and merged when they grow many; a changed
// source leaves its old places dead in an old segment and appears anew in a small one.
//
// A Map belongs to one thread at a time. Several processes may have the same file open: one writes at a time, readers
// see the last commit after refresh().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sqlite.h"
#include "pointer-map/impacts.h"
#include "pointer-map/pointer.h"
#include "pointer-map/recent.h"
#include "pointer-map/segment_builder.h"
#include "pointer-map/source.h"
#include "pointer-map/spelling.h"
#include "pointer-map/term_blocks.h"
#include "pointer-map/term_places.h"

namespace fingerpost {

// A place as the map keeps it: the address, not the text.
struct StoredPlace {
  Kind kind = Kind::setting;
  Role role = Role::none;
  std::int32_t parent = 0;
  std::int32_t depth = 0;  // places above it, the document included
  std::int32_t line_start = 1;
  std::int32_t line_end = 1;
  std::string key;
  std::string name;
};

struct StoredFinding {
  std::string path;
  int line = 0;  // 0: the whole file, which was left out
  std::string message;
};

// What a room above noted of a source after it was read.
struct SourceNotes {
  std::string path;
  std::uint64_t hash = 0;  // of the bytes that it was made of
  std::string bytes;       // "" for nothing
};

class Map {
 public:
  // Opens the map, making it when `writable`. A damaged map or one of another version is moved out of the way and made
  // anew, since it is a cache; a map that another repository owns is refused (Code::denied).
  static Result<Map> open(const std::string& file, const std::string& root, bool writable);

  // Replaces what the map knows of the sources in `parts` and forgets `removed`, in one transaction: a reader sees all
  // of it or nothing. The parts become one segment. Merges segments when they have grown many.
  Result<Done> apply(std::span<SegmentBuilder> parts, const std::vector<std::string>& removed);
  // Records new stamps for sources whose bytes did not change.
  Result<Done> restamp(const std::vector<Source>& sources);
  // Puts in the notes of sources that lacked them; one that has others by now, or other bytes, keeps what it has. One
  // transaction.
  Result<Done> add_notes(std::span<const SourceNotes> all);
  // What was left out of the walk, replacing what was known.
  Result<Done> set_left_out(const std::vector<StoredFinding>& left_out);

  // Loads what other connections have committed. Cheap when there is nothing new.
  Result<Done> refresh();

  // Sorted by path. Valid until the next apply() or refresh() that changes something.
  const std::vector<Source>& sources() const { return sources_; }
  const Source* find(std::string_view path) const;
  // How many of them lack the notes of a room above.
  std::size_t without_notes() const { return without_notes_; }
  // The places of a source, in its order. Shared with a small cache: asking again for the same source costs nothing.
  using Places = std::shared_ptr<const std::vector<StoredPlace>>;
  Result<Places> places_of(const Source& source);
  // One place of it alone, for where many sources are touched. Code::corrupt when the source has no such place.
  Result<StoredPlace> place_of(const Source& source, DocId index);
  Result<std::vector<StoredFinding>> findings();
  // What a room above noted about each source while it was read, in the order of the sources' paths.
  Result<Done> notes(const std::function<void(const Source& source, std::string_view bytes)>& on_notes);

  // The same of one source; "" when there is none.
  Result<std::string> notes_of(const Source& source);

  // A note that belongs to the map: when it was made, which settings it was made with.
  std::string note(std::string_view key);
  Result<Done> set_note(std::string_view key, std::string_view value);

  // While one lives, many small reads take the file's locks once, not each for itself. Nothing may be written or
  // refreshed meanwhile; one inside another does nothing.
  class ReadScope {
   public:
    explicit ReadScope(Map& map);
    ~ReadScope();
    ReadScope(const ReadScope&) = delete;
    ReadScope& operator=(const ReadScope&) = delete;

   private:
    Map& map_;
    bool outer_ = false;
  };

  // Another number whenever what the map knows has changed; never 0.
  std::uint64_t version() const { return version_; }

  // --- for retrieval ---
  GlobalDoc doc_count() const { return segments_.empty() ? 0 : segments_.back().base + segments_.back().docs; }
  std::uint32_t live_count() const { return live_; }
  // Read from the file when first asked for, so that opening a map costs the same whatever its size. What cannot be
  // read is a plain setting here, and the next places_of() or places_with() says why.
  const PlaceInfo& info(GlobalDoc doc) {
    if (doc >= infos_.size()) load_infos();
    return infos_[doc];
  }
  // Ascending, disjoint ranges [begin, end) of places that are no longer in any source.
  const std::vector<std::pair<GlobalDoc, GlobalDoc>>& dead() const { return dead_; }
  // The source of a live place, or nullptr, and the place's index in it.
  const Source* source_of(GlobalDoc doc, DocId& place) const;
  // A number by which live places are in order of their paths, and in a file of their lines: docs are numbered as
  // sources came to be read, by several threads.
  std::uint64_t order_of(GlobalDoc doc) const;
  GlobalDoc first_doc(const Source& source) const;
  // What `make()` finds out about a source (one of sources()), below 2^63: kept until the map changes, so that it is
  // asked for once. There is one such number a source, with one meaning (component-map/priors.cc).
  template <class Make>
  std::uint64_t once_per_source(const Source& source, Make&& make) {
    std::uint64_t& known = found_out_[static_cast<std::size_t>(&source - sources_.data())];
    if (known == 0) known = make() + 1;
    return known - 1;
  }
  // Where a term stands. What was lately asked for is kept: the same words come again and again.
  Result<std::shared_ptr<const TermPlaces>> places_with(const std::string& term);
  // Every plain word of the map, for spelling. Loaded at the first call.
  Result<const WordList*> words();

 private:
  struct Segment {
    std::int64_t id = 0;
    GlobalDoc base = 0;
    DocId docs = 0;
    std::shared_ptr<const TermDirectory> terms;  // read when first asked for
  };
  explicit Map(Database db) : db_(std::move(db)) {}
  Result<Done> prepare();
  Result<Done> load();
  void load_infos();
  Result<Done> forget(const std::vector<std::string_view>& paths);
  Result<std::shared_ptr<const std::string>> encoded_places(const Source& source);
  Result<const TermDirectory*> terms_of(Segment& segment);
  // Inserts a segment and what stands in its blocks; `add_lists` gives the writer the terms.
  Result<std::int64_t> write_segment(DocId docs, std::string_view info, const std::vector<std::string>& words,
                                     const std::function<Result<Done>(TermBlockWriter&)>& add_lists);
  Result<Done> write_parts(const std::vector<SegmentBuilder*>& parts);
  Result<Done> write_sources(const std::vector<SegmentBuilder*>& parts, std::int64_t segment);
  Result<Done> merge_if_many();
  Result<Done> merge(const std::vector<Segment>& merged);

  Database db_;
  Statement select_block_;
  Statement select_places_;
  Statement begin_reading_;
  Statement end_reading_;
  std::vector<Source> sources_;
  std::size_t without_notes_ = 0;
  std::vector<std::uint64_t> found_out_;  // by source; plus one, 0 for not yet
  std::vector<std::uint32_t> by_doc_;     // indexes into sources_, by global doc
  std::vector<GlobalDoc> begin_;          // the first doc of each, in the same order
  // Of every so many docs: how many of begin_ are at or before the first of them.
  std::vector<std::uint32_t> begun_;
  std::vector<Segment> segments_;
  std::vector<PlaceInfo> infos_;  // of the first segments, as many as have been asked for
  Result<Done> infos_read_ = Done{};
  std::vector<std::pair<GlobalDoc, GlobalDoc>> dead_;
  // Until the map changes.
  Recent<std::string, TermPlaces> terms_{24u << 20};
  Recent<std::int64_t, std::string> encoded_{8u << 20};  // by source
  Recent<std::int64_t, std::vector<StoredPlace>> places_{4u << 20};
  std::optional<WordList> words_;
  std::uint32_t live_ = 0;
  std::uint64_t version_ = 0;
  bool in_read_scope_ = false;
  std::int64_t seen_version_ = -1;  // SQLite's, of other connections' changes
};

}  // namespace fingerpost
