#include "pointer-map/journal.h"

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "base/text.h"
#include "pointer-map/secrets.h"

namespace fingerpost {

Result<Done> Journal::open() {
  if (db_) return Done{};
  auto db = Database::open(file_, true);
  if (!db) return db.error();
  auto made = db->run(
      "PRAGMA synchronous=FULL;"
      "CREATE TABLE IF NOT EXISTS gap(question TEXT PRIMARY KEY, reason TEXT NOT NULL, times INTEGER NOT NULL, "
      "last_asked INTEGER NOT NULL) STRICT;"
      "CREATE TABLE IF NOT EXISTS fix(path TEXT NOT NULL, title TEXT NOT NULL, worked INTEGER NOT NULL, note TEXT NOT "
      "NULL, said_at INTEGER NOT NULL) STRICT;");
  if (!made) return made.error();
  db_ = std::move(*db);
  return Done{};
}

static std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void Journal::keep_gap(std::string_view question, std::string_view reason) {
  if (failed_) return;
  const auto keep = [&]() -> Result<Done> {
    if (auto opened = open(); !opened) return opened.error();
    auto statement = db_->prepare(
        "INSERT INTO gap VALUES(?1, ?2, 1, ?3) ON CONFLICT(question) DO UPDATE SET times = times + 1, reason = ?2, "
        "last_asked = ?3");
    if (!statement) return statement.error();
    const std::string masked = mask_secrets(clip(trim(question), 500), "");
    return statement->bind(1, masked).bind(2, reason).bind(3, seconds_now()).run();
  };
  if (auto kept = keep(); !kept) {
    failed_ = true;
    std::fprintf(stderr, "fingerpost: gaps are not kept: %s\n", kept.error().text().c_str());
  }
}

Result<std::vector<Gap>> Journal::gaps() {
  if (auto opened = open(); !opened) return opened.error();
  auto query = db_->prepare("SELECT question, reason, times, last_asked FROM gap ORDER BY times DESC, last_asked DESC");
  if (!query) return query.error();
  std::vector<Gap> out;
  for (;;) {
    auto row = query->step();
    if (!row) return row.error();
    if (!*row) return out;
    out.push_back({std::string(query->text(0)), std::string(query->text(1)), static_cast<int>(query->integer(2)),
                   query->integer(3)});
  }
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
