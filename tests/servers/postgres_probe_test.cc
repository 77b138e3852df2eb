#include <gtest/gtest.h>

#include "base/text.h"
#include "probes/postgres/causes.h"
#include "probes/postgres/examine.h"
#include "probes/postgres/session.h"
#include "tests/support/postgres_server.h"
#include "tests/support/probed_repository.h"
#include "tests/support/surrounded.h"

namespace fingerpost {
namespace {

// One cluster for all tests: making one takes longer than all of them.
class PostgresProbe : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new PostgresServer;
    server_->sql("CREATE ROLE app LOGIN PASSWORD 'Hq4zLw81nB'");
    server_->sql("CREATE DATABASE shop OWNER app");
    server_->sql("CREATE TABLE orders (id serial PRIMARY KEY)", "shop");
    server_->sql(
        "CREATE ROLE reader LOGIN PASSWORD 'Hq4zLw81nB'; ALTER ROLE reader SET default_transaction_read_only = on");
    server_->sql("CREATE ROLE one LOGIN PASSWORD 'Hq4zLw81nB' CONNECTION LIMIT 0");
    server_->sql("REVOKE TEMPORARY ON DATABASE shop FROM PUBLIC", "shop");
  }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }
  static std::string url(const std::string& user = "app", const std::string& password = "Hq4zLw81nB",
                         const std::string& database = "shop") {
    return server_->url(user, password, database);
  }
  Outcome probe(const std::string& target, const SurroundingsOptions& options = {}) const {
    return repository_.probe("postgres", target, std::chrono::milliseconds(20000), options);
  }

  static PostgresServer* server_;
  ProbedRepository repository_;
};
PostgresServer* PostgresProbe::server_ = nullptr;

TEST_F(PostgresProbe, PassesEveryCheckOfAHealthyServerAndLeavesNothingBehind) {
  const Outcome outcome = probe(url());
  EXPECT_EQ(outcome.status, Status::pass) << outcome.summary;
  for (const char* name : {"url", "connect", "auth", "version", "role", "latency", "slots", "waiting", "settings",
                           "replication", "tables", "write"})
    EXPECT_EQ(check_of(outcome, name).status, Status::pass) << name << ": " << check_of(outcome, name).seen;
  EXPECT_EQ(check_of(outcome, "tables").seen, "1 tables");
  EXPECT_EQ(check_of(outcome, "migrations").status, Status::skip);
  ASSERT_NE(outcome.measured("connections_used_pct"), nullptr);
  EXPECT_EQ(check_of(probe(url()), "tables").seen, "1 tables");
}

TEST_F(PostgresProbe, NamesAWrongPasswordAndNeverShowsIt) {
  const Outcome outcome = probe(url("app", "Zz5yXx62vT"));
  EXPECT_EQ(check_of(outcome, "auth").status, Status::fail);
  EXPECT_TRUE(has_code(outcome, "28P01"));
  EXPECT_FALSE(contains(json_of(outcome).dump(), "Zz5yXx62vT"));
  EXPECT_EQ(check_of(outcome, "tables").status, Status::skip);
}

TEST_F(PostgresProbe, HoldsALogInAgainstWhatComposeGivesTheServer) {
  const auto compose = [&](const std::string& user, const std::string& password) {
    repository_.write_source("compose.yml", "services:\n  db:\n    image: postgres:15\n    ports: ['" +
                                                std::to_string(server_->port()) +
                                                ":5432']\n    environment:\n      POSTGRES_USER: " + user +
                                                "\n      POSTGRES_PASSWORD: " + password + "\n");
  };
  compose("shop", "Qq8rRs34tU");
  EXPECT_TRUE(check_of(probe(url("app", "Zz5yXx62vT")), "auth")
                  .advice.starts_with("the user is another one than POSTGRES_USER of service db (compose.yml:6); "));
  compose("app", "Qq8rRs34tU");
  const Outcome other = probe(url("app", "Zz5yXx62vT"));
  EXPECT_TRUE(
      check_of(other, "auth")
          .advice.starts_with("the password is another one than POSTGRES_PASSWORD of service db (compose.yml:7); "))
      << check_of(other, "auth").advice;
  EXPECT_FALSE(contains(json_of(other).dump(), "Qq8rRs34tU"));
  compose("app", "Zz5yXx62vT");
  EXPECT_TRUE(contains(join(probe(url("app", "Zz5yXx62vT")).notes, "\n"),
                       "the password is the one that compose.yml:7 gives the server"));
}

TEST_F(PostgresProbe, LeavesNoSettingBehindInASessionThatAPoolerHandsOn) {
  const Address address = *numeric_address("127.0.0.1", server_->port());
  PostgresFailure failure;
  const auto session = PostgresSession::open({{"user", "app"}, {"password", "Hq4zLw81nB"}, {"dbname", "shop"}}, address,
                                             Deadline(std::chrono::seconds(20)), failure);
  ASSERT_NE(session, nullptr) << failure.message;
  const Surrounded repository({});
  const Surroundings around = repository.around();
  Outcome out;
  const Deadline deadline(std::chrono::seconds(20));
  ASSERT_TRUE(check_postgres_identity(*session, deadline, out));
  check_postgres_load(*session, deadline, out);
  check_postgres_tables(*session, around, deadline, out);
  check_postgres_writing(*session, around, deadline, out);
  const auto settings = session->query(
      "SELECT current_setting('default_transaction_read_only'), current_setting('transaction_read_only'), "
      "current_setting('statement_timeout'), current_setting('lock_timeout')",
      deadline, failure);
  ASSERT_TRUE(settings) << failure.message;
  EXPECT_EQ(settings->text(0, 0), "off");
  EXPECT_EQ(settings->text(0, 1), "off");
  EXPECT_EQ(settings->text(0, 2), "0");
  EXPECT_EQ(settings->text(0, 3), "0");
}

TEST_F(PostgresProbe, ReadsWithinATransactionThatCannotWrite) {
  const Address address = *numeric_address("127.0.0.1", server_->port());
  PostgresFailure failure;
  const auto session = PostgresSession::open({{"user", "app"}, {"password", "Hq4zLw81nB"}, {"dbname", "shop"}}, address,
                                             Deadline(std::chrono::seconds(20)), failure);
  ASSERT_NE(session, nullptr) << failure.message;
  const Deadline deadline(std::chrono::seconds(20));
  EXPECT_FALSE(session->read("CREATE TEMP TABLE t (a int)", deadline, failure));
  EXPECT_EQ(failure.sqlstate, "25006") << failure.message;
  const auto rows = session->read("SELECT 7", deadline, failure);
  ASSERT_TRUE(rows) << failure.message;
  EXPECT_EQ(rows->text(0, 0), "7");
}

TEST_F(PostgresProbe, NamesAMissingPassword) {
  const Outcome outcome = probe("postgresql://app@127.0.0.1:" + std::to_string(server_->port()) + "/shop");
  EXPECT_TRUE(has_code(outcome, "28P01"));
  EXPECT_TRUE(contains(check_of(outcome, "auth").seen, "none was given")) << check_of(outcome, "auth").seen;
}

TEST_F(PostgresProbe, NamesAMissingDatabase) {
  const Outcome outcome = probe(url("app", "Hq4zLw81nB", "warehouse"));
  EXPECT_EQ(check_of(outcome, "database").status, Status::fail);
  EXPECT_TRUE(has_code(outcome, "3D000"));
}

TEST_F(PostgresProbe, NamesAServerWithoutTls) {
  const Outcome outcome = probe(url() + "?sslmode=require");
  EXPECT_EQ(check_of(outcome, "tls").status, Status::fail);
  EXPECT_EQ(check_of(outcome, "tls").advice, "set sslmode=disable: this server is on this machine");
  EXPECT_TRUE(has_code(outcome, "SSL_REFUSED"));
  EXPECT_FALSE(contains(postgres_cause_of("server does not support SSL, but SSL was required", "").advice, "disable"))
      << "of a server elsewhere nothing is said that takes the encryption away";
}

TEST_F(PostgresProbe, LeavesOutWhatOnlyOneDriverKnowsAndSaysSo) {
  const Outcome outcome = probe(url() + "?pgbouncer=true&schema=public&sslkey=/etc/hostname");
  EXPECT_EQ(check_of(outcome, "auth").status, Status::pass);
  EXPECT_TRUE(contains(join(outcome.notes, "\n"), "pgbouncer"));
  EXPECT_TRUE(contains(join(outcome.notes, "\n"), "sslkey"));
}

TEST_F(PostgresProbe, NamesARoleThatMayNotWrite) {
  const Outcome outcome = probe(url("reader"));
  EXPECT_EQ(check_of(outcome, "auth").status, Status::pass);
  const Check& write = check_of(outcome, "write");
  EXPECT_EQ(write.status, Status::fail);
  EXPECT_TRUE(has_code(outcome, "42501")) << write.seen;
}

TEST_F(PostgresProbe, NamesAReachedLimit) {
  const Outcome outcome = probe(url("one"));
  EXPECT_EQ(check_of(outcome, "slots").status, Status::fail);
  EXPECT_TRUE(has_code(outcome, "53300"));
}

TEST_F(PostgresProbe, MissesATableThatTheRepositoryExpects) {
  repository_.write_source(".fingerpost.toml", "[probes.postgres]\ntables = [\"orders\", \"customers\"]\n");
  const Outcome outcome = probe(url());
  EXPECT_EQ(outcome.status, Status::fail);
  EXPECT_TRUE(contains(outcome.summary, "customers is not there")) << outcome.summary;
}

TEST_F(PostgresProbe, CountsFailedMigrations) {
  server_->sql("CREATE DATABASE ledger OWNER app");
  server_->sql(
      "CREATE TABLE _prisma_migrations (migration_name text, finished_at timestamptz, rolled_back_at timestamptz); "
      "INSERT INTO _prisma_migrations VALUES ('20240101_init', now(), NULL), ('20240201_orders', NULL, NULL); "
      "GRANT SELECT ON _prisma_migrations TO app",
      "ledger");
  const Outcome outcome = probe(url("app", "Hq4zLw81nB", "ledger"));
  const Check& migrations = check_of(outcome, "migrations");
  EXPECT_EQ(migrations.status, Status::fail);
  EXPECT_EQ(migrations.seen, "Prisma: 1 failed or unfinished (_prisma_migrations)");
}

TEST_F(PostgresProbe, FindsMigrationsThatWereNotRun) {
  struct Case {
    const char* database;
    const char* table;
    std::vector<const char*> files;
    const char* seen;
  };
  const std::vector<Case> cases = {
      {"prisma",
       "CREATE TABLE _prisma_migrations (migration_name text, finished_at timestamptz, rolled_back_at timestamptz); "
       "INSERT INTO _prisma_migrations VALUES ('20240101_init', now(), NULL)",
       {"prisma/migrations/20240101_init/migration.sql", "prisma/migrations/20240201_orders/migration.sql"},
       "Prisma: 1 of the repository's migrations were not run: 20240201_orders"},
      {"flyway",
       "CREATE TABLE flyway_schema_history (script text, success boolean); "
       "INSERT INTO flyway_schema_history VALUES ('V1__init.sql', true)",
       {"db/migration/V1__init.sql", "db/migration/V2__orders.sql"},
       "Flyway: 1 of the repository's migrations were not run: V2__orders.sql"},
      {"rails",
       "CREATE TABLE schema_migrations (version text); INSERT INTO schema_migrations VALUES ('20240101120000')",
       {"db/migrate/20240101120000_init.rb", "db/migrate/20240201120000_orders.rb"},
       "schema_migrations: 1 of the repository's migrations were not run: 20240201120000"},
      {"gomigrate",
       "CREATE TABLE schema_migrations (version bigint, dirty boolean); INSERT INTO schema_migrations VALUES (2, "
       "false)",
       {"migrations/000001_init.up.sql", "migrations/000002_b.up.sql", "migrations/000003_c.up.sql"},
       "schema_migrations: 1 of the repository's migrations were not run: 3"},
      {"knex",
       "CREATE TABLE knex_migrations (name text); INSERT INTO knex_migrations VALUES ('20240101_init.js')",
       {"migrations/20240101_init.js", "migrations/20240201_orders.js"},
       "Knex: 1 of the repository's migrations were not run: 20240201_orders"},
      {"django",
       "CREATE TABLE django_migrations (app text, name text); INSERT INTO django_migrations VALUES "
       "('shop', '0001_initial'), ('auth', '0001_initial')",
       {"shop/migrations/0001_initial.py", "shop/migrations/0002_orders.py"},
       "Django: 1 of the repository's migrations were not run: shop.0002_orders"},
      {"efcore",
       "CREATE TABLE \"__EFMigrationsHistory\" (\"MigrationId\" text); INSERT INTO \"__EFMigrationsHistory\" VALUES "
       "('20240101_Init')",
       {"Migrations/20240101_Init.cs", "Migrations/20240201_Orders.cs"},
       "Entity Framework: 1 of the repository's migrations were not run: 20240201_Orders"},
  };
  for (const Case& one : cases) {
    const std::string database = one.database;
    server_->sql("CREATE DATABASE " + database + " OWNER app");
    server_->sql(std::string(one.table) + "; GRANT SELECT ON ALL TABLES IN SCHEMA public TO app", database);
    ProbedRepository repository;
    for (const char* file : one.files) repository.write_source(file, "");
    const Outcome outcome = repository.probe("postgres", url("app", "Hq4zLw81nB", database));
    EXPECT_EQ(check_of(outcome, "migrations").seen, one.seen);
    EXPECT_EQ(check_of(outcome, "migrations").status, Status::warn) << database;
    EXPECT_EQ(check_of(outcome, "migrations").source.path, one.files.back()) << database;
  }
  server_->sql("UPDATE schema_migrations SET dirty = true", "gomigrate");
  EXPECT_EQ(check_of(probe(url("app", "Hq4zLw81nB", "gomigrate")), "migrations").seen,
            "schema_migrations: 1 failed or unfinished (schema_migrations)");
}

TEST_F(PostgresProbe, MissesExtensionsThatMigrationsCreate) {
  server_->sql("CREATE DATABASE extended OWNER app");
  ProbedRepository repository;
  repository.write_source("db/init.sql", "CREATE EXTENSION plpgsql;\nCREATE EXTENSION IF NOT EXISTS no_such_thing;\n");
  const Outcome outcome = repository.probe("postgres", url("app", "Hq4zLw81nB", "extended"));
  const Check& check = check_of(outcome, "extensions");
  EXPECT_EQ(check.status, Status::fail);
  EXPECT_EQ(check.seen, "the server does not offer no_such_thing");
  EXPECT_EQ(check.source.text(), "db/init.sql:2");
}

TEST_F(PostgresProbe, WritesNothingInProduction) {
  SurroundingsOptions options;
  options.environment = "production";
  EXPECT_EQ(check_of(probe(url(), options), "write").status, Status::skip);
}

TEST_F(PostgresProbe, SeesFullSlotsTlsAndAStoppedServer) {
  const ServerFolder folder;
  const auto made = run_process({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                                 "-nodes", "-keyout", server_->data() + "/server.key", "-out",
                                 server_->data() + "/server.crt", "-days", "30", "-subj", "/CN=db.internal"},
                                "/", "", std::chrono::milliseconds(30000), [](std::string_view) {});
  ASSERT_TRUE(made && made->exit_status == 0);
  if (::geteuid() == 0) {
    const passwd* user = ::getpwnam("postgres");
    ASSERT_NE(user, nullptr);
    ASSERT_EQ(::chown((server_->data() + "/server.key").c_str(), user->pw_uid, user->pw_gid), 0);
  }
  server_->restart_with({"ssl=on", "max_connections=5", "superuser_reserved_connections=4"});
  const Outcome secure = probe(server_->url("postgres", PostgresServer::kPassword, "shop"));
  EXPECT_EQ(check_of(secure, "tls").status, Status::pass) << secure.summary;
  EXPECT_TRUE(contains(check_of(secure, "tls").seen, "TLSv1")) << check_of(secure, "tls").seen;
  const Outcome distrusted = probe(url() + "?sslmode=verify-full");
  EXPECT_EQ(check_of(distrusted, "tls").status, Status::fail) << statuses_of(distrusted);

  // The one slot that is left for those who are no superuser. Whoever was here before leaves it a moment later.
  PostgresFailure failure;
  std::unique_ptr<PostgresSession> held;
  for (int tries = 0; tries < 100 && !held; ++tries)
    held = PostgresSession::open({{"user", "app"}, {"password", "Hq4zLw81nB"}, {"dbname", "shop"}},
                                 *numeric_address("127.0.0.1", server_->port()), Deadline(std::chrono::seconds(10)),
                                 failure);
  ASSERT_NE(held, nullptr) << failure.message;
  const Outcome full = probe(url());
  EXPECT_TRUE(has_code(full, "53300")) << statuses_of(full);
  EXPECT_EQ(check_of(full, "slots").status, Status::fail);
  held.reset();

  server_->stop();
  const Outcome stopped = probe(url());
  EXPECT_EQ(check_of(stopped, "connect").status, Status::fail);
  EXPECT_TRUE(has_code(stopped, "ECONNREFUSED"));
  server_->restart_with({});
}

}  // namespace
}  // namespace fingerpost
