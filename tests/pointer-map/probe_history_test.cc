#include "pointer-map/probe_history.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

ProbeState state(const char* probe, const char* word) {
  ProbeState out;
  out.probe = probe;
  out.target = "localhost:5433";
  out.state = word;
  out.path = ".env";
  out.line = 3;
  return out;
}

TEST(ProbeHistory, KnowsSinceWhenATargetIsAsItIs) {
  const TemporaryRepository repository;
  ProbeHistory history(repository.map_file("journal.db"));
  ASSERT_TRUE(history.keep({state("tcp", "pass")}, 1000));
  ASSERT_TRUE(history.keep({state("tcp", "fail")}, 2000));
  ASSERT_TRUE(history.keep({state("tcp", "fail"), state("ports", "pass")}, 3000));
  const auto states = history.states(3001);
  ASSERT_TRUE(states);
  ASSERT_EQ(states->size(), 2u);
  EXPECT_EQ((*states)[0].probe, "tcp") << "what does not pass comes first";
  EXPECT_EQ((*states)[0].state, "fail");
  EXPECT_EQ((*states)[0].since, 2000);
  EXPECT_EQ((*states)[0].last, 3000);
  EXPECT_EQ((*states)[0].times, 3);
  EXPECT_FALSE((*states)[0].flapping);
  EXPECT_EQ((*states)[1].since, 3000);
}

TEST(ProbeHistory, SeesATargetThatGoesUpAndDown) {
  const TemporaryRepository repository;
  ProbeHistory history(repository.map_file("journal.db"));
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(history.keep({state("tcp", i % 2 == 0 ? "pass" : "fail")}, 1000 + i));
  EXPECT_TRUE(history.states(2000)->at(0).flapping);
  for (int i = 0; i < 12; ++i) ASSERT_TRUE(history.keep({state("tcp", "pass")}, 1100 + i));
  EXPECT_FALSE(history.states(2000)->at(0).flapping) << "it is steady by now";
}

TEST(ProbeHistory, ForgetsWhatWasNotLookedAtForAMonthAndMakesNoFileForNothing) {
  const TemporaryRepository repository;
  ProbeHistory history(repository.map_file("journal.db"));
  EXPECT_TRUE(history.states(1000)->empty());
  EXPECT_FALSE(std::filesystem::exists(repository.map_file("journal.db")));
  ASSERT_TRUE(history.keep({state("tcp", "pass")}, 1000));
  EXPECT_TRUE(history.states(1000 + 40 * 24 * 3600)->empty());
}

}  // namespace
}  // namespace fingerpost
