#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "probes/exposition.h"
#include "probes/health_body.h"
#include "tests/support/fake_server.h"
#include "tests/support/free_port.h"
#include "tests/support/probing.h"
#include "tests/support/surrounded.h"

namespace fingerpost {
namespace {

FakeServer::Behaviour serving(std::map<std::string, std::string> replies) {
  return http_server([replies = std::move(replies)](const std::string& path) {
    const auto found = replies.find(path);
    return found == replies.end() ? std::string() : found->second;
  });
}

std::string json(int status, std::string_view body) {
  return http_reply(status, "application/json", body);
}

TEST(HealthProbe, SaysAliveAndReadyWhenAllThreeAreWell) {
  const FakeServer server(
      serving({{"/health", json(200, R"({"status":"ok"})")},
               {"/ready", json(200, R"({"status":"ready","database":"up"})")},
               {"/metrics", http_reply(200, "text/plain", "# TYPE up gauge\nup 1\nreqs{a=\"}\"} 2\n")}}));
  const Outcome outcome = probed("health", server.url(), Surrounded({}).around());
  EXPECT_EQ(outcome.status, Status::pass) << to_pretty(json_of(outcome));
  EXPECT_EQ(outcome.summary, "alive and ready");
  EXPECT_EQ(words_of(outcome, "metrics"), "pass: /metrics has 2 samples");
}

TEST(HealthProbe, AsksWhereTheRepositorySaysThatHealthIsAskedFor) {
  const FakeServer server(
      serving({{"/alive", json(200, R"({"status":"ok"})")}, {"/can-serve", json(503, R"({"status":"not_ready"})")}}));
  const Surrounded repository({{"k8s/api.yaml",
                                "livenessProbe:\n  httpGet: {path: /alive}\nreadinessProbe:\n  httpGet: {path: "
                                "/can-serve}\n"}});
  EXPECT_EQ(probed("health", server.url(), repository.around()).summary,
            "running but not ready: /can-serve answers HTTP 503 \"not_ready\"");
}

TEST(HealthProbe, HoldsMetricsAgainstTheRepositorysAlerts) {
  const FakeServer server(serving({{"/health", json(200, R"({"status":"ok"})")},
                                   {"/metrics", http_reply(200, "text/plain", "write_queue_depth 1500\n")}}));
  const Surrounded repository({{"monitoring/alerts.yml",
                                "groups:\n  - rules:\n      - alert: QueueTooLong\n        expr: write_queue_depth > "
                                "1000\n        labels: {}\n"}});
  const Outcome outcome = probed("health", server.url(), repository.around());
  const Check& check = check_of(outcome, "write_queue_depth");
  EXPECT_EQ(check.status, Status::warn) << to_pretty(json_of(outcome));
  EXPECT_EQ(check.source.text(), "monitoring/alerts.yml:4");
  EXPECT_EQ(check.advice, "the alert QueueTooLong fires at this");
}

TEST(HealthProbe, TellsRunningFromReadyAndQuotesTheBodysError) {
  const FakeServer server(
      serving({{"/health", json(200, R"({"status":"ok"})")},
               {"/ready",
                json(503, R"({"status":"not_ready","checks":{"database":{"status":"down","error":"connect ECONNREFUSED)"
                          R"( 127.0.0.1:5432"},"redis":{"status":"up"}}})")}}));
  const Outcome outcome = probed("health", server.url(), Surrounded({}).around());
  EXPECT_EQ(outcome.status, Status::fail);
  EXPECT_EQ(outcome.summary,
            "running but not ready: /ready answers HTTP 503 \"not_ready\"; database is down (connect ECONNREFUSED "
            "127.0.0.1:5432)");
  EXPECT_EQ(words_of(outcome, "live"), "pass: /health answers HTTP 200 \"ok\"");
  EXPECT_EQ(check_of(outcome, "ready").advice, "mend what it names first: database");
  EXPECT_EQ(outcome.codes, std::vector<std::string>{"HTTP 503"});
  EXPECT_EQ(outcome.messages, std::vector<std::string>{"connect ECONNREFUSED 127.0.0.1:5432"});
}

TEST(HealthProbe, SaysDownWhenNothingListens) {
  const int port = free_port();
  const Outcome outcome = probed("health", fmt::format("http://127.0.0.1:{}", port), Surrounded({}).around());
  EXPECT_EQ(outcome.summary, fmt::format("down: nothing listens on 127.0.0.1:{}", port));
  EXPECT_EQ(words_of(outcome, "ready"), "skip: needs connect");
}

TEST(HealthProbe, TakesAPageAtItsPathForAnotherProgram) {
  const std::string page = http_reply(200, "text/html", "<!doctype html><title>Shop</title>");
  const FakeServer server(http_server([&](const std::string&) { return page; }));
  const Outcome outcome = probed("health", server.url(), Surrounded({}).around());
  EXPECT_EQ(words_of(outcome, "live"), "fail: /health is a page titled 'Shop', not a health endpoint");
  EXPECT_EQ(check_of(outcome, "ready").status, Status::skip);
  EXPECT_EQ(check_of(outcome, "metrics").status, Status::skip);
}

TEST(HealthProbe, AsksForThePathsAndMetricsThatTheRepositoryNames) {
  const FakeServer server(serving(
      {{"/ping", http_reply(200, "text/plain", "OK")},
       {"/internal/metrics", http_reply(200, "text/plain", "queue_depth{q=\"a\"} 700\nqueue_depth{q=\"b\"} 600\n")}}));
  const Surrounded repository({{".fingerpost.toml", R"([probes.health]
live = "/ping"
metrics = ["/internal/metrics"]
metric = ["queue_depth", "requests_total"]
warn = ["queue_depth < 1000"]
)"}});
  const Outcome outcome = probed("health", server.url(), repository.around());
  EXPECT_EQ(words_of(outcome, "live"), "pass: /ping answers HTTP 200 \"OK\"");
  EXPECT_EQ(words_of(outcome, "metric queue_depth"), "pass: 1300");
  EXPECT_EQ(words_of(outcome, "metric requests_total"), "fail: /internal/metrics has no such metric");
  EXPECT_EQ(words_of(outcome, "queue_depth"), "warn: 1300");
  EXPECT_EQ(outcome.summary.substr(0, 5), "alive");
}

TEST(HealthProbe, FindsThePathInTheServicesOwnHealthCheck) {
  const FakeServer server(serving({{"/internal/alive", json(200, R"({"ok":true})")}}));
  const Surrounded repository({{"compose.yml", fmt::format(R"(services:
  api:
    build: .
    ports: ["{}:8000"]
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8000/internal/alive"]
)",
                                                           server.port())}});
  const Outcome outcome = probed("health", "api", repository.around());
  EXPECT_EQ(words_of(outcome, "live"), "pass: /internal/alive answers HTTP 200 \"true\"");
  EXPECT_EQ(outcome.origin.text(), "service api in compose.yml:4");
}

TEST(HealthBody, IsReadInTheFormsOfManyFrameworks) {
  const auto read = [](const char* text) { return read_health_body(*parse_json(text)); };
  const HealthBody actuator =
      read(R"({"status":"DOWN","components":{"db":{"status":"DOWN","details":{"error":"refused"}},
                                       "diskSpace":{"status":"UP"}}})");
  EXPECT_EQ(actuator.says, HealthBody::Says::unwell);
  ASSERT_EQ(actuator.parts.size(), 2u);
  EXPECT_EQ(actuator.parts[0].name, "db");
  EXPECT_FALSE(actuator.parts[0].well);
  EXPECT_TRUE(actuator.parts[1].well);
  EXPECT_EQ(read(R"({"status":"error","error":"no database"})").error, "no database");
  EXPECT_EQ(read(R"({"db":"ok","cache":"down"})").says, HealthBody::Says::unwell);
  EXPECT_EQ(read(R"({"uptime":12,"version":"1.2"})").says, HealthBody::Says::nothing);
  EXPECT_EQ(read(R"({"healthy":false})").says, HealthBody::Says::unwell);
  EXPECT_EQ(read(R"({"status":"degraded"})").says, HealthBody::Says::degraded);
}

TEST(Exposition, SumsOverLabelsAndCountsWhatIsNone) {
  const Exposition read = read_exposition(
      "# HELP a b\na 1\nb{x=\"}\\\"\"} 2.5 1700000000\nb{x=\"y\"} 1\nc NaN\nthis is prose\nd{ 3\n{} 4\n");
  EXPECT_EQ(read.value("a"), 1);
  EXPECT_EQ(read.value("b"), 3.5);
  EXPECT_EQ(read.value("nowhere"), std::nullopt);
  EXPECT_EQ(read.bad_lines, 3u);
}

}  // namespace
}  // namespace fingerpost
