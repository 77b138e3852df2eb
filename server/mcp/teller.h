// How far the work for one request is, told to a client that gave a token for it.
#pragma once

#include <cstddef>
#include <string>

#include "server/mcp/wire.h"

namespace fingerpost::mcp {

// One thread at a time. The request and the channel must outlive it.
class Teller {
 public:
  Teller(const Request& request, const Channel& channel)
      : token_(member(member(request.parameters, "_meta"), "progressToken")), channel_(channel) {}

  // What is told must not go back: the stages of the work are counted one after the other.
  void begin_stage() { before_ = last_; }

  // `done` of `total`, of the stage at hand; nothing is sent where that is no more than what was sent before.
  void tell(std::size_t done, std::size_t total, const std::string& what) {
    done += before_;
    if (token_.is_null() || !channel_.notify || total == 0 || (told_ && done <= last_)) return;
    told_ = true;
    last_ = done;
    channel_.notify(notification_of(
        "notifications/progress",
        {{"progressToken", token_}, {"progress", done}, {"total", before_ + total}, {"message", what}}));
  }

 private:
  const Json& token_;
  const Channel& channel_;
  bool told_ = false;
  std::size_t last_ = 0;
  std::size_t before_ = 0;  // of the stages that are over
};

}  // namespace fingerpost::mcp
