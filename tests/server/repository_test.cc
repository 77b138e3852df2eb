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

}  // namespace
}  // namespace fingerpost
