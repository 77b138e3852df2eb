#include "upkeep/check/host_turns.h"

#include <algorithm>

namespace fingerpost {

bool HostTurns::begin(const std::string& host, const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  Turn& turn = turns_[host];
  for (;;) {
    if (turn.given_up || deadline.passed()) return false;
    const auto now = Deadline::Clock::now();
    if (!turn.taken && turn.next <= now) {
      turn.taken = true;
      return true;
    }
    const auto last = now + deadline.left();
    ended_.wait_until(lock, turn.taken ? last : std::min(last, turn.next));
  }
}

void HostTurns::end(const std::string& host, bool give_up) {
  {
    const std::lock_guard lock(mutex_);
    Turn& turn = turns_[host];
    turn.taken = false;
    turn.given_up = turn.given_up || give_up;
    turn.next = Deadline::Clock::now() + pause_;
  }
  ended_.notify_all();
}

}  // namespace fingerpost
