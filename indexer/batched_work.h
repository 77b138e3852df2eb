// Work on many items side by side, each worker gathering what it makes in a part of its own. Parts that are full are
// taken while the workers go on with new ones.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace fingerpost {

// What is done with the items of in_batches(). None of it may throw.
template <class Part, class Work, class Full, class Finish, class Take, class Tick>
struct BatchSteps {
  Work work;      // (worker, item, Part&), on a worker's thread
  Full full;      // (const Part&) -> whether it is to be taken, on a worker's thread
  Finish finish;  // (worker, Part&), on a worker's thread, when it is full or there are no more items
  Take take;      // (std::vector<Part>&) -> whether to go on, on the calling thread
  Tick tick;      // (items done) -> whether to go on, on the calling thread, now and then
};

// Items 0..count-1 on `workers` threads, in no certain order. Parts are taken together, one of each worker where that
// is possible; a worker that has two parts waiting waits itself. Stopping early takes nothing more when `take` asked
// for it, and what is ready when `tick` did.
template <class Part, class Work, class Full, class Finish, class Take, class Tick>
void in_batches(std::size_t count, std::size_t workers, const BatchSteps<Part, Work, Full, Finish, Take, Tick>& steps) {
  constexpr std::size_t kRun = 4;  // items that a worker takes at once: neighbours have words in common
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  std::atomic<bool> stopped = false;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Part> ready;        // guarded by mutex
  std::size_t working = workers;  // guarded by mutex

  const auto hand_over = [&](std::size_t worker, Part& part) {
    steps.finish(worker, part);
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return ready.size() < 2 * workers || stopped; });
    ready.push_back(std::exchange(part, Part()));
    changed.notify_all();
  };
  const auto run = [&](std::size_t worker) {
    Part part;
    while (!stopped) {
      const std::size_t begin = next.fetch_add(kRun);
      if (begin >= count) break;
      const std::size_t end = std::min(begin + kRun, count);
      for (std::size_t item = begin; item < end; ++item) {
        steps.work(worker, item, part);
        done.fetch_add(1, std::memory_order_relaxed);
        if (steps.full(part)) hand_over(worker, part);
      }
    }
    hand_over(worker, part);
    const std::lock_guard lock(mutex);
    --working;
    changed.notify_all();
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(run, i);
  for (;;) {
    std::vector<Part> taken;
    bool over = false;
    {
      std::unique_lock lock(mutex);
      changed.wait_for(lock, std::chrono::milliseconds(100),
                       [&] { return working == 0 || ready.size() >= 2 * workers; });
      over = working == 0;
      if (over || ready.size() >= workers) taken = std::exchange(ready, {});
    }
    changed.notify_all();
    if (!steps.tick(done.load(std::memory_order_relaxed))) stopped = true;
    if (!taken.empty() && !steps.take(taken)) {
      {
        const std::lock_guard lock(mutex);
        stopped = true;
      }
      changed.notify_all();
      return;
    }
    if (over) return;
  }
}

}  // namespace fingerpost
