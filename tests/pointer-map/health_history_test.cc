#include "pointer-map/health_history.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/day.h"

#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

constexpr std::int64_t kNoon = 1'790'000'000 / 86'400 * 86'400 + 43'200;

TEST(HealthHistory, KeepsTheLastPointOfEachDay) {
  const TemporaryRepository repository;
  HealthHistory history(repository.map_file("journal.db"));
  ASSERT_TRUE(history.keep({kNoon, 90, 5, 1, 2}));
  ASSERT_TRUE(history.keep({kNoon + 60, 95, 2, 1, 2}));
  ASSERT_TRUE(history.keep({kNoon + kDay, 100, 0, 0, 1}));
  HealthHistory again(repository.map_file("journal.db"));
  const auto points = again.before(kNoon + 9 * kDay, 10);
  ASSERT_TRUE(points);
  EXPECT_EQ(*points, (std::vector<HealthPoint>{{kNoon + 60, 95, 2, 1, 2}, {kNoon + kDay, 100, 0, 0, 1}}));
  ASSERT_TRUE(again.before(kNoon + 9 * kDay, 1));
  EXPECT_EQ(again.before(kNoon + 9 * kDay, 1)->front().score, 100);
  ASSERT_TRUE(again.before(kNoon + kDay + 60, 10));
  EXPECT_EQ(again.before(kNoon + kDay + 60, 10)->size(), 1u);
}

TEST(HealthHistory, ForgetsAfterTwoYears) {
  const TemporaryRepository repository;
  HealthHistory history(repository.map_file("journal.db"));
  ASSERT_TRUE(history.keep({kNoon, 90, 5, 1, 2}));
  ASSERT_TRUE(history.keep({kNoon + 800 * kDay, 80, 9, 1, 2}));
  ASSERT_TRUE(history.before(kNoon + 900 * kDay, 10));
  EXPECT_EQ(history.before(kNoon + 900 * kDay, 10)->size(), 1u);
}

TEST(HealthHistory, LookingMakesNoFile) {
  const TemporaryRepository repository;
  HealthHistory history(repository.map_file("journal.db"));
  ASSERT_TRUE(history.before(kNoon + 900 * kDay, 10));
  EXPECT_FALSE(std::filesystem::exists(repository.map_file("journal.db")));
}

}  // namespace
}  // namespace fingerpost
