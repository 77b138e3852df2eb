#include "probes/postgres/extensions.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

std::vector<std::string> wanted(const std::string& path, std::string_view text) {
  std::vector<WantedExtension> found;
  read_extensions(path, text, found);
  std::vector<std::string> out;
  for (const WantedExtension& one : found) out.push_back(one.at.text() + " " + one.name);
  return out;
}

TEST(WantedExtensions, StandInSqlHoweverItIsWritten) {
  EXPECT_EQ(wanted("db/init.sql",
                   "-- CREATE EXTENSION hstore;\nCREATE EXTENSION pgcrypto;\n"
                   "create extension if not exists \"uuid-ossp\" with schema public;\n"
                   "CREATE EXTENSION IF NOT EXISTS vector\n;\nCREATE TABLE extension (a int);\n"
                   "  CREATE EXTENSION pgcrypto;\nCREATE EXTENSION\nCREATE EXTENSION IF NOT EXISTS\n"),
            (std::vector<std::string>{"db/init.sql:2 pgcrypto", "db/init.sql:3 uuid-ossp", "db/init.sql:4 vector"}));
}

TEST(WantedExtensions, StandInTheSchemaOfRails) {
  EXPECT_EQ(wanted("db/schema.rb", "  # enable_extension \"hstore\"\n  enable_extension \"plpgsql\"\n"),
            (std::vector<std::string>{"db/schema.rb:2 plpgsql"}));
}

}  // namespace
}  // namespace fingerpost
