#include <gtest/gtest.h>

#include "base/text.h"
#include "probes/postgres/session.h"
#include "tests/support/postgres_server.h"
#include "tests/support/probed_repository.h"

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
  EXPECT_TRUE(has_code(outcome, "SSL_REFUSED"));
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
      "CREATE TABLE _prisma_migrations (finished_at timestamptz, rolled_back_at timestamptz); "
      "INSERT INTO _prisma_migrations VALUES (now(), NULL), (NULL, NULL); "
      "GRANT SELECT ON _prisma_migrations TO app",
      "ledger");
  const Outcome outcome = probe(url("app", "Hq4zLw81nB", "ledger"));
  const Check& migrations = check_of(outcome, "migrations");
  EXPECT_EQ(migrations.status, Status::fail);
  EXPECT_EQ(migrations.seen, "Prisma: 1 failed or unfinished (_prisma_migrations)");
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
