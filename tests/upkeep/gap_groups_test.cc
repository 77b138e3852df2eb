#include "upkeep/gaps/gap_groups.h"

#include <gtest/gtest.h>

#include "base/day.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

TEST(Gaps, ThatMeanTheSameAreOneGroup) {
  TemporaryRepository files;
  Journal journal(files.map_file("journal.db"));
  const auto first = journal.keep_gap("where is the invoice printer", "nothing", "docs/a.md:3  Printing\n", "editor");
  journal.keep_gap("Where are invoice printers?", "nothing", "docs/b.md:9  Printers\n", "terminal");
  journal.keep_gap("where is the invoice printer", "nothing", "", "editor");
  const auto other = journal.keep_gap("rotate the signing key", "nothing", "", "");
  EXPECT_NE(first, other);
  auto gaps = journal.gaps();
  ASSERT_TRUE(gaps);
  const auto groups = group_gaps(*gaps);
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].question, "where is the invoice printer");
  EXPECT_EQ(groups[0].times, 3);
  EXPECT_EQ(groups[0].id, first);
  EXPECT_EQ(groups[0].wordings, std::vector<std::string>{"Where are invoice printers?"});
  EXPECT_EQ(groups[0].clients, (std::vector<std::string>{"editor", "terminal"}));
  EXPECT_EQ(groups[1].question, "rotate the signing key");
  for (const char* name : {"g1", "1", "printers for invoices"}) {
    const GapGroup* group = group_named(groups, name);
    ASSERT_NE(group, nullptr) << name;
    EXPECT_EQ(group->id, first) << name;
  }
  EXPECT_EQ(group_named(groups, "g99"), nullptr);
}

TEST(Gaps, OpenAgainWhenAskedAgainButForIgnoredOnes) {
  TemporaryRepository files;
  const std::string file = files.map_file("journal.db");
  std::int64_t closed = 0;
  std::int64_t ignored = 0;
  {
    Journal journal(file);
    closed = journal.keep_gap("where is the printer", "nothing", "", "");
    ignored = journal.keep_gap("what is the weather", "nothing", "", "");
    ASSERT_TRUE(journal.set_gap(closed, Gap::State::closed, "docs/a.md:3"));
    ASSERT_TRUE(journal.set_gap(ignored, Gap::State::ignored, ""));
    EXPECT_FALSE(journal.set_gap(77, Gap::State::closed, ""));
  }
  Journal journal(file);  // another run of the program
  journal.keep_gap("where is the printer", "nothing", "", "");
  journal.keep_gap("what is the weather", "nothing", "", "");
  auto gaps = journal.gaps();
  ASSERT_TRUE(gaps);
  for (const Gap& gap : *gaps) EXPECT_EQ(gap.state, gap.id == closed ? Gap::State::open : Gap::State::ignored);
}

TEST(Gaps, KeepNoSecretsAndFillATable) {
  TemporaryRepository files;
  Journal journal(files.map_file("journal.db"));
  journal.keep_gap("login with password=Tr0ub4dor&3xyz9 | fails", "nothing", "docs/a.md:3  Login | in\n", "a|b");
  auto gaps = journal.gaps();
  ASSERT_TRUE(gaps);
  const std::string table = gap_table(group_gaps(*gaps));
  EXPECT_EQ(table.find("Tr0ub4dor"), std::string::npos) << table;
  EXPECT_NE(table.find("\\| fails | 1 |"), std::string::npos) << table;
  EXPECT_NE(table.find("a\\|b |\n"), std::string::npos) << table;
}

TEST(Gaps, OfTheFirstVersionAreTakenOver) {
  TemporaryRepository files;
  const std::string file = files.map_file("journal.db");
  {
    auto db = Database::open(file, true);
    ASSERT_TRUE(db);
    ASSERT_TRUE(
        db->run("CREATE TABLE gap(question TEXT PRIMARY KEY, reason TEXT NOT NULL, times INTEGER NOT NULL, last_asked "
                "INTEGER NOT NULL) STRICT; INSERT INTO gap VALUES('where is the printer', 'nothing', 4, 1700000000);"));
  }
  Journal journal(file);
  auto gaps = journal.gaps();
  ASSERT_TRUE(gaps) << gaps.error().text();
  ASSERT_EQ(gaps->size(), 1u);
  EXPECT_EQ(gaps->front().times, 4);
  EXPECT_EQ(day_of(gaps->front().first_asked), "2023-11-14");
}

}  // namespace
}  // namespace fingerpost
