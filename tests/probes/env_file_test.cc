#include "probes/env_file.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

TEST(EnvFile, GivesValuesAsMostReadersTakeThem) {
  const EnvFile file = read_env_file(".env", R"(# database
DATABASE_URL="postgres://app:s3cret@localhost:5433/shop"
export PORT = 4000   # of the API
GREETING='hello # world'
MULTI="first
second\tthird"
EMPTY=
not a line
PORT=4001
)");
  ASSERT_EQ(file.entries.size(), 6u);
  EXPECT_EQ(file.find("DATABASE_URL")->value, "postgres://app:s3cret@localhost:5433/shop");
  EXPECT_EQ(file.find("DATABASE_URL")->line, 2);
  EXPECT_EQ(file.find("GREETING")->value, "hello # world");
  EXPECT_EQ(file.find("MULTI")->value, "first\nsecond\tthird");
  EXPECT_EQ(file.find("MULTI")->line_end, 6);
  EXPECT_EQ(file.find("EMPTY")->value, "");
  EXPECT_EQ(file.find("PORT")->value, "4001") << "the last one counts";
  EXPECT_EQ(file.find("PORT")->line, 9);
  EXPECT_EQ(file.entries[1].value, "4000");
  EXPECT_TRUE(file.entries[1].exported);
  EXPECT_EQ(file.find("NOWHERE"), nullptr);
}

TEST(EnvFile, IsOfTheEnvironmentThatItsNameSays) {
  EXPECT_EQ(read_env_file(".env", "").environment, "");
  EXPECT_EQ(read_env_file("api/.env.local", "").environment, "");
  EXPECT_EQ(read_env_file(".env.staging.local", "").environment, "staging");
  EXPECT_EQ(read_env_file("deploy/prod.env", "").environment, "prod");
  EXPECT_TRUE(read_env_file(".env.example", "").example);
}

TEST(EnvFile, TakesAnApostropheThatIsNeverClosedAsText) {
  const EnvFile file = read_env_file(".env", "\xef\xbb\xbfNAME='s Hertogenbosch\nNEXT=1\n");
  EXPECT_EQ(file.find("NAME")->value, "'s Hertogenbosch");
  EXPECT_EQ(file.find("NEXT")->value, "1");
}

}  // namespace
}  // namespace fingerpost
