// Merging of segments: what keeps a map that is edited all day as quick as one made at once.
#include <algorithm>
#include <string>

#include "base/text.h"
#include "pointer-map/map.h"
#include "pointer-map/map_schema.h"
#include "pointer-map/place_codec.h"

namespace fingerpost {

namespace {

// The terms of one segment in order, block after block.
class BlockRun {
 public:
  explicit BlockRun(Statement blocks) : blocks_(std::move(blocks)), reader_(std::string_view()) {}

  Result<Done> next() {
    while (!reader_.next()) {
      auto row = blocks_.step();
      if (!row) return row.error();
      if (!*row) {
        over_ = true;
        break;
      }
      reader_ = TermBlockReader(blocks_.blob(0));
    }
    return Done{};
  }
  bool over() const { return over_; }
  const std::string& term() const { return reader_.term(); }
  std::string_view list() const { return reader_.list(); }

 private:
  Statement blocks_;
  TermBlockReader reader_;
  bool over_ = false;
};

}  // namespace

// A question reads one list a term from every segment, so there may be a few, not many.
static constexpr std::size_t kManySegments = 8;

Result<Done> Map::merge_if_many() {
  const std::uint32_t dead = doc_count() - live_;
  if (segments_.size() > 1 && dead > live_ / 2 + 1000) return merge(segments_);
  if (segments_.size() <= kManySegments) return Done{};
  // The big ones stay; the tail of small ones becomes one.
  std::vector<Segment> small = segments_;
  std::sort(small.begin(), small.end(), [](const Segment& a, const Segment& b) { return a.docs > b.docs; });
  std::size_t keep = 0;
  std::uint64_t rest = 0;
  for (const Segment& segment : small) rest += segment.docs;
  while (keep < small.size() && small[keep].docs > rest / 2) rest -= small[keep++].docs;
  small.erase(small.begin(), small.begin() + static_cast<std::ptrdiff_t>(keep));
  if (small.size() < 2) return Done{};
  std::sort(small.begin(), small.end(), [](const Segment& a, const Segment& b) { return a.id < b.id; });
  return merge(small);
}

Result<Done> Map::merge(const std::vector<Segment>& merged) {
  // Live sources of the merged segments keep their order and move together; `moved` maps old places to new ones.
  struct Moved {
    GlobalDoc begin;
    GlobalDoc end;
    DocId to;
  };
  std::vector<Moved> moved;
  std::vector<const Source*> live;
  for (const std::uint32_t i : by_doc_)
    if (std::any_of(merged.begin(), merged.end(), [&](const Segment& s) { return s.id == sources_[i].segment; }))
      live.push_back(&sources_[i]);
  DocId docs = 0;
  std::vector<PlaceInfo> infos;
  for (std::size_t i = 0; i < live.size(); ++i) {
    const GlobalDoc old = first_doc(*live[i]);
    moved.push_back({old, old + live[i]->count, docs});
    for (DocId doc = 0; doc < live[i]->count; ++doc) infos.push_back(info(old + doc));
    docs += live[i]->count;
  }
  moved.push_back({UINT32_MAX, UINT32_MAX, 0});

  if (!infos_read_) return infos_read_.error();

  if (auto begun = db_.run("BEGIN IMMEDIATE"); !begun) return begun.error();
  if (db_.data_version() != seen_version_) {
    // Another process wrote meanwhile: what we know of the segments is old. It, or the next change, will merge.
    if (auto undone = db_.run("ROLLBACK"); !undone) return undone.error();
    return load();
  }
  const auto rewrite = [&]() -> Result<Done> {
    std::string ids;
    for (const Segment& segment : merged) ids += (ids.empty() ? "" : ",") + std::to_string(segment.id);
    std::vector<std::string> words;
    auto old_words = db_.prepare("SELECT words FROM segment WHERE id IN (" + ids + ")");
    if (!old_words) return old_words.error();
    for (;;) {
      auto row = old_words->step();
      if (!row) return row.error();
      if (!*row) break;
      for (std::string_view word : split(old_words->blob(0), '\n'))
        if (!word.empty()) words.emplace_back(word);
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    std::string info;
    encode_infos(infos, info);
    std::vector<BlockRun> runs;
    for (const Segment& old : merged) {
      auto blocks = db_.prepare("SELECT bytes FROM block WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
      if (!blocks) return blocks.error();
      blocks->bind(1, block_id(old.id, 0)).bind(2, block_id(old.id + 1, 0) - 1);
      runs.emplace_back(std::move(*blocks));
      if (auto done = runs.back().next(); !done) return done.error();
    }
    const auto add_lists = [&](TermBlockWriter& writer) -> Result<Done> {
      PostingWriter together;
      for (;;) {
        const BlockRun* first = nullptr;
        for (const BlockRun& run : runs)
          if (!run.over() && (first == nullptr || run.term() < first->term())) first = &run;
        if (first == nullptr) return writer.finish();
        const std::string term = first->term();
        together.clear();
        for (std::size_t r = 0; r < runs.size(); ++r) {
          if (runs[r].over() || runs[r].term() != term) continue;
          PostingReader reader(runs[r].list());
          Posting posting;
          const Moved* source = moved.data();
          while (reader.next(posting)) {
            const GlobalDoc old = merged[r].base + posting.doc;
            if (old >= source->end)
              source = &*std::lower_bound(moved.begin() + (source - moved.data()), moved.end() - 1, old,
                                          [](const Moved& a, GlobalDoc b) { return a.end <= b; });
            if (old < source->begin) continue;  // dead
            posting.doc = source->to + (old - source->begin);
            together.add(posting);
          }
          if (auto done = runs[r].next(); !done) return done.error();
        }
        if (together.count() == 0) continue;
        if (auto done = writer.add(term, together.bytes()); !done) return done.error();
      }
    };
    auto made = write_segment(docs, info, words, add_lists);
    if (!made) return made.error();
    const std::int64_t id = *made;
    runs.clear();
    auto drop = db_.prepare("DELETE FROM block WHERE id BETWEEN ?1 AND ?2");
    if (!drop) return drop.error();
    for (const Segment& old : merged) {
      drop->bind(1, block_id(old.id, 0)).bind(2, block_id(old.id + 1, 0) - 1);
      if (auto done = drop->run(); !done) return done.error();
    }
    if (auto done = db_.run(("DELETE FROM segment WHERE id IN (" + ids + ")").c_str()); !done) return done.error();
    auto move = db_.prepare("UPDATE source SET segment = ?2, first = ?3 WHERE id = ?1");
    if (!move) return move.error();
    for (std::size_t i = 0; i < live.size(); ++i)
      if (auto done = move->bind(1, live[i]->id).bind(2, id).bind(3, moved[i].to).run(); !done) return done.error();
    return Done{};
  };
  auto rewritten = rewrite();
  if (!rewritten) {
    auto undone = db_.run("ROLLBACK");
    (void)undone;
    return rewritten.error();
  }
  if (auto done = db_.run("COMMIT"); !done) return done.error();
  return load();
}

}  // namespace fingerpost
