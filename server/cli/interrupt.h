// Ctrl-C as a wish to stop, for commands that go on until then and end in order.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace fingerpost {

// From its making SIGINT and SIGTERM no longer end the program: the first is a wish to stop, a second one ends it at
// once. Made before every other thread, since it holds for those that are started after it; one at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool came() const { return source_.stop_requested(); }
  // Waits this long; false when the wish came first.
  bool pause(std::chrono::milliseconds time);

 private:
  std::stop_source source_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  int signals_ = -1;
  int end_ = -1;  // readable when this object ends
  std::thread listener_;
};

}  // namespace fingerpost
