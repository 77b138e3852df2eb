// What many readers have gathered becomes one segment of the map.
#include <algorithm>

#include "base/text.h"
#include "pointer-map/map.h"
#include "pointer-map/map_schema.h"

namespace fingerpost {
namespace {

// Gives the writer every term of the parts in order, its lists one behind the other.
Result<Done> merge_lists(const std::vector<SegmentBuilder*>& parts, TermBlockWriter& writer) {
  std::vector<std::size_t> at(parts.size(), 0);
  PostingWriter together;
  for (;;) {
    const SegmentBuilder::TermList* first = nullptr;
    int holders = 0;
    for (std::size_t p = 0; p < parts.size(); ++p) {
      if (at[p] == parts[p]->lists().size()) continue;
      const SegmentBuilder::TermList& here = parts[p]->lists()[at[p]];
      const int order = first == nullptr ? -1 : here.term.compare(first->term);
      if (order < 0) {
        first = &here;
        holders = 1;
      } else if (order == 0) {
        ++holders;
      }
    }
    if (first == nullptr) return writer.finish();
    const std::string_view term = first->term;
    DocId base = 0;
    together.clear();
    for (std::size_t p = 0; p < parts.size(); base += parts[p++]->docs()) {
      if (at[p] == parts[p]->lists().size() || parts[p]->lists()[at[p]].term != term) continue;
      together.append(*parts[p]->lists()[at[p]++].postings, base);
      if (--holders == 0) break;
    }
    if (auto done = writer.add(term, together.bytes()); !done) return done.error();
  }
}

}  // namespace

Result<std::int64_t> Map::write_segment(DocId docs, std::string_view info, const std::vector<std::string>& words,
                                        const std::function<Result<Done>(TermBlockWriter&)>& add_lists) {
  auto segment = db_.prepare("INSERT INTO segment(docs, info, words, first_terms) VALUES(?1, ?2, ?3, x'')");
  if (!segment) return segment.error();
  const std::string word_list = join(words, "\n");
  if (auto done = segment->bind(1, docs).bind_blob(2, info).bind_blob(3, word_list).run(); !done) return done.error();
  const std::int64_t id = db_.last_insert_id();

  auto insert = db_.prepare("INSERT INTO block VALUES(?1, ?2)");
  if (!insert) return insert.error();
  std::uint32_t block = 0;
  TermBlockWriter writer([&](std::string_view bytes) -> Result<Done> {
    if (block >> kBlockBits != 0) return Error{Code::too_large, "the segment has too many terms", "", ""};
    return insert->bind(1, block_id(id, block++)).bind_blob(2, bytes).run();
  });
  if (auto done = add_lists(writer); !done) return done.error();
  auto directory = db_.prepare("UPDATE segment SET first_terms = ?2 WHERE id = ?1");
  if (!directory) return directory.error();
  if (auto done = directory->bind(1, id).bind_blob(2, writer.first_terms()).run(); !done) return done.error();
  return id;
}

Result<Done> Map::write_sources(const std::vector<SegmentBuilder*>& parts, std::int64_t segment) {
  auto source = db_.prepare(
      "INSERT INTO source(path, format, size, mtime_ns, ctime_ns, inode, hash, segment, first, count, noted) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
  auto places = db_.prepare("INSERT INTO places VALUES(?1, ?2)");
  auto finding = db_.prepare("INSERT INTO finding VALUES(?1, ?2, ?3)");
  auto notes = db_.prepare("INSERT INTO notes VALUES(?1, ?2)");
  for (const auto* statement : {&source, &places, &finding, &notes})
    if (!*statement) return statement->error();
  DocId base = 0;
  for (const SegmentBuilder* part : parts) {
    for (const SegmentBuilder::Pending& pending : part->sources()) {
      const Source& s = pending.source;
      source->bind(1, s.path).bind(2, s.format).bind(3, s.stamp.size).bind(4, s.stamp.mtime_ns);
      source->bind(5, s.stamp.ctime_ns).bind(6, s.stamp.inode).bind(7, static_cast<std::int64_t>(s.hash));
      source->bind(8, segment).bind(9, base + s.first).bind(10, s.count).bind(11, s.noted ? 1 : 0);
      if (auto done = source->run(); !done) return done.error();
      const std::int64_t id = db_.last_insert_id();
      if (auto done = places->bind(1, id).bind_blob(2, pending.places).run(); !done) return done.error();
      if (!pending.notes.empty())
        if (auto done = notes->bind(1, id).bind_blob(2, pending.notes).run(); !done) return done.error();
      for (const Finding& f : pending.findings)
        if (auto done = finding->bind(1, id).bind(2, f.line).bind(3, f.message).run(); !done) return done.error();
    }
    base += part->docs();
  }
  return Done{};
}

Result<Done> Map::write_parts(const std::vector<SegmentBuilder*>& parts) {
  DocId docs = 0;
  std::string info;
  std::vector<std::string> words;
  for (SegmentBuilder* part : parts) {
    part->finish();
    docs += part->docs();
    info += part->info();
    std::vector<std::string> both;
    std::set_union(words.begin(), words.end(), part->words().begin(), part->words().end(), std::back_inserter(both));
    words = std::move(both);
  }
  auto segment = write_segment(docs, info, words, [&](TermBlockWriter& writer) { return merge_lists(parts, writer); });
  if (!segment) return segment.error();
  return write_sources(parts, *segment);
}

}  // namespace fingerpost
