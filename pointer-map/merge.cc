// Merging of segments: what keeps a map that is edited all day as quick as one made at once.
#include <algorithm>
#include <string>

#include "base/text.h"
#include "pointer-map/map.h"
#include "pointer-map/place_codec.h"

namespace fingerpost {

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
  std::vector<const Source*> live;
  for (const std::uint32_t i : by_doc_)
    if (std::any_of(merged.begin(), merged.end(), [&](const Segment& s) { return s.id == sources_[i].segment; }))
      live.push_back(&sources_[i]);
  std::vector<DocId> first(live.size());
  DocId docs = 0;
  std::vector<PlaceInfo> infos;
  for (std::size_t i = 0; i < live.size(); ++i) {
    first[i] = docs;
    const GlobalDoc old = first_doc(*live[i]);
    for (DocId doc = 0; doc < live[i]->count; ++doc) infos.push_back(info(old + doc));
    docs += live[i]->count;
  }

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
    const std::string word_list = join(words, "\n");
    auto segment = db_.prepare("INSERT INTO segment(docs, info, words) VALUES(?1, ?2, ?3)");
    if (!segment) return segment.error();
    if (auto done = segment->bind(1, docs).bind_blob(2, info).bind_blob(3, word_list).run(); !done) return done.error();
    const std::int64_t id = db_.last_insert_id();

    auto lists =
        db_.prepare("SELECT term, segment, bytes FROM posting WHERE segment IN (" + ids + ") ORDER BY term, segment");
    auto insert = db_.prepare("INSERT INTO posting VALUES(?1, ?2, ?3)");
    if (!lists) return lists.error();
    if (!insert) return insert.error();
    std::vector<std::pair<std::string, std::string>> made;
    PostingWriter writer;
    std::string term;
    const auto finish = [&] {
      if (writer.count() > 0) made.emplace_back(term, writer.bytes());
      writer = PostingWriter();
    };
    for (;;) {
      auto row = lists->step();
      if (!row) return row.error();
      if (!*row || lists->text(0) != term) {
        finish();
        if (!*row) break;
        term = std::string(lists->text(0));
      }
      const std::int64_t from = lists->integer(1);
      const auto at = std::find_if(merged.begin(), merged.end(), [&](const Segment& s) { return s.id == from; });
      PostingReader reader(lists->blob(2));
      Posting posting;
      std::size_t source = 0;
      while (reader.next(posting)) {
        const GlobalDoc old = at->base + posting.doc;
        while (source < live.size() && first_doc(*live[source]) + live[source]->count <= old) ++source;
        if (source == live.size()) break;
        const GlobalDoc begin = first_doc(*live[source]);
        if (old < begin) continue;  // dead
        posting.doc = first[source] + (old - begin);
        writer.add(posting);
      }
    }
    if (auto done = db_.run(("DELETE FROM posting WHERE segment IN (" + ids + ")").c_str()); !done) return done.error();
    if (auto done = db_.run(("DELETE FROM segment WHERE id IN (" + ids + ")").c_str()); !done) return done.error();
    for (const auto& [name, bytes] : made)
      if (auto done = insert->bind(1, name).bind(2, id).bind_blob(3, bytes).run(); !done) return done.error();
    auto move = db_.prepare("UPDATE source SET segment = ?2, first = ?3 WHERE id = ?1");
    if (!move) return move.error();
    for (std::size_t i = 0; i < live.size(); ++i)
      if (auto done = move->bind(1, live[i]->id).bind(2, id).bind(3, first[i]).run(); !done) return done.error();
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
