// What stands before the HTTP parser: takes the bytes of a connection, refuses everything odd or too big, and lets
// through whole requests in one plain form (a Content-Length, no chunks, no line folding). Pure: no socket, no clock.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/message.h"

namespace fingerpost::http {

struct DoorLimits {
  std::size_t target = 2048;
  std::size_t header_line = 8 * 1024;
  std::size_t headers = 64;
  std::size_t head = 16 * 1024;
  std::size_t body = 1 << 20;
};

// A request that may pass.
struct Admitted {
  std::string bytes;   // what the parser gets
  std::string method;  // GET, HEAD, POST, …
  std::string target;
  Headers headers;
  bool keep_alive = true;
};

// A connection is answered with this status and closed.
struct Refused {
  int status = 400;
  std::string why;
};

class FrontDoor {
 public:
  explicit FrontDoor(const DoorLimits& limits = {}) : limits_(limits) {}

  void feed(std::string_view bytes) { pending_.append(bytes); }

  // Whether something of a request is there, and whether its head is.
  bool begun() const { return !pending_.empty(); }
  bool in_body() const { return head_.has_value(); }

  enum class State { need_more, admitted, refused };
  // Looks at what was fed. Once refused, always refused.
  State advance();
  // The request; what follows it in the connection stays. REQUIRES: admitted.
  Admitted take();
  const Refused& refusal() const { return refused_; }

 private:
  struct Head {
    Admitted request;
    std::size_t length = 0;
    bool chunked = false;
  };
  State refuse(int status, std::string why);
  bool read_head(std::string_view head);
  State read_chunks();
  State read_chunks(std::size_t& taken);

  DoorLimits limits_;
  std::string pending_;  // not looked at yet
  std::size_t scanned_ = 0;
  int empty_lines_ = 0;  // before this request
  std::optional<Head> head_;
  std::string body_;
  bool whole_ = false;
  Refused refused_;
};

}  // namespace fingerpost::http
