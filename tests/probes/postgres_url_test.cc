#include <gtest/gtest.h>

#include "probes/postgres/target.h"
#include "tests/support/probing.h"
#include "tests/support/surrounded.h"

namespace fingerpost {
namespace {

// What is said of a URL before anything is connected to.
Outcome said_of(const std::string& url) {
  const Surrounded repository({{".env", "DATABASE_URL=" + url + "\n"}});
  const Surroundings around = repository.around();
  Outcome out;
  const auto planned = probe_named("postgres")->aim("DATABASE_URL", around);
  if (planned) check_postgres_url(postgres_target_of(*planned, around), *planned, out);
  return out;
}

TEST(PostgresUrl, OfAPoolerSaysWhatNeedsTheServerItself) {
  const Outcome pooled = said_of("postgresql://app.shop:pw@pooler.example.com:6543/app?pgbouncer=true");
  EXPECT_EQ(words_of(pooled, "url"), "pass: well formed, sslmode prefer");
  ASSERT_EQ(pooled.notes.size(), 2u);
  EXPECT_EQ(pooled.notes[0], "parameter of the URL that is not used here: pgbouncer");
  EXPECT_EQ(pooled.notes[1].substr(0, 33), "port 6543 is usually a pooler's: ");
  EXPECT_TRUE(said_of("postgresql://app:pw@db.example.com:5432/app").notes.empty());
}

TEST(PostgresUrl, NamesCharactersThatDriversReadInTwoWays) {
  EXPECT_EQ(check_of(said_of("postgresql://app:p#ss@db.example.com:5432/app"), "url").status, Status::warn);
}

}  // namespace
}  // namespace fingerpost
