#include "component-map/owners.h"

#include <gtest/gtest.h>

#include "component-map/where.h"
#include "indexer/codeowners.h"
#include "tests/support/indexed_repository.h"

namespace fingerpost {
namespace {

class OwnersTest : public testing::Test {
 protected:
  void SetUp() override {
    repository.write(".github/CODEOWNERS",
                     "# Who reviews what\n"
                     "*             @acme/core\n"
                     "/frontend/    @acme/web\n"
                     "*.sql         @acme/dba   # do not modify without asking\n"
                     "/docs/*       writer@example.org\n"
                     "/server/      @acme/backend\n"
                     "/server/generated/\n");
    repository.write("frontend/app.ts", "export function renderInvoice() { return 1; }\n");
    repository.write("server/billing/invoice.py", "def total_of_invoice(lines):\n    return sum(lines)\n");
    repository.write("server/generated/api.py", "VERSION = 3\n");
    repository.write("server/migrations/001.sql", "create table invoices (id int);\n");
    repository.write("docs/guide/start.md", "# Start here\n\nRun it.\n");
    repository.write("docs/index.md", "# Documentation\n\nRead it.\n");
    repository.index();
  }
  WhereReply ask(std::string_view query, WhereOptions options = {}) { return repository.ask(query, options); }
  static std::string place_of(const WhereAnswer& answer) {
    return answer.path + ":" + std::to_string(answer.line_start);
  }

  IndexedRepository repository;
};

TEST_F(OwnersTest, ThePatternThatNamesTheSubjectAnswers) {
  const WhereReply reply = ask("who owns the frontend?");
  ASSERT_TRUE(reply.known);
  EXPECT_EQ(place_of(reply.answers[0]), ".github/CODEOWNERS:3");
  EXPECT_EQ(reply.answers[0].excerpt, "/frontend/    @acme/web");
}

TEST_F(OwnersTest, TheLastRuleThatCoversAPathWins) {
  EXPECT_EQ(place_of(ask("who owns server/billing/invoice.py").answers[0]), ".github/CODEOWNERS:6");
  EXPECT_EQ(place_of(ask("who reviews server/migrations/001.sql").answers[0]), ".github/CODEOWNERS:6");
  EXPECT_EQ(place_of(ask("owner of docs/index.md").answers[0]), ".github/CODEOWNERS:5");
}

TEST_F(OwnersTest, OneStarDoesNotReachIntoDirectories) {
  EXPECT_EQ(place_of(ask("who owns docs/guide/start.md").answers[0]), ".github/CODEOWNERS:2");
}

TEST_F(OwnersTest, ADirectoryOrASymbolLeadsToTheRuleAboveIt) {
  EXPECT_EQ(place_of(ask("who maintains billing").answers[0]), ".github/CODEOWNERS:6");
  const WhereReply reply = ask("who owns total_of_invoice");
  ASSERT_TRUE(reply.known);
  EXPECT_EQ(place_of(reply.answers[0]), ".github/CODEOWNERS:6");
  ASSERT_GT(reply.answers.size(), 1u);
  EXPECT_EQ(reply.answers[1].note, "owner: @acme/backend (.github/CODEOWNERS:6)");
}

TEST_F(OwnersTest, OwnersAreSaidOnlyWhenTheyAreAskedFor) {
  for (const WhereAnswer& answer : ask("where is total_of_invoice defined").answers) EXPECT_EQ(answer.note, "");
  WhereOptions options;
  options.kind = "owner";
  const WhereReply reply = ask("server/billing/invoice.py", options);
  ASSERT_EQ(reply.answers.size(), 1u);
  EXPECT_EQ(place_of(reply.answers[0]), ".github/CODEOWNERS:6");
}

TEST_F(OwnersTest, AllRulesAreListedWhenNothingIsNamed) {
  EXPECT_EQ(ask("list the code owners").answers.size(), 6u);
}

TEST_F(OwnersTest, ACommentOfARuleProtectsWhatItCovers) {
  for (const WhereAnswer& answer : ask("create table invoices").answers)
    EXPECT_EQ(answer.is_protected, answer.path == "server/migrations/001.sql") << answer.path;
}

TEST_F(OwnersTest, WhatNoRuleCoversIsNotKnown) {
  repository.write(".github/CODEOWNERS", "/frontend/ @acme/web\n");
  repository.index();
  const WhereReply reply = ask("who owns server/billing/invoice.py");
  EXPECT_FALSE(reply.known);
  EXPECT_EQ(reply.gap, "no rule of CODEOWNERS covers server/billing/invoice.py");
}

TEST_F(OwnersTest, ARuleThatMovedIsReadWhereItIsNow) {
  repository.write(".github/CODEOWNERS", "# new\n# lines\n\n/frontend/ @acme/other\n");
  const WhereReply reply = ask("who owns the frontend");
  ASSERT_TRUE(reply.known);
  EXPECT_EQ(place_of(reply.answers[0]), ".github/CODEOWNERS:4");
  EXPECT_EQ(reply.answers[0].excerpt, "/frontend/ @acme/other");
}

TEST(OwnersOfGitLab, EverySectionHasItsSayAndItsDefault) {
  IndexedRepository repository;
  repository.write(
      "CODEOWNERS",
      "* @core\n\n[Database] @dba\n/model/\n/model/cache/ @cache\n\n[Security][2] @sec\n*.py\n[database]\n");
  repository.write("model/user.py", "class User:\n    pass\n");
  repository.index();
  const WhereReply reply = repository.ask("who owns model/user.py", {});
  ASSERT_TRUE(reply.known);
  ASSERT_GE(reply.answers.size(), 3u);
  EXPECT_EQ(reply.answers[0].line_start, 1);
  EXPECT_EQ(reply.answers[1].line_start, 4);
  EXPECT_EQ(reply.answers[1].note, "owner: @dba, by the section's line 3");
  EXPECT_EQ(reply.answers[2].line_start, 8);
}

TEST(OwnerPatterns, FollowTheForges) {
  EXPECT_TRUE(owner_pattern_covers("*", "a/b/c.txt"));
  EXPECT_TRUE(owner_pattern_covers("*.js", "a/b.js"));
  EXPECT_TRUE(owner_pattern_covers("apps/", "x/apps/b.js"));
  EXPECT_TRUE(owner_pattern_covers("/apps/", "apps/deep/b.js"));
  EXPECT_FALSE(owner_pattern_covers("/apps/", "x/apps/b.js"));
  EXPECT_TRUE(owner_pattern_covers("**/logs", "deep/logs/a.log"));
  EXPECT_FALSE(owner_pattern_covers("docs/*", "docs/a/b.md"));
  EXPECT_TRUE(owner_pattern_covers("my\\ file.md", "my file.md"));
  EXPECT_FALSE(owner_pattern_covers("!docs", "docs"));
  EXPECT_FALSE(owner_pattern_covers("", "docs"));
}

}  // namespace
}  // namespace fingerpost
