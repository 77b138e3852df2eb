#include "probes/compose.h"

#include <gtest/gtest.h>

#include <map>

#include "probes/compose_file.h"

namespace fingerpost {
namespace {

std::vector<ComposeModel> models_of(const std::map<std::string, std::string>& files,
                                    const std::map<std::string, std::string>& variables = {}) {
  std::vector<std::string> paths;
  for (const auto& [path, text] : files) paths.push_back(path);
  return read_compose(
      paths,
      [&](const std::string& path) {
        const auto found = files.find(path);
        return found == files.end() ? std::string() : found->second;
      },
      [&](const std::string&, std::string_view name) -> const std::string* {
        const auto found = variables.find(std::string(name));
        return found == variables.end() ? nullptr : &found->second;
      });
}

TEST(Compose, MergesTheOverrideAndKeepsWhereEachPartIsWritten) {
  const auto models = models_of({{"docker-compose.yml", R"(services:
  db:
    image: postgres:16
    ports:
      - "127.0.0.1:5433:5432"
    environment:
      POSTGRES_USER: app
      POSTGRES_DB: shop
  api:
    build: .
    depends_on: [db]
)"},
                                 {"docker-compose.override.yml", R"(services:
  db:
    environment:
      - POSTGRES_DB=shop_dev
    ports:
      - "5434:5432"
)"}});
  ASSERT_EQ(models.size(), 1u);
  EXPECT_EQ(models[0].files, (std::vector<std::string>{"docker-compose.yml", "docker-compose.override.yml"}));
  const ComposeService* db = models[0].service("db");
  ASSERT_NE(db, nullptr);
  EXPECT_EQ(db->image.value, "postgres:16");
  ASSERT_EQ(db->ports.size(), 2u);
  EXPECT_EQ(db->ports[0].address, "127.0.0.1");
  EXPECT_EQ(db->ports[0].host, 5433);
  EXPECT_EQ(db->ports[0].container, 5432);
  EXPECT_EQ(db->ports[0].at.text(), "docker-compose.yml:5");
  EXPECT_EQ(db->ports[1].at.text(), "docker-compose.override.yml:6");
  EXPECT_EQ(db->variable("POSTGRES_DB")->value, "shop_dev");
  EXPECT_EQ(db->variable("POSTGRES_DB")->at.text(), "docker-compose.override.yml:4");
  EXPECT_EQ(db->variable("POSTGRES_USER")->value, "app");
  EXPECT_TRUE(models[0].service("api")->built);
  EXPECT_EQ(models[0].service("api")->depends_on[0].service, "db");
}

TEST(Compose, FillsVariablesInAndSaysWhichHaveNoValue) {
  const auto models = models_of({{"compose.yml", R"(services:
  cache:
    image: redis:${REDIS_TAG:-7}
    ports: ["${CACHE_PORT}:6379", "${OTHER:?set it}:80"]
)"}},
                                {{"CACHE_PORT", "6380"}});
  const ComposeService* cache = models.at(0).service("cache");
  EXPECT_EQ(cache->image.value, "redis:7");
  EXPECT_EQ(cache->ports[0].host, 6380);
  ASSERT_EQ(models[0].references.size(), 3u);
  EXPECT_EQ(models[0].references[0].sign, ":-");
  EXPECT_FALSE(models[0].references[0].has_value);
  EXPECT_TRUE(models[0].references[1].has_value);
  EXPECT_EQ(models[0].references[2].argument, "set it");
  EXPECT_EQ(models[0].references[2].at.line, 4);
}

TEST(Compose, FollowsAnchorsExtendsAndIncludes) {
  const auto models =
      models_of({{"compose.yml", R"(include:
  - infra/db.yml
x-common: &common
  image: shop/app:1
  environment: &env
    LOG_LEVEL: info
services:
  web:
    <<: *common
    ports: ["8080:80"]
    environment:
      <<: *env
      ROLE: web
  worker:
    extends: {file: infra/base.yml, service: job}
)"},
                 {"infra/db.yml", "services:\n  db: {image: 'postgres:16', ports: ['5433:5432']}\n"},
                 {"infra/base.yml", "services:\n  job:\n    image: shop/job:2\n    env_file: job.env\n"}});
  ASSERT_EQ(models.size(), 1u);
  const ComposeService* web = models[0].service("web");
  ASSERT_NE(web, nullptr);
  EXPECT_EQ(web->image.value, "shop/app:1");
  EXPECT_EQ(web->variable("LOG_LEVEL")->value, "info");
  EXPECT_EQ(web->variable("ROLE")->value, "web");
  ASSERT_NE(models[0].service("db"), nullptr);
  EXPECT_EQ(models[0].service("db")->ports[0].host, 5433);
  EXPECT_EQ(models[0].service("worker")->image.value, "shop/job:2");
  EXPECT_EQ(models[0].service("worker")->env_files[0].value, "infra/job.env");
}

TEST(Compose, TellsAVariantFromTheBase) {
  const auto models = models_of({{"compose.yml", "services:\n  api: {image: 'a:1', ports: ['80:80']}\n"},
                                 {"compose.prod.yml", "services:\n  api: {environment: {MODE: prod}}\n"}});
  ASSERT_EQ(models.size(), 2u);
  EXPECT_EQ(models[0].variant, "");
  EXPECT_EQ(models[1].variant, "prod");
  EXPECT_EQ(models[1].service("api")->image.value, "a:1")
      << "a variant that cannot stand alone is merged over the base";
}

TEST(Compose, ReadsEveryWayOfWritingAPort) {
  EXPECT_EQ(ports_of("8080")[0].container, 8080);
  EXPECT_EQ(ports_of("8080")[0].host, 0);
  const auto range = ports_of("9000-9002:9000-9002/udp");
  ASSERT_EQ(range.size(), 3u);
  EXPECT_EQ(range[2].host, 9002);
  EXPECT_EQ(range[2].protocol, "udp");
  EXPECT_EQ(ports_of("[::1]:6001:6001")[0].address, "::1");
  EXPECT_TRUE(ports_of("eighty:80").empty());
  EXPECT_TRUE(ports_of("99999:80").empty());
  const auto models = models_of({{"compose.yml", R"(services:
  a:
    ports:
      - target: 80
        published: "8080"
        host_ip: 127.0.0.1
        protocol: tcp
)"}});
  EXPECT_EQ(models.at(0).services[0].ports[0].host, 8080);
  EXPECT_EQ(models[0].services[0].ports[0].address, "127.0.0.1");
}

TEST(Compose, SurvivesAliasesOfAliases) {
  std::string text = "a0: &a0 {k: v}\n";
  for (int i = 1; i < 12; ++i) {
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + "\n";
    for (int j = 0; j < 10; ++j) text += "  <<: *a" + std::to_string(i - 1) + "\n";
  }
  text += "services:\n  x:\n    <<: *a11\n    image: a\n";
  EXPECT_EQ(models_of({{"compose.yml", text}}).at(0).services.size(), 1u);
}

}  // namespace
}  // namespace fingerpost
