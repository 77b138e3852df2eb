#include <gtest/gtest.h>

#include "tests/support/checked_repository.h"

namespace fingerpost {
namespace {

TEST(Drift, FindsPortsAndVersionsThatDriftedFromTheComposeFile) {
  Checked repository;
  repository.write(
      "docker-compose.yml",
      "services:\n  postgres:\n    image: postgres:16-alpine\n    ports:\n      - \"5433:5432\"\n  redis:\n    image: "
      "redis:7.2\n    ports:\n      - \"6380:6379\"\n");
  repository.write("docs/services.md",
                   "# Services\n\n| Service | Port |\n|---|---|\n| postgres | 5434 |\n| redis | 6380 |\n\n"
                   "Redis listens on port 6390.\nRedis is on localhost:6379 for you.\nInside, it is redis:6379.\n\n"
                   "We run PostgreSQL 15 with Redis 7.\nThe image is `redis:6.2`; any PostgreSQL 12 or later works.\n");
  const CheckReport report = repository.check();
  std::string out;
  for (const CheckFinding& one : report.findings)
    out += std::to_string(one.line) + ":" + std::to_string(one.column) + " " + one.message + " (" + one.other_path +
           ":" + std::to_string(one.other_line) + ")\n";
  EXPECT_EQ(out,
            "5:14 port 5434 of postgres is not what the configuration says: 5433 (docker-compose.yml:5)\n"
            "8:23 port 6390 of redis is not what the configuration says: 6380 (docker-compose.yml:9)\n"
            "9:23 port 6379 of redis is not what the configuration says: 6380 (docker-compose.yml:9)\n"
            "12:19 postgresql 15 is not what the configuration says: 16 (docker-compose.yml:3)\n"
            "13:21 redis 6.2 is not what the configuration says: 7.2 (docker-compose.yml:7)\n");
}

TEST(Drift, FindsThresholdsOfAlertsThatTheirRulesHaveOtherwise) {
  Checked repository;
  repository.write("monitoring/alerts.yml",
                   "groups:\n  - name: shop\n    rules:\n"
                   "      - alert: HighLatency\n        expr: latency_p95_ms > 800\n        for: 5m\n"
                   "      - alert: ErrorRateHigh\n        expr: |\n          rate(errors_total[5m])\n"
                   "            / rate(requests_total[5m]) > 0.05\n"
                   "      - alert: DiskAlmostFull\n        expr: disk_used_pct > 90\n"
                   "      - alert: QueueBackedUp\n        expr: queue_depth > 1000 and on() up == 1\n");
  repository.write(
      "docs/alerts.md",
      "# Alerts\n\n| Alert | Fires |\n|---|---|\n| HighLatency | p95 > 500 ms for more than 10 minutes |\n"
      "| ErrorRateHigh | above 5 % |\n| DiskAlmostFull | less than 10 % left |\n| QueueBackedUp | > 7 |\n\n"
      "`ErrorRateHigh` fires at an error rate over 2%.\nHighLatencyOfOthers is above 3.\n"
      "HighLatency (above 0.8 s) pages somebody.\n");
  EXPECT_EQ(repository.findings(),
            "docs/alerts.md:5:23 drift-threshold: the threshold of HighLatency is stated as 500, and its rule has 800\n"
            "docs/alerts.md:10:45 drift-threshold: the threshold of ErrorRateHigh is stated as 2, and its rule has "
            "0.05\n");
}

TEST(Drift, FindsAddressesThatTheConfigurationHasOtherwise) {
  Checked repository;
  repository.write("docker-compose.yml",
                   "services:\n  api:\n    build: .\n    ports: [\"3000:3000\"]\n    healthcheck:\n"
                   "      test: curl -f http://localhost:3000/api/health\n");
  repository.write(".env.staging",
                   "# APP_URL=https://old.shop.example.net/app\nAPP_URL=https://stage.shop.example.net/app\n"
                   "FEED_URL=https://feeds.example.net/v2/orders\nSTORE_URL=https://store.example.net\n");
  repository.write("src/api.ts", "app.get('/api/metrics')\n");
  repository.write(
      "docs/run.md",
      "# Run\n\n```sh\ncurl http://127.0.0.1:3000/api/healthz\ncurl http://localhost:3000/api/health\n"
      "curl http://localhost:3000/api/orders/12\n```\n\n"
      "Staging is at https://staging.shop.example.net/app, orders at `https://feeds.example.net/v1/orders`.\n"
      "The page is https://www.feeds.example.net/v2/orders?page=2.\n"
      "Elsewhere: https://example.org/v1/orders, https://store.example.net/help, "
      "https://feeds.example.net/<version>/orders.\n");
  EXPECT_EQ(repository.findings(CheckLevel::warning, {"drift-url"}),
            "docs/run.md:4:6 drift-url: the address 'http://127.0.0.1:3000/api/healthz' is not what the configuration "
            "says: http://localhost:3000/api/health\n"
            "docs/run.md:9:15 drift-url: the address 'https://staging.shop.example.net/app' is not what the "
            "configuration says: https://stage.shop.example.net/app\n"
            "docs/run.md:9:64 drift-url: the address 'https://feeds.example.net/v1/orders' is not what the "
            "configuration says: https://feeds.example.net/v2/orders\n");
}

TEST(Drift, LeavesAddressesAloneThatTheRepositoryKnowsOtherwise) {
  Checked repository;
  repository.write(
      "compose.yml",
      "services:\n  api:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:3000/health\n");
  repository.write("src/api.ts", "app.get('/healthz')\n");
  repository.write("README.md", "# Shop\n\nAsk http://localhost:3000/healthz.\n");
  EXPECT_EQ(repository.findings(CheckLevel::info, {"drift-url"}), "");
}

TEST(Drift, FindsDefaultsThatSentencesStateOtherwise) {
  Checked repository;
  repository.write("docker-compose.yml",
                   "services:\n  api:\n    build: .\n    environment:\n      SHOP_WORKERS: ${SHOP_WORKERS:-4}\n"
                   "      SHOP_API_URL: ${SHOP_API_URL:-http://api:3000/v2}\n      SHOP_MODE: ${SHOP_MODE:-fast}\n");
  repository.write("README.md",
                   "# Shop\n\n- `SHOP_WORKERS`: how many (default: `2`).\n- `SHOP_API_URL` defaults to "
                   "`http://api:3000/v1`.\n- `SHOP_MODE`, by default `fast`; the default is `fast`.\n"
                   "- `SHOP_WORKERS` and `SHOP_MODE` default to `9`.\n- `SHOP_MODE` is no `default` of `slow`.\n");
  EXPECT_EQ(repository.findings(CheckLevel::warning, {"drift-default"}),
            "README.md:3:39 drift-default: the default of SHOP_WORKERS is stated as '2' and set to '4'\n"
            "README.md:4:31 drift-default: the default of SHOP_API_URL is stated as 'http://api:3000/v1' and set to "
            "'http://api:3000/v2'\n");
}

TEST(Drift, FindsVariablesThatNothingReadsAndDefaultsThatDrifted) {
  Checked repository;
  repository.write(".env.example",
                   "SHOP_PORT=3000\nSHOP_REDIS_URL=redis://localhost\nSHOP_LOG_LEVEL=info\nSHOP_API_TOKEN=changeme\n");
  repository.write("docker-compose.yml",
                   "services:\n  api:\n    build: .\n    environment:\n      SHOP_WORKERS: ${SHOP_WORKERS:-4}\n");
  repository.write("README.md",
                   "# Shop\n\nSet `SHOP_REDIS_ULR` and `SHOP_LOG_LEVEL`.\n\n| Variable | Default |\n|---|---|\n| "
                   "`SHOP_WORKERS` | `2` "
                   "|\n| `SHOP_API_TOKEN` | `abc` |\n");
  EXPECT_EQ(
      repository.findings(),
      "README.md:3:6 unknown-variable: nothing declares or reads the variable 'SHOP_REDIS_ULR'; 'SHOP_REDIS_URL'?\n"
      "README.md:7:20 drift-default: the default of SHOP_WORKERS is stated as '2' and set to '4'\n");
}

TEST(Drift, FindsWhatADrawingOfTheTreeShowsAndIsNotThere) {
  Checked repository;
  repository.write("src/api/app.py", "a = 1\n");
  repository.write("src/web/main.ts", "const a = 1;\n");
  repository.write("docs/a.md", "# A\n");
  repository.write("README.md",
                   "# Shop\n\n```\nshop/\n├── src/\n│   ├── api/          # the API\n│   │   └── app.py\n│   ├── "
                   "web/\n│   └── worker/\n└── docs/\n```\n");
  EXPECT_EQ(repository.findings(), "README.md:9:17 drift-tree: the drawing shows 'src/worker', which does not exist\n");
}

TEST(Drift, KnowsVariablesThatProgramsPutTogether) {
  Checked repository;
  repository.write(".env.example", "SHOP_PORT=1\nSHOP_HOST=a\nSHOP_MODE=b\nSHOP_NAME=c\n");
  repository.write("README.md", "# A\n\n`SHOP_TIME_ZONE`\n");
  repository.write("src/settings.py", "time_zone = 1\n");
  EXPECT_EQ(repository.findings(),
            "README.md:3:2 unknown-variable: nothing declares or reads the variable 'SHOP_TIME_ZONE'\n")
      << "a name that only ends alike";
  repository.write("src/settings.py", "class Settings:\n    env_prefix = \"SHOP_\"\n    time_zone = 1\n");
  EXPECT_EQ(repository.findings(), "");
  repository.write("src/settings.py", "config.shopTimeZone\n");
  EXPECT_EQ(repository.findings(), "");
}

TEST(Drift, TellsThePortsOfSeveralServicesOnOneLineApart) {
  Checked repository;
  repository.write("docker-compose.yml",
                   "services:\n  web:\n    ports:\n      - \"4200:8080\"\n  api:\n    expose:\n      - \"4000\"\n    "
                   "ports:\n      - \"4001:4000\"\n");
  repository.write("README.md",
                   "# A\n\nThe storefront is at http://localhost:4200 and the api at http://localhost:4000/health.\n");
  EXPECT_EQ(repository.findings(),
            "README.md:3:76 drift-port: port 4000 of api is not what the configuration says: 4001\n");
}

TEST(Drift, LeavesPortsThatAreOfAnotherServiceOrThatTheServiceAlsoListensOn) {
  Checked repository;
  repository.write("docker-compose.yml",
                   "services:\n  db:\n    ports:\n      - \"5433:5432\"\n  api:\n    ports:\n      - \"4001:4001\"\n"
                   "  proxy:\n    command: [\"--listen\", \"0.0.0.0:8888\"]\n    ports:\n      - \"8889:8889\"\n");
  repository.write("README.md",
                   "# A\n\nThe api exits: `connect ECONNREFUSED 127.0.0.1:5432`.\n\n"
                   "The api is asked by port 8889.\n\nAsk the proxy at `127.0.0.1:8888`.\n");
  EXPECT_EQ(repository.findings(), "");
}

TEST(Drift, LeavesTheVersionBeforeAChange) {
  Checked repository;
  repository.write("docker-compose.yml", "services:\n  db:\n    image: postgres:16\n");
  repository.write("README.md", "# A\n\nTo go from `postgres:12` to `postgres:16`, dump the data first.\n");
  EXPECT_EQ(repository.findings(), "");
  repository.write("README.md", "# A\n\nThe database is `postgres:12`.\n");
  EXPECT_EQ(repository.findings(), "README.md:3:27 drift-image: postgres 12 is not what the configuration says: 16\n");
}

TEST(Drift, FindsValuesThatAreRightTodayAndStandTwice) {
  Checked repository;
  repository.write("docker-compose.yml",
                   "services:\n  redis:\n    image: redis:7.2-alpine\n    ports:\n      - \"6380:6379\"\n");
  repository.write("docs/services.md",
                   "# Services\n\nRedis runs on port 6380, with image `redis:7.2-alpine`.\n\nThe port of Redis is in "
                   "`docker-compose.yml`, port 6380 now.\n\nOpen redis at localhost:6380.\n\n| Service | Port "
                   "|\n|---|---|\n| redis | 6380 |\n\nWe moved to Redis 7.2 because of its functions.\n");
  EXPECT_EQ(repository.findings(), "");
  EXPECT_EQ(
      repository.findings(CheckLevel::info, {"duplicate-value"}),
      "docs/services.md:3:20 duplicate-value: the port of redis is repeated here: 6380; point at where it is set\n"
      "docs/services.md:3:44 duplicate-value: the version of redis is repeated here: 7.2-alpine; point at where it "
      "is set\n"
      "docs/services.md:11:11 duplicate-value: the port of redis is repeated here: 6380; point at where it is set\n"
      "docs/services.md:13:19 duplicate-value: the version of redis is repeated here: 7.2; point at where it is "
      "set\n");
}

TEST(Drift, TakesNoOwnerInFrontOfANameForTheService) {
  Checked repository;
  repository.write("docker-compose.yml", "services:\n  shop:\n    ports:\n      - \"3000:3000\"\n");
  repository.write(
      "README.md",
      "# A\n\n| Package | Port |\n|---|---|\n| `@shop/docs` | 3004 |\n| shop/api | 3005 |\n| shop | 3006 |\n");
  EXPECT_EQ(repository.findings(),
            "README.md:7:10 drift-port: port 3006 of shop is not what the configuration says: 3000\n");
}

TEST(Drift, LeavesPortsThatConfigurationBesideTheDocumentSpeaksOf) {
  Checked repository;
  repository.write("docker-compose.yml", "services:\n  api:\n    ports:\n      - \"8000:8000\"\n");
  repository.write("deploy/single/supervisor.conf", "[program:api]\nenvironment=PORT=3004\n");
  repository.write("deploy/single/README.md", "# A\n\n- The api (port 3004)\n- Or the api (port 3005)\n");
  EXPECT_EQ(repository.findings(),
            "deploy/single/README.md:4:20 drift-port: port 3005 of api is not what the configuration says: 8000\n");
}

TEST(Drift, LeavesVariablesOfTheSoftwareThatRunsHere) {
  Checked repository;
  repository.write("docker-compose.yml",
                   "services:\n  load:\n    image: grafana/k6:1.2\n    environment:\n      K6_URL: a\n      K6_VUS: 1\n"
                   "      K6_OUT: b\n      SHOP_A: 1\n      SHOP_B: 1\n      SHOP_C: 1\n");
  repository.write("README.md", "# A\n\nSet `K6_BROWSER_ARGS` and `SHOP_D`.\n");
  EXPECT_EQ(repository.findings(),
            "README.md:3:28 unknown-variable: nothing declares or reads the variable 'SHOP_D'; 'SHOP_A'?\n");
}

TEST(Drift, CountsNoRequirementAsARepetition) {
  Checked repository;
  repository.write("docker-compose.yml", "services:\n  db:\n    image: postgres:16\n");
  repository.write("README.md", "# A\n\nNeeds `postgres:16` or newer.\n\nTo go from `postgres:12` to `postgres:16`.\n");
  EXPECT_EQ(repository.findings(CheckLevel::info, {"duplicate-value"}), "");
}

TEST(Drift, KnowsNestedSettingsAndVariablesOfTools) {
  Checked repository;
  repository.write(".env.example", "SHOP_A=1\nSHOP_B=2\nSHOP_C=3\nAWS_REGION=a\nAWS_PROFILE=b\nAWS_KEY_ID=c\n");
  repository.write("src/settings.rs", "struct Limits { max_total: u32 }\n");
  repository.write("README.md", "# A\n\n`SHOP_SYNC__LIMITS__MAX_TOTAL`, `SHOP_SYNC__LIMITS__LEAST`, `AWS_CA_BUNDLE`\n");
  EXPECT_EQ(repository.findings(),
            "README.md:3:34 unknown-variable: nothing declares or reads the variable 'SHOP_SYNC__LIMITS__LEAST'\n");
}

TEST(Drift, TakesNoExampleForTheDefaultOfWhatCodeReads) {
  Checked repository;
  repository.write(".env.example", "SHOP_MODE=fast\nSHOP_NAME=corner\n");
  repository.write("src/app.py", "import os\nmode = os.environ.get('SHOP_MODE') or pick()\n");
  repository.write("README.md",
                   "# A\n\n| Variable | Default |\n|---|---|\n| `SHOP_MODE` | `slow` |\n| `SHOP_NAME` | `shop` |\n");
  EXPECT_EQ(repository.findings(CheckLevel::info, {"drift-default"}),
            "README.md:6:17 drift-default: the default of SHOP_NAME is stated as 'shop' and set to 'corner'\n");
}

TEST(Drift, LeavesDocumentsOfADeploymentOfItsOwn) {
  Checked repository;
  repository.write("docker-compose.yml", "services:\n  db:\n    image: mysql:8.0\n    ports:\n      - \"3307:3306\"\n");
  repository.write("deploy/chart/Chart.yaml", "name: shop\n");
  repository.write("deploy/chart/README.md", "# Chart\n\nDeploys MySQL 5.7 on port 3306 as `mysql:5.7`.\n");
  repository.write("docs/a.md", "# A\n\nRuns MySQL 5.7.\n\nIn MySQL 5.7 it was called otherwise.\n");
  EXPECT_EQ(repository.findings(), "docs/a.md:3:12 drift-image: mysql 5.7 is not what the configuration says: 8.0\n");
}

TEST(Drift, CountsNoCustomOfSoftwareAsARepetition) {
  Checked repository;
  repository.write("docker-compose.yml", "services:\n  redis:\n    ports:\n      - \"6379:6379\"\n");
  repository.write("README.md", "# A\n\nRedis commonly listens on port 6379.\n\nHere redis has port 6379.\n");
  EXPECT_EQ(repository.findings(CheckLevel::info, {"duplicate-value"}),
            "README.md:5:21 duplicate-value: the port of redis is repeated here: 6379; point at where it is set\n");
}

}  // namespace
}  // namespace fingerpost
