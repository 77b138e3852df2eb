#include "server/http/workers.h"

namespace fingerpost::http {

Workers::Workers(std::size_t threads, std::size_t queue) : most_(queue) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    queue_.clear();
  }
  more_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Workers::enqueue(std::function<void()> work) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= most_) return false;
    queue_.push_back(std::move(work));
    wake = wake_another();
  }
  if (wake) more_.notify_one();
  return true;
}

bool Workers::wake_another() {
  if (waking_ || idle_ == 0 || queue_.empty()) return false;
  return waking_ = true;
}

void Workers::run() {
  for (;;) {
    std::function<void()> work;
    bool wake = false;
    {
      std::unique_lock lock(mutex_);
      while (!stopping_ && queue_.empty()) {
        ++idle_;
        more_.wait(lock);
        --idle_;
        waking_ = false;
      }
      if (stopping_) return;
      work = std::move(queue_.front());
      queue_.pop_front();
      wake = wake_another();
    }
    if (wake) more_.notify_one();
    work();
  }
}

}  // namespace fingerpost::http
