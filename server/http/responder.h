// The HTTP library's part: a request that the front door let through → the routes → the bytes of the reply.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/http/exchange.h"
#include "server/http/message.h"

namespace fingerpost::http {

using Route = std::function<Reply(const Request&, Exchange&)>;

// Any number of threads may call one Responder.
class Responder {
 public:
  explicit Responder(Route route);
  ~Responder();

  // `bytes` is one whole request. The reply says whether the connection may be kept, as `keep_alive` asks.
  std::string respond(const std::string& bytes, bool keep_alive, Exchange& exchange);

 private:
  class Library;
  std::unique_ptr<Library> library_;
};

// A reply without the library, for what it never sees: refusals.
std::string plain_reply(int status, std::string_view type, std::string_view body, const Headers& headers,
                        bool keep_alive);

}  // namespace fingerpost::http
