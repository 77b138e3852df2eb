#include "probes/surroundings.h"

#include <gtest/gtest.h>

#include "pointer-map/secrets.h"
#include "tests/support/surrounded.h"

namespace fingerpost {
namespace {

TEST(Surroundings, TakeTheVariableThatWinsForTheEnvironment) {
  const Surrounded repository({{".env", "PORT=4000\nNAME=base\n"},
                               {".env.local", "PORT=4001\n"},
                               {".env.staging", "PORT=80\n"},
                               {".env.example", "PORT=1\nONLY_HERE=x\n"}});
  const Surroundings here = repository.around();
  EXPECT_EQ(here.variable("PORT")->value, "4001");
  EXPECT_EQ(here.variable("PORT")->at.text(), ".env.local:1");
  EXPECT_EQ(here.variable("NAME")->value, "base");
  EXPECT_EQ(here.variable("ONLY_HERE")->at.path, ".env.example");
  SurroundingsOptions options;
  options.environment = "staging";
  const Surroundings staging = repository.around(options);
  EXPECT_EQ(staging.variable("PORT")->value, "80");
  EXPECT_EQ(staging.variable("NAME"), nullptr);
}

TEST(Surroundings, FindEnvFilesThatTheMapDoesNotKnow) {
  const Surrounded repository({{".env", "A=1\n"}, {"api/package.json", "{}"}, {"api/.env", "B=2\n"}});
  const Root root = std::move(*Root::open(repository.repository().tree()));
  const Surroundings around(root, {"api/package.json"});
  EXPECT_NE(around.variable("A"), nullptr);
  EXPECT_NE(around.variable("B"), nullptr);
}

TEST(Surroundings, LeaveOutWhatLiesInTestsAndExamples) {
  const Surrounded repository({{"tests/fixtures/shop/compose.yml", "services:\n  db: {image: postgres}\n"},
                               {"examples/.env", "DATABASE_URL=postgres://localhost/x\n"}});
  EXPECT_TRUE(repository.around().composes().empty());
  EXPECT_TRUE(repository.around().variables().empty());
  SurroundingsOptions options;
  options.directory = "tests/fixtures/shop";
  EXPECT_EQ(repository.around(options).composes().size(), 1u);
}

TEST(Surroundings, FillVariablesInFromTheSameFolder) {
  const Surrounded repository({{".env", "DB_PORT=5433\nDATABASE_URL=postgres://app@localhost:${DB_PORT}/shop\n"}});
  const Surroundings around = repository.around();
  EXPECT_EQ(around.expanded(*around.variable("DATABASE_URL")), "postgres://app@localhost:5433/shop");
}

TEST(Surroundings, NameTheTargetsOfUrlsAndHosts) {
  const Surrounded repository({{".env", "API_URL=https://api.example.com/v1\nSMTP_HOST=mail.example.com\n"},
                               {".env.production", "REDIS_URL=rediss://:x@cache.example.com:6390\n"}});
  const Surroundings around = repository.around();
  EXPECT_FALSE(around.rules().refusal("api.example.com", 443));
  EXPECT_FALSE(around.rules().refusal("mail.example.com", 587));
  EXPECT_FALSE(around.rules().refusal("cache.example.com", 6390));
  EXPECT_TRUE(around.rules().refusal("api.example.com", 22));
}

TEST(Surroundings, RedactEverySecretOfTheEnvFilesInEveryForm) {
  const Surrounded repository({{".env",
                                "DATABASE_URL=postgres://app:CANARY#9f/3a@db:5432/shop\n"
                                "JWT_SECRET=CANARY_1b7e=\n"
                                "CACHE=redis://:CANARY%402c@cache\n"}});
  const Surroundings around = repository.around();
  const std::string out = around.redacted(
      "could not translate host name \"3a@db\" near CANARY#9f; CANARY_1b7e= and CANARY_1b7e%3D; CANARY@2c, "
      "CANARY%402c");
  EXPECT_EQ(out.find("CANARY"), std::string::npos) << out;
}

TEST(Surroundings, AShortSecretHidesNoPartOfAWord) {
  const Surrounded repository({{".env", "DB_PASSWORD=shop\nJWT_SECRET=CANARY_1b7e\n"}});
  const Surroundings around = repository.around();
  EXPECT_EQ(around.redacted("the workshop's database shop_main refuses 'shop'"),
            "the workshop's database shop_main refuses '" + std::string(kMask) + "'");
  EXPECT_EQ(around.redacted("xCANARY_1b7ey").find("CANARY"), std::string::npos);
}

TEST(Surroundings, ReadThresholdsFromTheSettings) {
  const Surrounded repository({{".fingerpost.toml", R"([probes]
preflight = ["env", "ports"]
[probes.http]
expect = ["latency_ms < 300", "latency is fine"]
paths = "/ping"
allow = ["evil.example.org"]
)"}});
  const Surroundings around = repository.around();
  ASSERT_EQ(around.settings().thresholds.size(), 1u);
  EXPECT_EQ(around.settings().thresholds[0].condition.text(), "latency_ms < 300");
  EXPECT_EQ(around.settings().thresholds[0].source.line, 4);
  EXPECT_EQ(around.settings().preflight.size(), 2u);
  EXPECT_EQ(around.settings().list("http", "paths").at(0).value, "/ping");
  ASSERT_EQ(around.findings().size(), 2u);
  EXPECT_EQ(around.findings()[1].second, "a repository allows no targets; whoever probes does, with --allow-target");
  EXPECT_TRUE(around.rules().refusal("evil.example.org", 80));
}

TEST(Surroundings, TakeThresholdsFromATableOfADocumentWhereTheSettingsSayNothing) {
  const Surrounded repository({{"docs/operations.md", R"(# Operations

| Metric | Meaning | Warning | Critical |
|--------|---------|---------|----------|
| Response Time | how long | > 500ms | > 2s |
| Memory | of redis | > 80% | > 95% |
| Certificate | days left | < 30 days | < 7 days |
| Mood | | gloomy | > 5 |
)"},
                               {".fingerpost.toml", "[probes.redis]\nwarn = [\"memory_used_pct < 60\"]\n"}});
  std::vector<std::string> said;
  const Surroundings around = repository.around();
  for (const Threshold& one : around.thresholds())
    said.push_back(one.source.text() + " " + one.condition.text() + " " + std::string(name_of(one.otherwise)));
  EXPECT_EQ(said, (std::vector<std::string>{
                      ".fingerpost.toml:2 memory_used_pct < 60 warn", "docs/operations.md:5 latency_ms <= 500 warn",
                      "docs/operations.md:5 latency_ms <= 2000 fail", "docs/operations.md:7 tls_cert_days >= 30 warn",
                      "docs/operations.md:7 tls_cert_days >= 7 fail"}));
}

TEST(Surroundings, TakeThresholdsFromAlertsThatCompareOneMetricWithANumber) {
  const Surrounded repository({{"monitoring/alerts.yml", R"(groups:
  - name: shop
    rules:
      - alert: WriteQueueTooLong
        expr: write_queue_depth > 1000
        for: 10m
        labels:
          severity: critical
      - alert: ApiDown
        expr: up == 0
      - alert: Slow
        expr: histogram_quantile(0.95, rate(request_seconds_bucket[5m])) > 0.05
        labels:
          severity: critical
      - alert: FewWorkers   # of them all
        expr: "workers_running < 2"  # two at least
      - record: workers:sum
        expr: workers_total > 9
)"},
                               {"deploy/app.yml", "alert: x\nexpr: ignored > 1\n"}});
  std::vector<std::string> said;
  const Surroundings around = repository.around();
  for (const Threshold& one : around.thresholds())
    said.push_back(one.source.text() + " " + one.condition.text() + " " + std::string(name_of(one.otherwise)) + ": " +
                   one.advice);
  EXPECT_EQ(said,
            (std::vector<std::string>{
                "monitoring/alerts.yml:5 write_queue_depth <= 1000 fail: the alert WriteQueueTooLong fires at this",
                "monitoring/alerts.yml:10 up != 0 warn: the alert ApiDown fires at this",
                "monitoring/alerts.yml:16 workers_running >= 2 warn: the alert FewWorkers fires at this"}));
}

TEST(Surroundings, TakeThresholdsFromAlertsThatADocumentQuotes) {
  const Surrounded repository({{"docs/monitoring.md", R"(# Monitoring

**Alert 3: queue backup**
```yaml
- name: queue_backup
  condition: |
    db_write_queue_size > 1000
  for: 10m
  severity: critical
- name: a step of something else
  condition: ready > 1
```

```
- alert: NotYaml
  expr: a > 1
```
)"}});
  std::vector<std::string> said;
  const Surroundings around = repository.around();
  for (const Threshold& one : around.thresholds())
    said.push_back(one.source.text() + " " + one.condition.text() + " " + std::string(name_of(one.otherwise)));
  EXPECT_EQ(said, std::vector<std::string>{"docs/monitoring.md:6 db_write_queue_size <= 1000 fail"});
}

}  // namespace
}  // namespace fingerpost
