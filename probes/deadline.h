// One point on the monotonic clock by which everything below must have returned, and the wish to stop earlier. Made
// once by whoever asks, passed down by reference; a part takes no time of its own, only a share of what is left.
#pragma once

#include <chrono>
#include <stop_token>

namespace fingerpost {

// A value; any thread.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;
  using Milliseconds = std::chrono::milliseconds;

  Deadline(Milliseconds from_now, std::stop_token stop = {}) : at_(Clock::now() + from_now), stop_(std::move(stop)) {}

  // The same, or `from_now` where that is sooner: for one step of several.
  Deadline within(Milliseconds from_now) const;
  // 0 when it has passed or somebody wants to stop.
  Milliseconds left() const;
  bool passed() const { return left().count() == 0; }
  bool cancelled() const { return stop_.stop_requested(); }
  const std::stop_token& stop() const { return stop_; }

 private:
  Clock::time_point at_;
  std::stop_token stop_;
};

// Waits until `descriptor` is ready for `events` (poll(2)'s; an error or hang-up counts as ready), or the deadline has
// passed or was cancelled: then false.
bool wait_until_ready(int descriptor, short events, const Deadline& deadline);
// Waits this long, or until the deadline; false when that came first.
bool pause_for(std::chrono::milliseconds time, const Deadline& deadline);

// What has gone by, for measuring.
class Stopwatch {
 public:
  double milliseconds() const {
    return std::chrono::duration<double, std::milli>(Deadline::Clock::now() - start_).count();
  }

 private:
  Deadline::Clock::time_point start_ = Deadline::Clock::now();
};

}  // namespace fingerpost
