// Requests that are being answered over HTTP, so that another POST of the same client can take one back. Ids of
// requests are each client's own, so a client is known by the session that it was named when it initialized; nothing
// else is kept of a session, and any name will do. Any thread.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "base/json.h"

namespace fingerpost::mcp {

class InFlight {
 public:
  // One request, for as long as it lives. Must not outlive the InFlight.
  class Ticket {
   public:
    Ticket(InFlight& all, std::string session, const Json& id);
    ~Ticket();
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    bool taken_back() const { return *taken_back_; }

   private:
    InFlight& all_;
    std::pair<std::string, std::string> name_;
    std::shared_ptr<std::atomic<bool>> taken_back_ = std::make_shared<std::atomic<bool>>(false);
  };

  // Nothing where no such request is being answered.
  void take_back(const std::string& session, const Json& id);

 private:
  std::mutex mutex_;
  // By session and id; "" is no session, and nobody's request can be taken back there. Guarded by mutex_.
  std::multimap<std::pair<std::string, std::string>, std::shared_ptr<std::atomic<bool>>> at_work_;
};

}  // namespace fingerpost::mcp
