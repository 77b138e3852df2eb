#include "pointer-map/journal.h"

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "base/text.h"
#include "base/utf8.h"
#include "pointer-map/masking.h"

namespace fingerpost {

// Journals of version 0.1.0 kept questions in a table without numbers.
static Result<Done> take_over_old_gaps(Database& db) {
  auto old = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'gap'");
  if (!old) return old.error();
  auto there = old->step();
  if (!there) return there.error();
  old->reset();
  if (!*there) return Done{};
  return db.run(
      "BEGIN IMMEDIATE;"
      "INSERT OR IGNORE INTO question SELECT NULL, question, reason, '', '', times, last_asked, last_asked, 0, '' FROM "
      "gap; DROP TABLE gap; COMMIT;");
}

Result<Done> Journal::open() {
  if (db_) return Done{};
  auto db = Database::open(file_, true);
  if (!db) return db.error();
  auto made = db->run(
      "PRAGMA synchronous=FULL;"
      "CREATE TABLE IF NOT EXISTS question(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, reason TEXT NOT NULL, "
      "nearest TEXT NOT NULL, clients TEXT NOT NULL, times INTEGER NOT NULL, first_asked INTEGER NOT NULL, "
      "last_asked INTEGER NOT NULL, state INTEGER NOT NULL, answer TEXT NOT NULL) STRICT;"
      "CREATE TABLE IF NOT EXISTS change(id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, title TEXT NOT "
      "NULL, begin INTEGER NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, at INTEGER NOT NULL) STRICT;"
      "CREATE TABLE IF NOT EXISTS fix(path TEXT NOT NULL, title TEXT NOT NULL, worked INTEGER NOT NULL, note TEXT NOT "
      "NULL, said_at INTEGER NOT NULL) STRICT;");
  if (!made) return made.error();
  if (auto moved = take_over_old_gaps(*db); !moved) return moved.error();
  db_ = std::move(*db);
  return Done{};
}

static std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::int64_t Journal::keep_gap(std::string_view question, std::string_view reason, std::string_view nearest,
                               std::string_view client) {
  if (failed_) return 0;
  const auto keep = [&]() -> Result<std::int64_t> {
    if (auto opened = open(); !opened) return opened.error();
    // Who asked is added once. An ignored question stays ignored, a closed one was not answered after all.
    auto statement = db_->prepare(
        "INSERT INTO question VALUES(NULL, ?1, ?2, ?4, ?5, 1, ?3, ?3, 0, '') ON CONFLICT(text) DO UPDATE SET "
        "times = times + 1, reason = ?2, last_asked = ?3, nearest = ?4, state = iif(state = 1, 0, state), "
        "clients = CASE WHEN ?5 = '' OR instr(', ' || clients || ', ', ', ' || ?5 || ', ') > 0 OR "
        "length(clients) > 200 THEN clients WHEN clients = '' THEN ?5 ELSE clients || ', ' || ?5 END RETURNING id");
    if (!statement) return statement.error();
    const std::string masked = mask_secrets(clip(trim(question), 500), "");
    const std::string who = clip(sanitize_for_display(mask_secrets(trim(client), "")), 60);
    auto row = statement->bind(1, masked).bind(2, reason).bind(3, seconds_now()).bind(4, nearest).bind(5, who).step();
    if (!row) return row.error();
    const std::int64_t id = statement->integer(0);
    statement->reset();
    // What was asked once, long ago, goes when there are very many.
    auto pruned = db_->run(
        "DELETE FROM question WHERE (SELECT count(*) FROM question) > 2000 AND id IN (SELECT id FROM question ORDER BY "
        "state = 0, times, last_asked LIMIT 200)");
    if (!pruned) return pruned.error();
    return id;
  };
  auto kept = keep();
  if (kept) return *kept;
  failed_ = true;
  std::fprintf(stderr, "fingerpost: gaps are not kept: %s\n", kept.error().text().c_str());
  return 0;
}

Result<std::vector<Gap>> Journal::gaps() {
  if (auto opened = open(); !opened) return opened.error();
  auto query = db_->prepare(
      "SELECT id, text, reason, nearest, clients, times, first_asked, last_asked, state, answer FROM question "
      "ORDER BY times DESC, last_asked DESC, id");
  if (!query) return query.error();
  std::vector<Gap> out;
  for (;;) {
    auto row = query->step();
    if (!row) return row.error();
    if (!*row) return out;
    Gap gap;
    gap.id = query->integer(0);
    gap.question = query->text(1);
    gap.reason = query->text(2);
    gap.nearest = query->text(3);
    gap.clients = query->text(4);
    gap.times = static_cast<int>(query->integer(5));
    gap.first_asked = query->integer(6);
    gap.last_asked = query->integer(7);
    gap.state = static_cast<Gap::State>(query->integer(8));
    gap.answer = query->text(9);
    out.push_back(std::move(gap));
  }
}

Result<Done> Journal::set_gap(std::int64_t id, Gap::State state, std::string_view answer) {
  if (auto opened = open(); !opened) return opened.error();
  auto statement = db_->prepare("UPDATE question SET state = ?2, answer = ?3 WHERE id = ?1 RETURNING id");
  if (!statement) return statement.error();
  auto row = statement->bind(1, id).bind(2, static_cast<std::int64_t>(state)).bind(3, answer).step();
  if (!row) return row.error();
  if (!*row) return Error{Code::not_found, "there is no gap " + std::to_string(id), "", "fingerpost gaps lists them"};
  return Done{};
}

Result<std::int64_t> Journal::keep_change(const WrittenChange& change) {
  if (auto opened = open(); !opened) return opened.error();
  auto statement = db_->prepare("INSERT INTO change VALUES(NULL, ?1, ?2, ?3, ?4, ?5, ?6)");
  if (!statement) return statement.error();
  statement->bind(1, change.path).bind(2, change.title).bind(3, change.begin).bind(4, change.before);
  if (auto kept = statement->bind(5, change.after).bind(6, seconds_now()).run(); !kept) return kept.error();
  const std::int64_t id = db_->last_insert_id();
  if (auto pruned = db_->run("DELETE FROM change WHERE id <= (SELECT max(id) - 100 FROM change)"); !pruned)
    return pruned.error();
  return id;
}

Result<std::optional<WrittenChange>> Journal::last_change() {
  if (auto opened = open(); !opened) return opened.error();
  auto query = db_->prepare("SELECT id, path, title, begin, before, after, at FROM change ORDER BY id DESC LIMIT 1");
  if (!query) return query.error();
  auto row = query->step();
  if (!row) return row.error();
  if (!*row) return std::optional<WrittenChange>();
  WrittenChange out;
  out.id = query->integer(0);
  out.path = query->text(1);
  out.title = query->text(2);
  out.begin = query->integer(3);
  out.before = query->text(4);
  out.after = query->text(5);
  out.at = query->integer(6);
  return std::optional(std::move(out));
}

Result<Done> Journal::forget_change(std::int64_t id) {
  if (auto opened = open(); !opened) return opened.error();
  auto statement = db_->prepare("DELETE FROM change WHERE id = ?1");
  if (!statement) return statement.error();
  return statement->bind(1, id).run();
}

Result<Done> Journal::load_fixes() {
  fixes_.emplace();
  std::error_code failed;
  if (!std::filesystem::exists(file_, failed)) return Done{};  // nothing was ever said: no file is made for that
  if (auto opened = open(); !opened) return opened.error();
  auto query = db_->prepare("SELECT path, title, sum(CASE worked WHEN 0 THEN -1 ELSE 1 END) FROM fix GROUP BY 1, 2");
  if (!query) return query.error();
  for (;;) {
    auto row = query->step();
    if (!row) return row.error();
    if (!*row) return Done{};
    (*fixes_)[{std::string(query->text(0)), std::string(query->text(1))}] = static_cast<int>(query->integer(2));
  }
}

Result<Done> Journal::confirm(std::string_view path, std::string_view title, bool worked, std::string_view note) {
  if (auto opened = open(); !opened) return opened.error();
  auto statement = db_->prepare("INSERT INTO fix VALUES(?1, ?2, ?3, ?4, ?5)");
  if (!statement) return statement.error();
  const std::string masked = mask_secrets(clip(trim(note), 2000), "");
  statement->bind(1, path).bind(2, title).bind(3, std::int64_t{worked ? 1 : 0}).bind(4, masked).bind(5, seconds_now());
  fixes_.reset();
  return statement->run();
}

int Journal::confirmations(std::string_view path, std::string_view title) {
  if (!fixes_) {
    if (auto loaded = load_fixes(); !loaded)
      std::fprintf(stderr, "fingerpost: confirmed fixes are not counted: %s\n", loaded.error().text().c_str());
  }
  const auto found = fixes_->find({std::string(path), std::string(title)});
  return found == fixes_->end() ? 0 : found->second;
}

}  // namespace fingerpost
