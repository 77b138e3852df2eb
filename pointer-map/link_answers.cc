#include "pointer-map/link_answers.h"

#include <xxhash.h>

#include <filesystem>

#include <fmt/format.h>

#include "base/day.h"

namespace fingerpost {
namespace {

constexpr std::int64_t kWeek = 7 * kDay;

std::string key_of(std::string_view url) {
  const XXH128_hash_t hash = XXH3_128bits(url.data(), url.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

bool still_counts(const LinkAnswer& answer, std::int64_t now) {
  return answer.at <= now && now - answer.at < (answer.state == LinkState::answers ? kWeek : kDay);
}

}  // namespace

Result<Done> LinkAnswers::open() {
  if (db_) return Done{};
  auto db = Database::open(file_, true);
  if (!db) return db.error();
  auto made = db->run(
      "CREATE TABLE IF NOT EXISTS link(url TEXT PRIMARY KEY, state INTEGER NOT NULL, status INTEGER NOT NULL, at "
      "INTEGER NOT NULL) STRICT, WITHOUT ROWID;");
  if (!made) return made.error();
  db_ = std::move(*db);
  return Done{};
}

Result<std::optional<LinkAnswer>> LinkAnswers::known(std::string_view url, std::int64_t now) {
  std::error_code failed;
  if (!db_ && !std::filesystem::exists(file_, failed)) return std::optional<LinkAnswer>();
  if (auto opened = open(); !opened) return opened.error();
  auto query = db_->prepare("SELECT state, status, at FROM link WHERE url = ?1");
  if (!query) return query.error();
  const std::string key = key_of(url);
  query->bind(1, key);
  auto row = query->step();
  if (!row) return row.error();
  const std::int64_t state = *row ? query->integer(0) : -1;
  if (state < 0 || state > static_cast<int>(LinkState::unclear)) return std::optional<LinkAnswer>();
  const LinkAnswer out = {static_cast<LinkState>(state), static_cast<int>(query->integer(1)), query->integer(2)};
  return still_counts(out, now) ? std::optional(out) : std::nullopt;
}

Result<Done> LinkAnswers::keep(const std::vector<std::pair<std::string, LinkAnswer>>& answers, std::int64_t now) {
  if (auto opened = open(); !opened) return opened.error();
  if (auto begun = db_->run("BEGIN IMMEDIATE"); !begun) return begun.error();
  const auto keep_all = [&]() -> Result<Done> {
    auto statement = db_->prepare("INSERT OR REPLACE INTO link VALUES(?1, ?2, ?3, ?4)");
    if (!statement) return statement.error();
    for (const auto& [url, answer] : answers) {
      const std::string key = key_of(url);
      statement->bind(1, key).bind(2, std::int64_t{static_cast<int>(answer.state)});
      if (auto kept = statement->bind(3, std::int64_t{answer.status}).bind(4, answer.at).run(); !kept)
        return kept.error();
    }
    auto old = db_->prepare("DELETE FROM link WHERE at < ?1");
    if (!old) return old.error();
    return old->bind(1, now - kWeek).run();
  };
  if (auto kept = keep_all(); !kept) {
    (void)db_->run("ROLLBACK");
    return kept.error();
  }
  return db_->run("COMMIT");
}

}  // namespace fingerpost
