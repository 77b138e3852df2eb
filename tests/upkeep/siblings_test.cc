#include "upkeep/check/siblings.h"

#include <gtest/gtest.h>

#include "tests/support/checked_repository.h"

namespace fingerpost {
namespace {

class SiblingsTest : public ::testing::Test {
 protected:
  SiblingsTest() {
    repository_.write("docker-compose.yml",
                      "services:\n  api:\n    build: services/api\n  web:\n    build: services/web\n  shop-db:\n"
                      "    image: postgres:16\n  worker:\n    build: services/worker\n");
    repository_.write("Makefile",
                      "logs-api:\n\tdocker compose logs api\nlogs-web:\n\tdocker compose logs web\nlogs-shop-db:\n"
                      "\tdocker compose logs shop-db\nlogs-worker:\n\tdocker compose logs worker\n");
    repository_.write("scripts/preflight.sh", "check_port api 3000\ncheck_port web 8080\ncheck_port shop-db 5432\n");
    repository_.write(".env.example", "API_PORT=3000\nWEB_PORT=8080\nSHOP_DB_PORT=5432\nWORKER_PORT=9000\n");
    for (const std::string name : {"api", "web", "shop-db"})
      repository_.write("docs/services/" + name + ".md", "# A page\n");
    repository_.write("CHANGELOG.md", "# Changes\n\napi, web and shop-db start faster.\n");
    repository_.index();
  }
  Result<Siblings> of(std::string_view name) {
    Evidence evidence(repository_.root(), repository_.map());
    return siblings_of(evidence, name);
  }
  Checked repository_;
};

TEST_F(SiblingsTest, NamesThePlacesThatAServiceLacks) {
  const auto worker = of("worker");
  ASSERT_TRUE(worker) << worker.error().text();
  EXPECT_EQ(siblings_page(*worker),
            "worker: in 4 of 6 places that most of the 4 services here have\n"
            "  missing  docs/services/*.md  has api, shop-db, web\n"
            "  missing  scripts/preflight.sh:3  has api, shop-db, web\n"
            "  there    .env.example:4  '*-port'\n"
            "  there    Makefile:8\n"
            "  there    Makefile:7  'logs-*'\n"
            "  there    docker-compose.yml:8\n");
}

TEST_F(SiblingsTest, SaysThatNothingIsMissing) {
  const auto database = of("SHOP_DB");
  ASSERT_TRUE(database);
  EXPECT_EQ(database->name, "shop-db");
  EXPECT_TRUE(siblings_page(*database).starts_with("shop-db: in 4 of 4 places")) << siblings_page(*database);
}

TEST_F(SiblingsTest, NamesTheNearestOfAServiceThatThereIsNot) {
  const auto none = of("wroker");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Code::not_found);
  EXPECT_EQ(none.error().text(), "no compose file and no manifest has a service 'wroker' ('worker'?)");
}

}  // namespace
}  // namespace fingerpost
