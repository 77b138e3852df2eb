#include "probes/postgres/migration_files.h"

#include <gtest/gtest.h>

#include <map>

namespace fingerpost {
namespace {

using Texts = std::vector<std::string>;

std::vector<MigrationFile> files_of(MigrationTool tool, const Texts& paths,
                                    const std::map<std::string, std::string>& texts = {}) {
  return migration_files(tool, paths, [&](const std::string& path) {
    const auto found = texts.find(path);
    return found == texts.end() ? std::string() : found->second;
  });
}

Texts names_of(const std::vector<MigrationFile>& files) {
  Texts out;
  for (const MigrationFile& one : files) out.push_back(one.name);
  return out;
}

TEST(MigrationFiles, AreNamedAsTheirToolKeepsThem) {
  EXPECT_EQ(names_of(files_of(MigrationTool::prisma, {"prisma/schema.prisma", "prisma/migrations/migration_lock.toml",
                                                      "prisma/migrations/20240201_orders/migration.sql",
                                                      "prisma/migrations/20240101_init/migration.sql"})),
            Texts({"20240101_init", "20240201_orders"}));
  EXPECT_EQ(names_of(files_of(MigrationTool::flyway,
                              {"db/migration/V1__init.sql", "db/migration/R__views.sql", "db/V.sql", "docs/V1.sql"})),
            Texts({"V1__init.sql"}));
  EXPECT_EQ(names_of(files_of(MigrationTool::knex, {"migrations/20240101_init.js", "migrations/README.md",
                                                    "src/20240101_init.js", "migrations/helpers.js"})),
            Texts({"20240101_init"}));
  EXPECT_EQ(names_of(files_of(MigrationTool::versions, {"migrations/000010_b.up.sql", "migrations/000010_b.down.sql",
                                                        "migrations/000009_a.up.sql", "db/schema.rb"})),
            Texts({"9", "10"}));
  EXPECT_EQ(names_of(files_of(MigrationTool::versions, {"db/migrate/20240101120000_init.rb"})),
            Texts({"20240101120000"}));
  EXPECT_EQ(names_of(files_of(MigrationTool::django,
                              {"shop/migrations/0001_initial.py", "shop/migrations/__init__.py", "shop/models.py"})),
            Texts({"shop.0001_initial"}));
  EXPECT_EQ(names_of(files_of(MigrationTool::entity_framework, {"Data/Migrations/20240101000000_Init.cs",
                                                                "Data/Migrations/20240101000000_Init.Designer.cs",
                                                                "Data/Migrations/ShopModelSnapshot.cs"})),
            Texts({"20240101000000_Init"}));
}

TEST(MigrationFiles, OfAlembicAreTheRevisionsThatNoneBuildsOn) {
  const Texts paths = {"alembic/env.py", "alembic/versions/a_init.py", "alembic/versions/b_orders.py"};
  EXPECT_EQ(names_of(files_of(MigrationTool::alembic, paths,
                              {{paths[1], "\"\"\"init\"\"\"\nrevision = 'aa11'\ndown_revision = None\n"},
                               {paths[2], "revision: str = \"bb22\"\ndown_revision: Union[str, None] = \"aa11\"\n"}})),
            Texts({"bb22"}));
}

TEST(Migrations, ThatWereNotRunArePending) {
  const auto files = files_of(MigrationTool::prisma, {"prisma/migrations/20240101_init/migration.sql",
                                                      "prisma/migrations/20240201_orders/migration.sql"});
  const MigrationState some = compare_migrations(files, {"20240101_init"}, false);
  EXPECT_TRUE(some.told);
  EXPECT_EQ(names_of(some.pending), Texts({"20240201_orders"}));
  EXPECT_EQ(some.pending[0].path, "prisma/migrations/20240201_orders/migration.sql");
  EXPECT_TRUE(
      compare_migrations(files, {"20240101_init", "20240201_orders", "of_another_branch"}, false).pending.empty());
  EXPECT_EQ(compare_migrations(files, {}, false).pending.size(), 2u);
}

TEST(Migrations, OfAnotherDatabaseDoNotCount) {
  const auto files = files_of(MigrationTool::versions, {"shop/migrations/1_a.up.sql", "shop/migrations/2_b.up.sql",
                                                        "billing/migrations/7_x.up.sql"});
  const MigrationState shop = compare_migrations(files, {"1"}, false);
  EXPECT_EQ(names_of(shop.pending), Texts({"2"}));
  EXPECT_EQ(shop.known, 2u);
  EXPECT_FALSE(compare_migrations(files, {"99"}, false).told) << "it belongs to neither";
}

TEST(Migrations, BeforeTheLastOneWereRunWhereOnlyThatIsKept) {
  const auto files = files_of(MigrationTool::versions, {"migrations/000009_a.up.sql", "migrations/000010_b.up.sql",
                                                        "migrations/000011_c.up.sql"});
  EXPECT_EQ(names_of(compare_migrations(files, {"10"}, true).pending), Texts({"11"}));
}

}  // namespace
}  // namespace fingerpost
