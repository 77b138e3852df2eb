#include "upkeep/check/health.h"

#include <gtest/gtest.h>

#include "tests/support/checked_repository.h"

namespace fingerpost {
namespace {

TEST(HealthPage, SaysHowItWasAndWhatNobodyCouldAnswer) {
  Health health;
  health.documents = 3;
  health.pointers = 20;
  health.dead = 1;
  health.open_gaps = 2;
  health.oldest_gap = 1'790'000'000;  // 2026-09-21
  const std::string page = health_page(health, {{1'790'000'000, 80, 4, 0, 5}, {1'790'086'400, 90, 2, 0, 3}});
  EXPECT_TRUE(
      page.starts_with("health 95 of 100\n  documents           3\n"
                       "  pointers             95 %  19 of 20 links and paths that resolve\n"))
      << page;
  EXPECT_NE(page.find("  open questions      2, the oldest of 2026-09-21 (fingerpost gaps)\n"
                      "  before              2026-09-21: health 80, 4 dead, 0 drifted, 5 open questions\n"
                      "                      2026-09-22: health 90, 2 dead, 0 drifted, 3 open questions\n"),
            std::string::npos)
      << page;
}

TEST(HealthPage, IsShortWhereThereIsNothingToSay) {
  const std::string page = health_page(Health{});
  EXPECT_EQ(page.find("open questions"), std::string::npos) << page;
  EXPECT_EQ(page.find("before"), std::string::npos) << page;
}

TEST(HealthPage, SumsUpTasksAndStatusesByDocument) {
  Checked repository;
  repository.write("docs/adr/1.md", "# Use Redis\n\n## Status\n\nAccepted\n");
  repository.write("docs/adr/2.md", "---\nstatus: proposed\n---\n# Use Kafka\n");
  repository.write("docs/plan.md", "# Plan\n\n**Status:** ⚪ In progress - after Redis\n\n- [x] a\n- [ ] b\n- [ ] c\n");
  repository.write("docs/template.md", "# T\n\n**Status**: [DONE / OPEN]\n");
  repository.write("README.md", "# A\n\nStatus codes: 200.\n\n- [x] d\n");
  repository.index();
  const auto health = health_of(repository.root(), repository.map());
  ASSERT_TRUE(health);
  const std::string page = health_page(*health);
  EXPECT_NE(page.find("  tasks               2 done, 2 open\n    docs/plan.md: 1 of 3 done\n"
                      "  statuses            1 documents done or settled, 2 open\n    docs/adr/2.md:2: proposed\n"
                      "    docs/plan.md:3: In progress\n"),
            std::string::npos)
      << page;
}

TEST(HealthPage, SaysWhereTheFirstOfEachShortcomingIs) {
  Checked repository;
  repository.write("docker-compose.yml", "services:\n  redis:\n    ports:\n      - \"6380:6379\"\n");
  repository.write("deploy/rules.yml",
                   "groups:\n  - name: a\n    rules:\n      - alert: ApiDown\n        expr: up == 0\n");
  repository.write("docs/a.md", "# A\n\nRedis has port 6380.\n\nSo redis has port 6380.\n");
  repository.index();
  const auto health = health_of(repository.root(), repository.map());
  ASSERT_TRUE(health);
  const std::string page = health_page(*health);
  EXPECT_NE(page.find("  repeated values     2, the first at docs/a.md:3\n"), std::string::npos) << page;
}

TEST(HealthPage, GivesEachOfFiveIndicatorsAScoreAndTheFirstPlaceThatFallsShort) {
  Checked repository;
  repository.write("docker-compose.yml", "services:\n  redis:\n    ports:\n      - \"6380:6379\"\n  worker: {}\n");
  repository.write("deploy/rules.yml",
                   "groups:\n  - name: a\n    rules:\n      - alert: ApiDown\n        expr: up == 0\n"
                   "      - alert: ApiSlow\n        expr: latency > 2\n        annotations:\n"
                   "          runbook_url: https://example.org/slow\n");
  repository.write("docs/a.md", "# A\n\nRedis has port 6380.\n\n[map](component-map.md) and [none](none.md)\n");
  repository.write("docs/component-map.md",
                   "# Components\n\n### Redis\n\n**Definitive Source**: `docker-compose.yml`\n\n**What's There**: the "
                   "cache\n\n### Mail\n\n**What's There**: nothing yet\n");
  repository.index();
  auto health = health_of(repository.root(), repository.map());
  ASSERT_TRUE(health);
  health->open_gaps = 1;
  health->closed_gaps = 2;
  const std::string page = health_page(*health);
  EXPECT_NE(
      page.find("  documents           2\n"
                "  pointers             50 %  1 of 2 links and paths that resolve; the first that is not: "
                "docs/a.md:5\n"
                "  known issues         50 %  1 of 2 alerts with a runbook; the first that is not: "
                "deploy/rules.yml:4\n"
                "  findable             50 %  1 of 2 services, targets, recipes, workflows and variables that are "
                "mentioned; the first that is not: docker-compose.yml:5\n"
                "  one source           50 %  1 of 2 documents that point at values rather than repeat them; the "
                "first that is not: docs/a.md:3\n"
                "  kept up              60 %  3 of 5 questions answered, and entries of the component map with a "
                "source; the first that is not: docs/component-map.md:9\n"),
      std::string::npos)
      << page;
}

}  // namespace
}  // namespace fingerpost
