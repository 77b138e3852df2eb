#include "pointer-map/map.h"

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "pointer-map/map_schema.h"
#include "pointer-map/place_codec.h"

namespace fingerpost {
namespace {

// Runs and returns the error from the enclosing function, if there is one.
#define FP_TRY(expression) \
  if (auto tried_ = (expression); !tried_) return tried_.error()

// BEGIN IMMEDIATE … COMMIT; rolls back when it goes out of scope uncommitted.
class Transaction {
 public:
  explicit Transaction(Database& db) : db_(db) {}
  Result<Done> begin() {
    auto begun = db_.run("BEGIN IMMEDIATE");
    open_ = begun.has_value();
    return begun;
  }
  Result<Done> commit() {
    auto done = db_.run("COMMIT");
    if (done) open_ = false;
    return done;
  }
  ~Transaction() {
    if (!open_) return;
    auto undone = db_.run("ROLLBACK");
    (void)undone;  // the connection is unusable then, and the next statement says so
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

 private:
  Database& db_;
  bool open_ = false;
};

constexpr GlobalDoc kDocsABegun = 64;  // docs an entry of begun_

void remove_map_files(const std::string& file) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::error_code ignored;  // a file that is not there is what we want
    std::filesystem::remove(file + suffix, ignored);
  }
}

}  // namespace

Result<Map> Map::open(const std::string& file, const std::string& root, bool writable) {
  for (int attempt = 0;; ++attempt) {
    auto db = Database::open(file, writable);
    const bool again = attempt == 0 && writable;
    if (!db) {
      if (db.error().code != Code::corrupt || !again) return db.error();
      remove_map_files(file);
      continue;
    }
    auto version_query = db->prepare("PRAGMA user_version");
    if (!version_query) return version_query.error();
    auto row = version_query->step();
    if (!row) {
      if (row.error().code != Code::corrupt || !again) return row.error();
      remove_map_files(file);
      continue;
    }
    const auto version = version_query->integer(0);
    version_query->reset();
    if (version == 0) {
      if (!writable) return Error{Code::not_found, "this repository is not indexed yet", "", "run fingerpost index"};
      Map map(std::move(*db));
      Transaction transaction(map.db_);
      FP_TRY(transaction.begin());
      // Another process may have made the tables between our look and our lock.
      auto check = map.db_.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'source'");
      if (!check) return check.error();
      auto there = check->step();
      if (!there) return there.error();
      const bool made = check->integer(0) > 0;
      check->reset();
      if (!made) {
        FP_TRY(map.db_.run(kMapSchema));
        FP_TRY(map.db_.run(("PRAGMA user_version = " + std::to_string(kMapVersion)).c_str()));
      }
      FP_TRY(transaction.commit());
      FP_TRY(map.prepare());
      FP_TRY(map.set_note("root", root));
      FP_TRY(map.load());
      return map;
    }
    if (version != kMapVersion) {
      if (!again)
        return Error{Code::unavailable, "the map was made by another version of fingerpost", file,
                     "run fingerpost index"};
      db = Error{};  // closes it
      remove_map_files(file);
      continue;
    }
    Map map(std::move(*db));
    FP_TRY(map.prepare());
    const std::string owner = map.note("root");
    if (!owner.empty() && owner != root)
      return Error{Code::denied, "this map belongs to another repository: " + owner, file,
                   "give another --db FILE, or delete it"};
    FP_TRY(map.load());
    return map;
  }
}

Result<Done> Map::prepare() {
  for (const auto& [statement, sql] : {std::pair(&select_block_, "SELECT bytes FROM block WHERE id = ?1"),
                                       std::pair(&select_places_, "SELECT bytes FROM places WHERE source = ?1"),
                                       std::pair(&begin_reading_, "BEGIN"), std::pair(&end_reading_, "COMMIT")}) {
    auto prepared = db_.prepare(sql);
    if (!prepared) return prepared.error();
    *statement = std::move(*prepared);
  }
  return Done{};
}

Map::ReadScope::ReadScope(Map& map) : map_(map) {
  if (map_.in_read_scope_) return;
  auto begun = map_.begin_reading_.run();
  outer_ = begun.has_value();  // without it every read locks for itself
  map_.in_read_scope_ = outer_;
}

Map::ReadScope::~ReadScope() {
  if (!outer_) return;
  auto ended = map_.end_reading_.run();
  (void)ended;  // nothing was written; a connection that is unusable says so at the next statement
  map_.in_read_scope_ = false;
}

Result<Done> Map::load() {
  FP_TRY(db_.run("BEGIN"));  // one snapshot over both tables
  const auto load_all = [&]() -> Result<Done> {
    // Segments never change: of those at the front that we have, all is kept, which is all but the newest after a small
    // change.
    auto segments = db_.prepare("SELECT id, docs FROM segment ORDER BY id");
    if (!segments) return segments.error();
    std::vector<Segment> now;
    for (;;) {
      auto row = segments->step();
      if (!row) return row.error();
      if (!*row) break;
      const GlobalDoc base = now.empty() ? 0 : now.back().base + now.back().docs;
      now.push_back({segments->integer(0), base, static_cast<DocId>(segments->integer(1)), nullptr});
    }
    GlobalDoc kept = 0;
    for (std::size_t i = 0; i < now.size() && i < segments_.size() && now[i].id == segments_[i].id; ++i) {
      kept = now[i].base + now[i].docs;
      now[i].terms = std::move(segments_[i].terms);
    }
    infos_.resize(infos_read_ ? std::min<std::size_t>(infos_.size(), kept) : 0);
    infos_read_ = Done{};
    segments_ = std::move(now);
    auto sources = db_.prepare(
        "SELECT id, path, format, size, mtime_ns, ctime_ns, inode, hash, segment, first, count, noted FROM source "
        "ORDER BY path");
    if (!sources) return sources.error();
    sources_.clear();
    without_notes_ = 0;
    for (;;) {
      auto row = sources->step();
      if (!row) return row.error();
      if (!*row) break;
      Source source;
      source.id = sources->integer(0);
      source.path = std::string(sources->text(1));
      source.format = std::string(sources->text(2));
      source.stamp = {sources->integer(3), sources->integer(4), sources->integer(5), sources->integer(6)};
      source.hash = static_cast<std::uint64_t>(sources->integer(7));
      source.segment = sources->integer(8);
      source.first = static_cast<DocId>(sources->integer(9));
      source.count = static_cast<DocId>(sources->integer(10));
      source.noted = sources->integer(11) != 0;
      if (!source.noted) ++without_notes_;
      sources_.push_back(std::move(source));
    }
    return Done{};
  };
  auto loaded = load_all();
  FP_TRY(db_.run("COMMIT"));
  if (!loaded) return loaded.error();

  std::vector<std::pair<GlobalDoc, std::uint32_t>> order;
  order.reserve(sources_.size());
  for (const Source& source : sources_) order.emplace_back(first_doc(source), static_cast<std::uint32_t>(order.size()));
  std::sort(order.begin(), order.end());
  by_doc_.clear();
  begin_.clear();
  for (const auto& [first, source] : order) {
    by_doc_.push_back(source);
    begin_.push_back(first);
  }
  dead_.clear();
  live_ = 0;
  GlobalDoc covered = 0;
  for (const auto& [first, i] : order) {
    if (first > covered) dead_.emplace_back(covered, first);
    covered = first + sources_[i].count;
    live_ += sources_[i].count;
  }
  begun_.clear();
  for (std::uint64_t doc = 0; doc < doc_count() + std::uint64_t{kDocsABegun}; doc += kDocsABegun) {
    std::uint32_t at = begun_.empty() ? 0 : begun_.back();
    while (at < begin_.size() && begin_[at] <= doc) ++at;
    begun_.push_back(at);
  }
  if (covered < doc_count()) dead_.emplace_back(covered, doc_count());
  words_.reset();
  ++version_;
  places_.clear();
  found_out_.assign(sources_.size(), 0);
  encoded_.clear();
  terms_.clear();
  seen_version_ = db_.data_version();
  return Done{};
}

void Map::load_infos() {
  const auto load_segment = [&](const Segment& segment) -> Result<Done> {
    auto info = db_.prepare("SELECT info FROM segment WHERE id = ?1");
    if (!info) return info.error();
    auto row = info->bind(1, segment.id).step();
    if (!row) return row.error();
    if (!*row) return Done{};  // merged away by another process: its postings are gone too
    decode_infos(info->blob(0), segment.docs, infos_);
    return Done{};
  };
  infos_.reserve(doc_count());
  for (const Segment& segment : segments_) {
    if (segment.base + segment.docs <= infos_.size()) continue;
    if (auto loaded = load_segment(segment); !loaded) infos_read_ = loaded.error();
    infos_.resize(segment.base + segment.docs);
  }
}

Result<Done> Map::refresh() {
  if (db_.data_version() == seen_version_) return Done{};
  return load();
}

const Source* Map::find(std::string_view path) const {
  const auto at = std::lower_bound(sources_.begin(), sources_.end(), path,
                                   [](const Source& a, std::string_view b) { return a.path < b; });
  return at != sources_.end() && at->path == path ? &*at : nullptr;
}

GlobalDoc Map::first_doc(const Source& source) const {
  const auto at = std::lower_bound(segments_.begin(), segments_.end(), source.segment,
                                   [](const Segment& a, std::int64_t b) { return a.id < b; });
  return at == segments_.end() ? 0 : at->base + source.first;
}

const Source* Map::source_of(GlobalDoc doc, DocId& place) const {
  if (doc >= doc_count()) return nullptr;
  const auto from = begin_.begin() + begun_[doc / kDocsABegun];
  const auto to = begin_.begin() + begun_[doc / kDocsABegun + 1];
  const auto after = std::upper_bound(from, to, doc);
  if (after == begin_.begin()) return nullptr;
  const auto at = static_cast<std::size_t>(after - begin_.begin()) - 1;
  const Source& source = sources_[by_doc_[at]];
  if (doc >= begin_[at] + source.count) return nullptr;
  place = doc - begin_[at];
  return &source;
}

std::uint64_t Map::order_of(GlobalDoc doc) const {
  DocId place = 0;
  const Source* source = source_of(doc, place);
  return source == nullptr ? UINT64_MAX : static_cast<std::uint64_t>(source - sources_.data()) << 32 | place;
}

Result<std::shared_ptr<const std::string>> Map::encoded_places(const Source& source) {
  if (auto known = encoded_.find(source.id)) return known;
  select_places_.bind(1, source.id);
  auto row = select_places_.step();
  if (!row) return row.error();
  std::string bytes(*row ? select_places_.blob(0) : std::string_view());
  select_places_.reset();
  const std::size_t size = bytes.size();
  return encoded_.put(source.id, std::move(bytes), size);
}

Result<Map::Places> Map::places_of(const Source& source) {
  if (auto known = places_.find(source.id)) return known;
  if (source.count == 0) return std::make_shared<const std::vector<StoredPlace>>();
  const PlaceInfo* const infos = &info(first_doc(source) + source.count - 1) - (source.count - 1);
  FP_TRY(infos_read_);
  auto bytes = encoded_places(source);
  if (!bytes) return bytes.error();
  // Long keys and names stand beside the places themselves, about as they stand in the map.
  const std::size_t size = source.count * sizeof(StoredPlace) + (*bytes)->size();
  return places_.put(source.id, decode_places(**bytes, infos, source.count), size);
}

Result<StoredPlace> Map::place_of(const Source& source, DocId index) {
  if (index >= source.count)
    return Error{Code::corrupt, "the map holds fewer places than it says", source.path, "run fingerpost index"};
  if (const auto known = places_.find(source.id)) return (*known)[index];
  const PlaceInfo* const infos = &info(first_doc(source) + source.count - 1) - (source.count - 1);
  FP_TRY(infos_read_);
  auto bytes = encoded_places(source);
  if (!bytes) return bytes.error();
  return decode_place(**bytes, infos, source.count, index);
}

Result<const TermDirectory*> Map::terms_of(Segment& segment) {
  if (segment.terms != nullptr) return segment.terms.get();
  auto query = db_.prepare("SELECT first_terms FROM segment WHERE id = ?1");
  if (!query) return query.error();
  auto row = query->bind(1, segment.id).step();
  if (!row) return row.error();
  // Without a row it was merged away by another process: its blocks are gone too.
  segment.terms = std::make_shared<const TermDirectory>(*row ? std::string(query->blob(0)) : std::string());
  return segment.terms.get();
}

Result<std::shared_ptr<const TermPlaces>> Map::places_with(const std::string& term) {
  if (auto known = terms_.find(term)) return known;
  FP_TRY(infos_read_);
  TermPlacesBuilder builder(dead_);
  for (Segment& segment : segments_) {
    auto terms = terms_of(segment);
    if (!terms) return terms.error();
    const auto block = (*terms)->block_of(term);
    if (!block) continue;
    select_block_.bind(1, block_id(segment.id, *block));
    auto row = select_block_.step();
    if (!row) return row.error();
    if (*row)
      if (const auto list = list_in_block(select_block_.blob(0), term)) builder.add(segment.base, segment.docs, *list);
    select_block_.reset();
  }
  TermPlaces places = builder.take();
  places.places.shrink_to_fit();  // kept for long, and grown by doubling
  places.runs.shrink_to_fit();
  const std::size_t bytes = term.size() + places.bytes();
  return terms_.put(term, std::move(places), bytes);
}

Result<const WordList*> Map::words() {
  if (words_) return &*words_;
  auto query = db_.prepare("SELECT words FROM segment");
  if (!query) return query.error();
  std::vector<std::string> words;
  for (;;) {
    auto row = query->step();
    if (!row) return row.error();
    if (!*row) break;
    for (std::string_view word : split(query->blob(0), '\n'))
      if (!word.empty()) words.emplace_back(word);
  }
  words_.emplace(std::move(words));
  return &*words_;
}

Result<std::vector<StoredFinding>> Map::findings() {
  auto query = db_.prepare(
      "SELECT path, line, message FROM finding JOIN source ON source.id = finding.source "
      "UNION ALL SELECT path, 0, message FROM left_out ORDER BY 1, 2");
  if (!query) return query.error();
  std::vector<StoredFinding> out;
  for (;;) {
    auto row = query->step();
    if (!row) return row.error();
    if (!*row) return out;
    out.push_back({std::string(query->text(0)), static_cast<int>(query->integer(1)), std::string(query->text(2))});
  }
}

Result<Done> Map::notes(const std::function<void(const Source&, std::string_view)>& on_notes) {
  auto query = db_.prepare("SELECT path, bytes FROM notes JOIN source ON source.id = notes.source ORDER BY path");
  if (!query) return query.error();
  for (;;) {
    auto row = query->step();
    if (!row) return row.error();
    if (!*row) return Done{};
    // A source that was committed after our load is met at the next refresh().
    if (const Source* source = find(query->text(0))) on_notes(*source, query->blob(1));
  }
}

Result<std::string> Map::notes_of(const Source& source) {
  auto query = db_.prepare("SELECT bytes FROM notes WHERE source = ?1");
  if (!query) return query.error();
  auto row = query->bind(1, source.id).step();
  if (!row) return row.error();
  return std::string(*row ? query->blob(0) : std::string_view());
}

Result<Done> Map::add_notes(std::span<const SourceNotes> all) {
  Transaction transaction(db_);
  FP_TRY(transaction.begin());
  auto mark = db_.prepare("UPDATE source SET noted = 1 WHERE path = ?1 AND hash = ?2 AND noted = 0 RETURNING id");
  auto insert = db_.prepare("INSERT INTO notes VALUES(?1, ?2)");
  for (const auto* statement : {&mark, &insert})
    if (!*statement) return statement->error();
  for (const SourceNotes& of : all) {
    auto row = mark->bind(1, of.path).bind(2, static_cast<std::int64_t>(of.hash)).step();
    if (!row) return row.error();
    const std::int64_t id = *row ? mark->integer(0) : 0;
    mark->reset();
    if (id != 0 && !of.bytes.empty()) FP_TRY(insert->bind(1, id).bind_blob(2, of.bytes).run());
  }
  FP_TRY(transaction.commit());
  return load();
}

std::string Map::note(std::string_view key) {
  auto query = db_.prepare("SELECT value FROM note WHERE key = ?1");
  if (!query) return {};
  query->bind(1, key);
  auto row = query->step();
  return row && *row ? std::string(query->text(0)) : std::string();
}

Result<Done> Map::set_note(std::string_view key, std::string_view value) {
  auto statement = db_.prepare("INSERT INTO note VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2");
  if (!statement) return statement.error();
  return statement->bind(1, key).bind(2, value).run();
}

Result<Done> Map::set_left_out(const std::vector<StoredFinding>& left_out) {
  Transaction transaction(db_);
  FP_TRY(transaction.begin());
  FP_TRY(db_.run("DELETE FROM left_out"));
  auto statement = db_.prepare("INSERT INTO left_out VALUES(?1, ?2)");
  if (!statement) return statement.error();
  for (const StoredFinding& finding : left_out) FP_TRY(statement->bind(1, finding.path).bind(2, finding.message).run());
  return transaction.commit();
}

Result<Done> Map::restamp(const std::vector<Source>& sources) {
  Transaction transaction(db_);
  FP_TRY(transaction.begin());
  auto statement = db_.prepare("UPDATE source SET size = ?2, mtime_ns = ?3, ctime_ns = ?4, inode = ?5 WHERE path = ?1");
  if (!statement) return statement.error();
  for (const Source& source : sources) {
    statement->bind(1, source.path).bind(2, source.stamp.size).bind(3, source.stamp.mtime_ns);
    FP_TRY(statement->bind(4, source.stamp.ctime_ns).bind(5, source.stamp.inode).run());
  }
  FP_TRY(transaction.commit());
  return load();
}

Result<Done> Map::forget(const std::vector<std::string_view>& paths) {
  auto find_id = db_.prepare("SELECT id FROM source WHERE path = ?1");
  auto drop_source = db_.prepare("DELETE FROM source WHERE id = ?1");
  auto drop_places = db_.prepare("DELETE FROM places WHERE source = ?1");
  auto drop_findings = db_.prepare("DELETE FROM finding WHERE source = ?1");
  auto drop_notes = db_.prepare("DELETE FROM notes WHERE source = ?1");
  if (!find_id) return find_id.error();
  for (const auto* statement : {&drop_source, &drop_places, &drop_findings, &drop_notes})
    if (!*statement) return statement->error();
  for (const std::string_view path : paths) {
    find_id->bind(1, path);
    auto row = find_id->step();
    if (!row) return row.error();
    const std::int64_t id = *row ? find_id->integer(0) : 0;
    find_id->reset();
    if (!*row) continue;
    for (auto* statement : {&drop_source, &drop_places, &drop_findings, &drop_notes})
      FP_TRY((*statement)->bind(1, id).run());
  }
  return Done{};
}

Result<Done> Map::apply(std::span<SegmentBuilder> parts, const std::vector<std::string>& removed) {
  std::vector<SegmentBuilder*> filled;
  for (SegmentBuilder& part : parts)
    if (!part.empty()) filled.push_back(&part);
  if (filled.empty() && removed.empty()) return Done{};
  Transaction transaction(db_);
  FP_TRY(transaction.begin());
  // What stands in the database counts, not what we last saw of it: another process may have put these sources in.
  std::vector<std::string_view> replaced(removed.begin(), removed.end());
  for (const SegmentBuilder* part : filled)
    for (const SegmentBuilder::Pending& pending : part->sources()) replaced.push_back(pending.source.path);
  FP_TRY(forget(replaced));
  if (!filled.empty()) FP_TRY(write_parts(filled));
  FP_TRY(transaction.commit());
  FP_TRY(load());
  return merge_if_many();
}

}  // namespace fingerpost
