#include "pointer-map/journal.h"

#include <chrono>
#include <cstdio>

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
      "last_asked INTEGER NOT NULL) STRICT;");
  if (!made) return made.error();
  db_ = std::move(*db);
  return Done{};
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
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    return statement->bind(1, masked).bind(2, reason).bind(3, static_cast<std::int64_t>(now)).run();
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

}  // namespace fingerpost
