// A fixed number of threads and a queue that does not grow beyond its limit.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace fingerpost::http {

class Workers {
 public:
  Workers(std::size_t threads, std::size_t queue);
  // Waits for the work at hand; what still waits is dropped.
  ~Workers();

  // False when the queue is full.
  bool enqueue(std::function<void()> work);

 private:
  void run();
  // Whether an idle thread is to be woken for what waits. With the lock held.
  bool wake_another();

  std::size_t most_;
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<std::function<void()>> queue_;  // guarded by mutex_
  bool stopping_ = false;                    // the same
  std::size_t idle_ = 0;                     // the same; how many threads wait for work
  // The same. One thread at a time is woken, and wakes the next if there is work for it: under load those that are
  // awake take what comes, and nobody is woken for nothing.
  bool waking_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace fingerpost::http
