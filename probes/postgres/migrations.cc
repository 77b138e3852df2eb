#include "probes/postgres/migrations.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "probes/postgres/examine.h"
#include "probes/postgres/migration_files.h"

namespace fingerpost {
namespace {

// Tables in which tools keep what has been run. `applied` yields the names as migration_files() makes them; `failed`
// counts what went wrong, "" for tools that keep only what went well.
struct MigrationTable {
  std::string_view name;
  std::string_view title;
  MigrationTool tool;
  const char* applied;
  const char* failed;
};
constexpr std::array<MigrationTable, 7> kTables = {{
    {"_prisma_migrations", "Prisma", MigrationTool::prisma,
     "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
     "SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL"},
    {"flyway_schema_history", "Flyway", MigrationTool::flyway,
     "SELECT regexp_replace(script, '.*/', '') FROM flyway_schema_history WHERE success",
     "SELECT count(*) FROM flyway_schema_history WHERE NOT success"},
    {"alembic_version", "Alembic", MigrationTool::alembic, "SELECT version_num FROM alembic_version", ""},
    {"schema_migrations", "schema_migrations", MigrationTool::versions,
     "SELECT ltrim(version::text, '0') FROM schema_migrations", ""},
    {"knex_migrations", "Knex", MigrationTool::knex,
     "SELECT regexp_replace(name, '[.][a-z]+$', '') FROM knex_migrations", ""},
    {"django_migrations", "Django", MigrationTool::django, "SELECT app || '.' || name FROM django_migrations", ""},
    {"__EFMigrationsHistory", "Entity Framework", MigrationTool::entity_framework,
     "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"", ""},
}};

// golang-migrate keeps one row: the last version, and whether it was left halfway.
struct OneRow {
  bool is = false;
  bool dirty = false;
};
OneRow one_row(PostgresSession& session, const Deadline& deadline, Outcome& out) {
  const auto column =
      ask_postgres(session, "migrations",
                   "SELECT count(*) FROM pg_attribute WHERE attrelid = 'schema_migrations'::regclass AND attname = "
                   "'dirty' AND NOT attisdropped",
                   deadline, out, Status::warn);
  if (!column || column->number(0, 0) == 0) return {};
  const auto dirty = ask_postgres(session, "migrations", "SELECT count(*) FROM schema_migrations WHERE dirty", deadline,
                                  out, Status::warn);
  return {true, dirty && dirty->number(0, 0) > 0};
}

// False where a migration failed, which says so.
bool none_failed(PostgresSession& session, const MigrationTable& table, bool dirty, const Deadline& deadline,
                 Outcome& out) {
  double failed = dirty ? 1 : 0;
  if (*table.failed != '\0') {
    const auto rows = ask_postgres(session, "migrations", table.failed, deadline, out, Status::warn);
    if (!rows) return false;
    failed = rows->number(0, 0);
  }
  out.measure("migrations_failed", failed);
  if (failed == 0) return true;
  out.add("migrations", Status::fail,
          fmt::format("{}: {:.0f} failed or unfinished ({})", table.title, failed, table.name),
          "mend the failed migration, mark it resolved with the tool, and run the rest");
  return false;
}

void compare_with_files(PostgresSession& session, const MigrationTable& table, bool up_to_last,
                        const Surroundings& around, const Deadline& deadline, Outcome& out) {
  const auto rows = ask_postgres(session, "migrations", table.applied, deadline, out, Status::warn);
  if (!rows) return;
  std::set<std::string> applied;
  for (std::size_t row = 0; row < rows->rows.size(); ++row) applied.insert(rows->text(row, 0));
  const auto files = migration_files(table.tool, around.paths(), [&](const std::string& path) {
    auto file = around.read(path);
    return file ? file->bytes : std::string();
  });
  const MigrationState state = compare_migrations(files, applied, up_to_last);
  if (!state.told) {
    out.add("migrations", Status::pass,
            fmt::format("{} keeps its table {}; no migrations of this database are here", table.title, table.name));
    return;
  }
  out.measure("migrations_pending", static_cast<double>(state.pending.size()));
  if (state.pending.empty()) {
    out.add("migrations", Status::pass, fmt::format("{}: every migration was run ({})", table.title, table.name));
    return;
  }
  std::vector<std::string> names;
  for (const MigrationFile& one : state.pending)
    if (names.size() < 3) names.push_back(clip(one.name, 80));
  if (state.pending.size() > names.size()) names.emplace_back("…");
  Check& check = out.add("migrations", Status::warn,
                         fmt::format("{}: {} of the repository's migrations were not run: {}", table.title,
                                     state.pending.size(), join(names, ", ")),
                         "run the migrations");
  check.source = {state.pending.front().path, 1};
}

}  // namespace

void check_migrations(PostgresSession& session, const std::vector<std::string>& tables, const Surroundings& around,
                      const Deadline& deadline, Outcome& out) {
  for (const MigrationTable& table : kTables) {
    if (!among(tables, table.name)) continue;
    const OneRow row = table.tool == MigrationTool::versions ? one_row(session, deadline, out) : OneRow{};
    if (none_failed(session, table, row.dirty, deadline, out))
      compare_with_files(session, table, row.is, around, deadline, out);
    return;
  }
  out.add("migrations", Status::skip, "no table of a migration tool that is known");
}

}  // namespace fingerpost
