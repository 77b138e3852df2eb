#include "probes/postgres/examine.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "probes/postgres/causes.h"
#include "probes/postgres/migrations.h"
#include "probes/writing.h"

namespace fingerpost {
namespace {

constexpr std::chrono::milliseconds kMostPerStatement{3000};

void add_failure(Outcome& out, std::string name, const PostgresFailure& failure, Status status = Status::fail) {
  if (failure.late) {
    out.codes.emplace_back("ETIMEDOUT");
    out.add(std::move(name), Status::error, failure.message, "the server is slow to answer: look at locks and load");
    return;
  }
  const PostgresCause& cause = postgres_cause_of(failure.message, failure.sqlstate);
  const std::string code = failure.sqlstate.empty() ? std::string(cause.code) : failure.sqlstate;
  if (!code.empty()) out.codes.push_back(code);
  out.messages.push_back(failure.message);
  out.add(std::move(name), status, fmt::format("{} ({})", cause.meaning, clip(failure.message, 200)),
          std::string(cause.advice));
}

void check_slots(PostgresSession& session, const Deadline& deadline, Outcome& out) {
  // Only who connects through the postmaster takes a slot.
  const auto rows = ask_postgres(session, "slots",
                                 "SELECT count(*) FILTER (WHERE backend_type = 'client backend'), "
                                 "current_setting('max_connections')::int, "
                                 "current_setting('superuser_reserved_connections')::int FROM pg_stat_activity",
                                 deadline, out, Status::warn);
  if (!rows || rows->rows.empty()) return;
  const double used = rows->number(0, 0);
  const double most = rows->number(0, 1) - rows->number(0, 2);
  const double percent = most > 0 ? used / most * 100 : 0;
  out.measure("connections_used", used);
  out.measure("connections_used_pct", percent);
  out.add("slots",
          percent >= 95   ? Status::fail
          : percent >= 90 ? Status::warn
                          : Status::pass,
          fmt::format("{:.0f} of {:.0f} connection slots used (max_connections {:.0f}, {:.0f} kept for superusers)",
                      used, most, rows->number(0, 1), rows->number(0, 2)),
          percent >= 90 ? "use a pool, close what is idle, or raise max_connections" : "");
  if (percent < 90) return;
  const auto holder = ask_postgres(session, "slots",
                                   "SELECT application_name, count(*), count(*) FILTER (WHERE state = 'idle') FROM "
                                   "pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 1 ORDER BY 2 DESC "
                                   "LIMIT 1",
                                   deadline, out, Status::warn);
  if (!holder || holder->rows.empty() || holder->number(0, 2) * 2 < used) return;
  out.notes.push_back(
      fmt::format("{:.0f} are held idle by one application{}: its pool is too big, or it does not close "
                  "what it opens",
                  holder->number(0, 2), holder->text(0, 0).empty() ? "" : " (" + clip(holder->text(0, 0), 60) + ")"));
}

void check_waiting(PostgresSession& session, const Deadline& deadline, Outcome& out) {
  const auto rows = ask_postgres(session, "waiting",
                                 "SELECT count(*) FILTER (WHERE state LIKE 'idle in transaction%' "
                                 "AND now() - state_change > interval '5 minutes'), "
                                 "count(*) FILTER (WHERE wait_event_type = 'Lock') FROM pg_stat_activity",
                                 deadline, out, Status::warn);
  if (!rows || rows->rows.empty()) return;
  const double idle = rows->number(0, 0);
  const double locked = rows->number(0, 1);
  out.measure("waiting_for_locks", locked);
  out.add(
      "waiting", idle > 0 ? Status::warn : Status::pass,
      fmt::format("{:.0f} idle in a transaction for over 5 minutes, {:.0f} waiting for a lock", idle, locked),
      idle > 0 ? "find who leaves transactions open (pg_stat_activity); set idle_in_transaction_session_timeout" : "");
}

void check_settings(PostgresSession& session, const Deadline& deadline, Outcome& out) {
  const auto rows = ask_postgres(session, "settings",
                                 "SELECT current_setting('shared_buffers'), current_setting('max_connections'), "
                                 "pg_size_bytes(current_setting('shared_buffers'))",
                                 deadline, out, Status::warn);
  if (!rows || rows->rows.empty()) return;
  out.measure("shared_buffers_bytes", rows->number(0, 2));
  out.measure("max_connections", rows->number(0, 1));
  out.add("settings", Status::pass,
          fmt::format("shared_buffers {}, max_connections {}", rows->text(0, 0), rows->text(0, 1)));
}

void check_replication(PostgresSession& session, const Deadline& deadline, Outcome& out) {
  const auto rows =
      ask_postgres(session, "replication",
                   "SELECT pg_is_in_recovery(), CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() "
                   "THEN 0 ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END, "
                   "(SELECT count(*) FROM pg_stat_replication)",
                   deadline, out, Status::warn);
  if (!rows || rows->rows.empty()) return;
  if (rows->text(0, 0) == "t") {
    const double lag = rows->number(0, 1);
    out.measure("replication_lag_s", lag);
    out.add("replication", lag > 30 ? Status::warn : Status::pass, fmt::format("a replica, {:.0f} s behind", lag),
            lag > 30 ? "look at the network to the primary and at long queries here" : "");
  } else {
    out.add("replication", Status::pass, fmt::format("a primary with {:.0f} replicas", rows->number(0, 2)));
  }
}

}  // namespace

std::optional<PostgresRows> ask_postgres(PostgresSession& session, const char* name, const char* statement,
                                         const Deadline& deadline, Outcome& out, Status otherwise) {
  PostgresFailure failure;
  auto rows = session.read(statement, deadline.within(kMostPerStatement), failure);
  if (!rows) add_failure(out, name, failure, otherwise);
  return rows;
}

bool check_postgres_identity(PostgresSession& session, const Deadline& deadline, Outcome& out) {
  const auto rows = ask_postgres(session, "version",
                                 "SELECT current_setting('server_version'), current_user, current_database(), "
                                 "pg_is_in_recovery(), current_setting('server_version_num')",
                                 deadline, out);
  if (!rows || rows->rows.empty()) return false;
  out.measure("version", rows->text(0, 0));
  // https://www.postgresql.org/support/versioning/: each major version is mended for five years.
  constexpr double kOldestSupported = 140000;
  const bool old = rows->number(0, 4) < kOldestSupported;
  out.add("version", old ? Status::warn : Status::pass, "PostgreSQL " + rows->text(0, 0),
          old ? "this major version is no longer mended: plan an upgrade" : "");
  out.add("role", Status::pass,
          fmt::format("role {} in database {}{}", rows->text(0, 1), rows->text(0, 2),
                      rows->text(0, 3) == "t" ? ", a replica (read only)" : ""));
  return true;
}

void check_postgres_latency(PostgresSession& session, const Deadline& deadline, Outcome& out) {
  constexpr int kRounds = 10;
  std::vector<double> times;
  for (int i = 0; i <= kRounds; ++i) {
    const Stopwatch watch;
    PostgresFailure failure;
    if (!session.query("SELECT 1", deadline.within(kMostPerStatement), failure)) {
      add_failure(out, "latency", failure);
      return;
    }
    if (i > 0) times.push_back(watch.milliseconds());
  }
  std::sort(times.begin(), times.end());
  out.measure("latency_p50_ms", times[times.size() / 2]);
  out.measure("latency_p95_ms", times.back());
  out.add("latency", Status::pass,
          fmt::format("{:.2f} ms median, {:.2f} ms slowest of {} round trips", times[times.size() / 2], times.back(),
                      times.size()));
}

void check_postgres_load(PostgresSession& session, const Deadline& deadline, Outcome& out) {
  check_slots(session, deadline, out);
  check_waiting(session, deadline, out);
  check_settings(session, deadline, out);
  check_replication(session, deadline, out);
}

void check_postgres_tables(PostgresSession& session, const Surroundings& around, const Deadline& deadline,
                           Outcome& out) {
  const auto rows = ask_postgres(session, "tables",
                                 "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                                 "WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' "
                                 "AND n.nspname <> 'information_schema' ORDER BY 1",
                                 deadline, out);
  if (!rows) return;
  std::vector<std::string> tables;
  for (std::size_t row = 0; row < rows->rows.size(); ++row) tables.push_back(rows->text(row, 0));
  out.measure("tables", static_cast<double>(tables.size()));
  out.add("tables", tables.empty() ? Status::warn : Status::pass, fmt::format("{} tables", tables.size()),
          tables.empty() ? "the database is empty: run the migrations" : "");
  for (const ProbeSettings::Text& wanted : around.settings().list("postgres", "tables")) {
    const bool there = std::find(tables.begin(), tables.end(), wanted.value) != tables.end();
    Check& check = out.add("table", there ? Status::pass : Status::fail,
                           wanted.value + (there ? " is there" : " is not there"), there ? "" : "run the migrations");
    check.source = wanted.at;
    if (!there) out.codes.emplace_back("42P01");
  }
  check_migrations(session, tables, around, deadline, out);
}

void check_postgres_writing(PostgresSession& session, const Surroundings& around, const Deadline& deadline,
                            Outcome& out) {
  if (const std::string reason = reason_not_to_write(around.environment()); !reason.empty()) {
    out.add("write", Status::skip, reason);
    return;
  }
  const Stopwatch watch;
  const std::string table = unique_name("_");
  const std::string statement =
      "BEGIN READ WRITE; SET LOCAL statement_timeout = '3s'; SET LOCAL lock_timeout = '1s'; "
      "SET LOCAL idle_in_transaction_session_timeout = '5s'; CREATE TEMP TABLE " +
      table + " (a int) ON COMMIT DROP; INSERT INTO " + table + " VALUES (1); SELECT a FROM " + table;
  PostgresFailure failure;
  const auto rows = session.query(statement, deadline.within(kMostPerStatement), failure);
  const double took = watch.milliseconds();
  PostgresFailure undone;
  session.query("ROLLBACK", deadline.within(kMostPerStatement), undone);
  if (rows)
    out.add("write", Status::pass, "a temporary table was written and rolled back").milliseconds = took;
  else
    add_failure(out, "write", failure);
}

}  // namespace fingerpost
