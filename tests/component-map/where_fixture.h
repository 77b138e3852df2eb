// A small repository of a shop, indexed, and questions about it.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

#include "component-map/where.h"
#include "indexer/index.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {

class WhereTest : public testing::Test {
 protected:
  void SetUp() override {
    repository.write("docker-compose.yml",
                     "services:\n  api:\n    build: .\n    ports:\n      - \"8080:3000\"\n    environment:\n      "
                     "DATABASE_URL: ${DATABASE_URL}\n      LOG_LEVEL: info\n"
                     "  redis:\n    image: redis:7.2\n    command: redis-server --maxmemory-policy noeviction\n    "
                     "ports:\n      - \"6379:6379\"\n"
                     "  postgres:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: S3cretPlanted\n");
    repository.write("docker-compose.override.yml", "services:\n  redis:\n    image: redis:8-alpine\n");
    repository.write(
        ".env.example",
        "# Where the database is.\nDATABASE_URL=postgres://app:planted9x@localhost/app\nLOG_LEVEL=debug\n");
    repository.write("src/config.ts", "export const url = process.env.DATABASE_URL;\n");
    repository.write("docs/deploy.md",
                     "# Deployment\n\n## Deploy to staging\n\n1. Push to main\n2. Run `make deploy`\n\n## Rotate "
                     "secrets\n\nEvery quarter.\n");
    repository.write("docs/protected.md", "# Rules\n\n## Do not modify\n\n- `docker-compose.yml`\n");
    repository.write("references/component-map.md",
                     "# Components\n\n### Session cache\n\n**Definitive Source**: `docker-compose.yml` → `services` → "
                     "`redis`\n\n**What's There**: the memory of logged-in users\n");
    auto opened = Root::open(repository.tree());
    ASSERT_TRUE(opened);
    root.emplace(std::move(*opened));
    auto made = Map::open(repository.map_file(), repository.tree(), true);
    ASSERT_TRUE(made);
    map.emplace(std::move(*made));
    ASSERT_TRUE(update_map(*root, *map, {}));
    where.emplace(*root, *map, mend);
  }

  WhereReply ask(std::string_view query, WhereOptions options = {}) {
    auto reply = where->ask(query, options);
    EXPECT_TRUE(reply) << reply.error().text();
    return reply ? *reply : WhereReply{};
  }
  // Of one that was never asked anything.
  WhereReply ask_anew(std::string_view query) {
    auto reply = Where(*root, *map, mend).ask(query, {});
    EXPECT_TRUE(reply) << reply.error().text();
    return reply ? *reply : WhereReply{};
  }

  TemporaryRepository repository;
  std::optional<Root> root;
  std::optional<Map> map;
  Where::Mend mend = [this](const auto& paths) { return update_sources(*root, *map, paths, {}); };
  std::optional<Where> where;
};

}  // namespace fingerpost
