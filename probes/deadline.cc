#include "probes/deadline.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <thread>

namespace fingerpost {
namespace {

// How soon a wish to stop is heeded.
constexpr Deadline::Milliseconds kSlice{20};

}  // namespace

Deadline Deadline::within(Milliseconds from_now) const {
  Deadline sooner = *this;
  sooner.at_ = std::min(at_, Clock::now() + from_now);
  return sooner;
}

Deadline::Milliseconds Deadline::left() const {
  if (stop_.stop_requested()) return Milliseconds(0);
  // Rounded up: a deadline that has not passed has something left, and poll(2) counts whole milliseconds.
  return std::max(Milliseconds(0), std::chrono::ceil<Milliseconds>(at_ - Clock::now()));
}

bool wait_until_ready(int descriptor, short events, const Deadline& deadline) {
  for (;;) {
    const auto left = deadline.left();
    if (left.count() == 0) return false;
    pollfd waited = {descriptor, events, 0};
    const int ready = ::poll(&waited, 1, static_cast<int>(std::min(left, kSlice).count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool pause_for(std::chrono::milliseconds time, const Deadline& deadline) {
  const auto end = Deadline::Clock::now() + time;
  while (Deadline::Clock::now() < end) {
    const auto left = deadline.left();
    if (left.count() == 0) return false;
    std::this_thread::sleep_for(
        std::min({left, kSlice, std::chrono::ceil<std::chrono::milliseconds>(end - Deadline::Clock::now())}));
  }
  return true;
}

}  // namespace fingerpost
