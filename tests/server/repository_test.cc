#include "server/repository.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

class RepositoryState : public ::testing::Test {
 protected:
  void use(const std::string& cache, const std::string& state) const {
    ::setenv("XDG_CACHE_HOME", files_.map_file(cache).c_str(), 1);
    ::setenv("XDG_STATE_HOME", files_.map_file(state).c_str(), 1);
  }
  std::unique_ptr<Repository> open() const {
    RepositoryOptions options;
    options.directory = files_.tree();
    auto repository = Repository::open(options);
    EXPECT_TRUE(repository) << repository.error().text();
    return std::move(*repository);
  }
  // What versions before this one named the journal.
  std::string old_journal(const std::string& state) const {
    const auto map = std::filesystem::path(default_map_file(files_.tree())).filename();
    return (std::filesystem::path(files_.map_file(state)) / "fingerpost" / map).string();
  }

  TemporaryRepository files_;
};

TEST_F(RepositoryState, TakesOverTheJournalThatHadTheNameOfTheMap) {
  use("cache", "state");
  std::filesystem::create_directories(std::filesystem::path(old_journal("state")).parent_path());
  { Journal(old_journal("state")).keep_gap("where is the invoice printer", "nothing", "", "editor"); }

  auto gaps = open()->gaps();
  ASSERT_TRUE(gaps) << gaps.error().text();
  ASSERT_EQ(gaps->size(), 1u);
  EXPECT_EQ(gaps->front().question, "where is the invoice printer");
  EXPECT_FALSE(std::filesystem::exists(old_journal("state")));
}

TEST_F(RepositoryState, LeavesTheMapAloneWhereMapsAndJournalsShareADirectory) {
  use("one", "one");
  { open(); }
  ASSERT_TRUE(std::filesystem::exists(old_journal("one"))) << "the map";
  auto gaps = open()->gaps();
  ASSERT_TRUE(gaps) << gaps.error().text();
  EXPECT_TRUE(gaps->empty());
  EXPECT_TRUE(std::filesystem::exists(old_journal("one"))) << "the map";
}

TEST_F(RepositoryState, AQuestionForEntriesWaitsUntilDocumentsAreNoted) {
  use("cache", "state");
  for (int i = 0; i < 100; ++i)
    files_.write("docs/" + std::to_string(i) + ".md",
                 "# Troubleshooting\n\n## Login fails with error " + std::to_string(i) +
                     "\n\n**Cause**: the session expired.\n\n**Fix**: log in again.\n");
  const auto repository = open();
  repository->index_in_background();
  const Readiness ready = repository->readiness(std::chrono::minutes(1), {.entries = true});
  EXPECT_TRUE(ready.documents);
  EXPECT_TRUE(ready.entries);
  const auto asked = open();
  asked->index_in_background();
  auto issues = asked->known_issues("", "");
  ASSERT_TRUE(issues) << issues.error().text();
  EXPECT_EQ(issues->size(), 100u);
  EXPECT_FALSE(asked->lacks_entries());
}

TEST(ReadinessOf, EntriesAreNeededAndCodeIsWaitedForAWhile) {
  Readiness ready;
  EXPECT_FALSE(ready.allows({}));
  ready.documents = true;
  EXPECT_TRUE(ready.suffices({}));
  EXPECT_FALSE(ready.allows({.entries = true}));
  EXPECT_TRUE(ready.allows({.code = true}));
  EXPECT_FALSE(ready.suffices({.code = true}));
  ready.settled = true;
  EXPECT_TRUE(ready.suffices({.code = true}));
  EXPECT_FALSE(ready.suffices({.entries = true, .code = true}));
  ready.entries = true;
  EXPECT_TRUE(ready.suffices({.entries = true, .code = true}));
}

}  // namespace
}  // namespace fingerpost
