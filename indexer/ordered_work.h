// Work on many items side by side, results taken in the items' order, with a bounded number in flight.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace fingerpost {

// Calls `work(worker, item)` for items 0..count-1 on `workers` threads, and `take(item, result)` on the calling thread
// in order. `take` returns false to stop early. No more than `window` results wait at a time. `work` must not throw.
template <class Output, class Work, class Take>
void in_order(std::size_t count, std::size_t workers, std::size_t window, Work&& work, Take&& take) {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::optional<Output>> slots(window);
  std::size_t next = 0;   // the item that a worker takes up next
  std::size_t taken = 0;  // items given to `take`
  bool stopped = false;

  const auto run = [&](std::size_t worker) {
    for (;;) {
      std::size_t item = 0;
      {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return stopped || next >= count || next < taken + window; });
        if (stopped || next >= count) return;
        item = next++;
      }
      Output result = work(worker, item);
      {
        const std::lock_guard lock(mutex);
        slots[item % window].emplace(std::move(result));
      }
      changed.notify_all();
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(run, i);
  for (std::size_t item = 0; item < count; ++item) {
    std::optional<Output> result;
    {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return slots[item % window].has_value(); });
      result = std::move(slots[item % window]);
      slots[item % window].reset();
      ++taken;
    }
    changed.notify_all();
    if (!take(item, std::move(*result))) {
      const std::lock_guard lock(mutex);
      stopped = true;
      break;
    }
  }
  changed.notify_all();
}

}  // namespace fingerpost
