#include <gtest/gtest.h>

#include "tests/support/checked_repository.h"
#include "upkeep/check/ages.h"
#include "upkeep/check/health.h"

namespace fingerpost {
namespace {

// A document of 2023 about code that went on.
class Aged : public ::testing::Test, public Checked {
 protected:
  Aged() {
    write("src/orders.ts", "export const a = 1;\n");
    write("src/carts.ts", "export const b = 1;\n");
    write("docs/orders.md",
          "# Orders\n\nLast reviewed: 2023-01-05\n\nSee `src/orders.ts` and [carts](../src/carts.ts).\n");
    write("docs/other.md", "# Other\n\nNothing but words.\n");
    git({"init", "-q"});
    commit("2023-01-02T10:00:00Z");
    write("src/orders.ts", "export const a = 2;\n");
    commit("2024-01-02T10:00:00Z");
    write("src/orders.ts", "export const a = 3;\n");
    write("src/carts.ts", "export const b = 3;\n");
    commit("2024-02-03T10:00:00Z");
  }
  void commit(const std::string& date) {
    git({"add", "-A"});
    git({"commit", "-qm", "change"}, date);
  }
};

TEST_F(Aged, FilesKnowWhenTheyWereChangedAndHowOftenSince) {
  index();
  const Ages ages(root());
  EXPECT_EQ(ages.touched("docs/orders.md"), 1672653600);
  EXPECT_EQ(ages.touched("src/orders.ts"), 1706954400);
  EXPECT_EQ(ages.touched("src/none.ts"), std::nullopt);
  EXPECT_EQ(ages.changes_since("src/orders.ts", 1672653600), 2);
  EXPECT_EQ(ages.changes_since("src/orders.ts", 1706954400), 0);
}

TEST_F(Aged, ChangesByTheHundredSayNothingAboutOneFile) {
  for (int i = 0; i < 250; ++i) write("src/made/" + std::to_string(i) + ".ts", "x\n");
  write("src/orders.ts", "// licence\nexport const a = 3;\n");
  commit("2024-05-01T10:00:00Z");
  index();
  EXPECT_EQ(Ages(root()).changes_since("src/orders.ts", 1672653600), 2);
}

TEST_F(Aged, ADateOfReviewIsHeldAgainstWhatTheDocumentPointsAt) {
  EXPECT_EQ(
      findings(CheckLevel::info, {"stale-date"}),
      "docs/orders.md:3:16 stale-date: the date says 2023-01-05, and what it points at was changed since (3 times, "
      "most in src/orders.ts)\n");
  write("docs/orders.md",
        "# Orders\n\nLast reviewed: 5 January 2023\n\nSee `src/orders.ts` and [carts](../src/carts.ts), always.\n");
  commit("2024-03-01T10:00:00Z");
  EXPECT_EQ(findings(CheckLevel::info, {"stale-date"}),
            "docs/orders.md:3:16 stale-date: the date says 5 January 2023, and the document last changed on "
            "2024-03-01\n");
  write("docs/orders.md", "---\nlast_reviewed: 2024-02-20\n---\n\n# Orders\n\nSee `src/orders.ts`.\n");
  commit("2024-03-02T10:00:00Z");
  EXPECT_EQ(findings(CheckLevel::info, {"stale-date"}), "");
}

TEST_F(Aged, TheHealthPageSaysWhichDocumentsAreBehindTheirFiles) {
  index();
  auto health = health_of(root(), map());
  ASSERT_TRUE(health);
  EXPECT_EQ(health->dated, 2u);
  const std::string page = health_page(*health);
  EXPECT_NE(page.find("  last changed        half of the documents before 2023-01-02; the oldest, docs/orders.md, on "
                      "2023-01-02\n"
                      "  behind              1 documents are older than files that they point at\n"
                      "    docs/orders.md, of 2023-01-02: 3 changes since, most in src/orders.ts\n"),
            std::string::npos)
      << page;
}

TEST(ReviewDue, IsFoundWhereTheDateThatADocumentSetIsPast) {
  Checked repository;
  repository.write("docs/a.md", "---\nnext_review: 2021-03-01\n---\n\n# A\n");
  repository.write("docs/b.md",
                   "# B\n\n**Owner**: ops\n**Next review:** Q3 2021\n\n| Review by | March 4th, 2021 |\n|---|---|\n");
  repository.write("docs/c.md",
                   "# C\n\nNext review: 2190-01-01\n\n- [x] Review by: 2021-01-01\n\nThe next review showed in May "
                   "2021 that all is well.\n\n```yaml\nreview_by: 2021-01-01\n```\n\nPreview by 2021-01-01\n");
  repository.write("docs/proposals/d.md", "# D\n\nReview by: 2021-01-01\n");
  EXPECT_EQ(repository.findings(),
            "docs/a.md:2:14 review-due: the review of 2021-03-01 is due; review it and set the next date\n"
            "docs/b.md:4:18 review-due: the review of Q3 2021 is due; review it and set the next date\n"
            "docs/b.md:6:15 review-due: the review of March 4th, 2021 is due; review it and set the next date\n");
}

TEST(ReviewDue, TakesTheDateOfAReviewThatWasDoneForNone) {
  Checked repository;
  repository.write("docs/a.md", "# Security review\n\n| Review date | 2021-05-17 |\n|---|---|\n");
  repository.write("docs/b.md", "# Runbook\n\nReview date: 2022-05-17\n");
  repository.git({"init", "-q"});
  repository.git({"add", "-A"});
  repository.git({"commit", "-qm", "one"}, "2021-06-01T10:00:00Z");
  EXPECT_EQ(repository.findings(),
            "docs/b.md:3:14 review-due: the review of 2022-05-17 is due; review it and set the next date\n");
}

}  // namespace
}  // namespace fingerpost
