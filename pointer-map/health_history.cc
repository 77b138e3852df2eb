#include "pointer-map/health_history.h"

#include <algorithm>
#include <filesystem>

#include "base/day.h"

namespace fingerpost {
namespace {

constexpr std::int64_t kKeptDays = 730;

}  // namespace

Result<Done> HealthHistory::open() {
  if (db_) return Done{};
  auto db = Database::open(file_, true);
  if (!db) return db.error();
  auto made = db->run(
      "CREATE TABLE IF NOT EXISTS health(day INTEGER PRIMARY KEY, at INTEGER NOT NULL, score INTEGER NOT NULL, dead "
      "INTEGER NOT NULL, drifted INTEGER NOT NULL, open_gaps INTEGER NOT NULL) STRICT;");
  if (!made) return made.error();
  db_ = std::move(*db);
  return Done{};
}

Result<Done> HealthHistory::keep(const HealthPoint& point) {
  if (auto opened = open(); !opened) return opened.error();
  const std::int64_t day = point.at / kDay;
  auto statement = db_->prepare("INSERT OR REPLACE INTO health VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
  if (!statement) return statement.error();
  statement->bind(1, day).bind(2, point.at).bind(3, std::int64_t{point.score}).bind(4, std::int64_t{point.dead});
  statement->bind(5, std::int64_t{point.drifted}).bind(6, std::int64_t{point.open_gaps});
  if (auto kept = statement->run(); !kept) return kept.error();
  auto old = db_->prepare("DELETE FROM health WHERE day < ?1");
  if (!old) return old.error();
  return old->bind(1, day - kKeptDays).run();
}

Result<std::vector<HealthPoint>> HealthHistory::before(std::int64_t at, int most) {
  std::vector<HealthPoint> out;
  std::error_code failed;
  if (!db_ && !std::filesystem::exists(file_, failed)) return out;
  if (auto opened = open(); !opened) return opened.error();
  auto query =
      db_->prepare("SELECT at, score, dead, drifted, open_gaps FROM health WHERE day < ?1 ORDER BY day DESC LIMIT ?2");
  if (!query) return query.error();
  query->bind(1, at / kDay).bind(2, std::int64_t{most});
  for (;;) {
    auto row = query->step();
    if (!row) return row.error();
    if (!*row) break;
    const auto number = [&](int column) { return static_cast<int>(query->integer(column)); };
    out.push_back({query->integer(0), number(1), number(2), number(3), number(4)});
  }
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace fingerpost
