#include "server/http/workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace fingerpost::http {
namespace {

// Everything that is enqueued is run: by the threads that are awake, or by those that they wake.
TEST(WorkersTest, RunAllOfItByTheOneThreadThatIsNotStuck) {
  constexpr int kStuck = 3;
  constexpr int kTasks = 20'000;
  std::latch all_stuck(kStuck);
  std::latch release(1);
  std::latch done(kTasks);
  Workers workers(kStuck + 1, kTasks + kStuck);
  for (int i = 0; i < kStuck; ++i)
    ASSERT_TRUE(workers.enqueue([&] {
      all_stuck.count_down();
      release.wait();
    }));
  all_stuck.wait();
  std::vector<std::jthread> askers;
  for (int asker = 0; asker < 2; ++asker)
    askers.emplace_back([&] {
      for (int i = 0; i < kTasks / 2; ++i) ASSERT_TRUE(workers.enqueue([&] { done.count_down(); }));
    });
  done.wait();
  release.count_down();
}

// Each task waits for the next one, so that they end only if as many threads as there are tasks are woken.
TEST(WorkersTest, WakeAsManyAsThereIsWorkFor) {
  constexpr std::size_t kThreads = 8;
  for (int round = 0; round < 500; ++round) {
    std::latch together(kThreads);
    std::latch done(kThreads);
    Workers workers(kThreads, kThreads);
    for (std::size_t i = 0; i < kThreads; ++i)
      ASSERT_TRUE(workers.enqueue([&] {
        together.arrive_and_wait();
        done.count_down();
      }));
    done.wait();
  }
}

TEST(WorkersTest, TakeNoMoreThanTheQueueHolds) {
  std::latch began(1);
  std::latch release(1);
  Workers workers(1, 2);
  ASSERT_TRUE(workers.enqueue([&] {
    began.count_down();
    release.wait();
  }));
  began.wait();
  EXPECT_TRUE(workers.enqueue([] {}));
  EXPECT_TRUE(workers.enqueue([] {}));
  EXPECT_FALSE(workers.enqueue([] {}));
  release.count_down();
}

}  // namespace
}  // namespace fingerpost::http
