// One request being answered, as a route sees its connection: for replies that come in pieces.
#pragma once

#include <cstdint>
#include <string_view>

namespace fingerpost::http {

class Exchange {
 public:
  virtual ~Exchange() = default;

  // Begins a stream of events in place of the reply, which is then ignored; what is sent follows. False when the
  // client is gone.
  virtual bool send_event(std::string_view json) = 0;
  // Whether nobody waits for the reply: the client closed the connection, or the server ends.
  virtual bool closed() = 0;
  // Names this connection for as long as it lives. A stream that is kept goes on after the route returned, until its
  // client or the server closes it.
  virtual std::uint64_t keep() = 0;
};

}  // namespace fingerpost::http
