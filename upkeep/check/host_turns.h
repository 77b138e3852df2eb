// Politeness towards web servers: one question at a time to each host, with a pause after it, and no more of them to a
// host that has no time for us. Any thread.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

#include "probes/deadline.h"

namespace fingerpost {

class HostTurns {
 public:
  explicit HostTurns(Deadline::Milliseconds pause) : pause_(pause) {}

  // Waits for the host's turn; false when the deadline came first or the host was given up. Each true is followed by
  // one end().
  bool begin(const std::string& host, const Deadline& deadline);
  // `give_up`: the host shall not be asked again.
  void end(const std::string& host, bool give_up);

 private:
  struct Turn {
    bool taken = false;
    bool given_up = false;
    Deadline::Clock::time_point next{};  // not before
  };

  const Deadline::Milliseconds pause_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::map<std::string, Turn> turns_;  // guarded by mutex_
};

}  // namespace fingerpost
