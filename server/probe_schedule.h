// Probes that a server runs by itself, every so many minutes, so that their history tells since when something is so.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "server/workspace.h"

namespace fingerpost {

// Probes everything that the repositories name, once they can be asked and then each time this long after the last
// round ended. Questions are answered meanwhile. Ends, with what it is at, when the object does.
class ProbeSchedule {
 public:
  // REQUIRES: the workspace outlives it.
  ProbeSchedule(Workspace& workspace, std::chrono::milliseconds every);

 private:
  void run(const std::stop_token& stop);
  void look(const std::string& name, const std::stop_token& stop);

  Workspace& workspace_;
  std::chrono::milliseconds every_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  std::jthread thread_;
};

}  // namespace fingerpost
