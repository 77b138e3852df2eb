#include "pointer-map/probe_history.h"

#include <filesystem>

#include "base/day.h"

namespace fingerpost {
namespace {

constexpr int kFlapping = 4;  // changes among the twelve looks that are kept
constexpr std::int64_t kKept = 30 * kDay;

// The first letters of the last states, the newest last.
int changes_in(std::string_view looks) {
  int out = 0;
  for (std::size_t i = 1; i < looks.size(); ++i) out += looks[i] != looks[i - 1] ? 1 : 0;
  return out;
}

}  // namespace

Result<Done> ProbeHistory::open() {
  if (db_) return Done{};
  auto db = Database::open(file_, true);
  if (!db) return db.error();
  auto made = db->run(
      "CREATE TABLE IF NOT EXISTS probe(probe TEXT NOT NULL, target TEXT NOT NULL, state TEXT NOT NULL, path TEXT NOT "
      "NULL, line INTEGER NOT NULL, since INTEGER NOT NULL, last INTEGER NOT NULL, times INTEGER NOT NULL, looks TEXT "
      "NOT NULL, PRIMARY KEY(probe, target)) STRICT;");
  if (!made) return made.error();
  db_ = std::move(*db);
  return Done{};
}

Result<Done> ProbeHistory::keep(const std::vector<ProbeState>& states, std::int64_t now) {
  if (auto opened = open(); !opened) return opened.error();
  if (auto begun = db_->run("BEGIN IMMEDIATE"); !begun) return begun.error();
  const auto keep_all = [&]() -> Result<Done> {
    auto statement = db_->prepare(
        "INSERT INTO probe VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?6, 1, substr(?3, 1, 1)) ON CONFLICT(probe, target) DO "
        "UPDATE "
        "SET since = CASE state WHEN ?3 THEN since ELSE ?6 END, state = ?3, path = ?4, line = ?5, last = ?6, times = "
        "times + 1, looks = substr(looks || substr(?3, 1, 1), -12)");
    if (!statement) return statement.error();
    for (const ProbeState& one : states) {
      statement->bind(1, one.probe).bind(2, one.target).bind(3, one.state).bind(4, one.path);
      if (auto kept = statement->bind(5, std::int64_t{one.line}).bind(6, now).run(); !kept) return kept.error();
    }
    auto old = db_->prepare("DELETE FROM probe WHERE last < ?1");
    if (!old) return old.error();
    return old->bind(1, now - kKept).run();
  };
  if (auto kept = keep_all(); !kept) {
    (void)db_->run("ROLLBACK");
    return kept.error();
  }
  return db_->run("COMMIT");
}

Result<std::vector<ProbeState>> ProbeHistory::states(std::int64_t now) {
  std::vector<ProbeState> out;
  std::error_code failed;
  if (!db_ && !std::filesystem::exists(file_, failed)) return out;
  if (auto opened = open(); !opened) return opened.error();
  auto query = db_->prepare(
      "SELECT probe, target, state, path, line, since, last, times, looks FROM probe WHERE last >= ?1 ORDER BY state = "
      "'pass', probe, target");
  if (!query) return query.error();
  query->bind(1, now - kKept);
  for (;;) {
    auto row = query->step();
    if (!row) return row.error();
    if (!*row) return out;
    ProbeState one;
    one.probe = query->text(0);
    one.target = query->text(1);
    one.state = query->text(2);
    one.path = query->text(3);
    one.line = static_cast<int>(query->integer(4));
    one.since = query->integer(5);
    one.last = query->integer(6);
    one.times = static_cast<int>(query->integer(7));
    one.flapping = changes_in(query->text(8)) >= kFlapping;
    out.push_back(std::move(one));
  }
}

}  // namespace fingerpost
