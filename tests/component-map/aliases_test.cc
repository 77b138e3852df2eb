#include "component-map/aliases.h"

#include <gtest/gtest.h>

#include "component-map/overview.h"
#include "tests/support/indexed_repository.h"

namespace fingerpost {
namespace {

TEST(AliasesOfTheTeam, LeadToWhatTheRepositoryCallsIt) {
  IndexedRepository repository;
  repository.write(
      "compose.yml",
      "services:\n  pgbouncer:\n    image: edoburu/pgbouncer:1.23\n  stage-host:\n    image: acme/host:9\n");
  repository.write("docs/doors.md", "# Doors\n\nSecurity at the entrance of the office.\n");
  repository.index();
  EXPECT_FALSE(repository.ask("doorman image").known);
  repository.write(".fingerpost.toml",
                   "name = \"Acme shop\"\n[aliases]\nDoorman = \"pgbouncer\"\n\"big box\" = \"stage-host\"\n");
  repository.index();
  const WhereReply one = repository.ask("doorman image");
  ASSERT_TRUE(one.known);
  EXPECT_EQ(one.answers[0].path, "compose.yml");
  EXPECT_EQ(one.answers[0].line_start, 3);
  const WhereReply two = repository.ask("which image does the big box use");
  ASSERT_FALSE(two.answers.empty());
  EXPECT_EQ(two.answers[0].path, "compose.yml");
  EXPECT_EQ(two.answers[0].line_start, 5);
  auto overview = overview_of(repository.root(), repository.map());
  ASSERT_TRUE(overview);
  EXPECT_EQ(overview->name, "Acme shop");
}

}  // namespace
}  // namespace fingerpost
