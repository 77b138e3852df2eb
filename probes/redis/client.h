// One connection that speaks Redis' protocol (RESP2, https://redis.io/docs/reference/protocol-spec/), with hiredis for
// the words and our own transport, so that one deadline holds for all. Only commands of a short list are ever sent:
// none of them can lose somebody's data or reveal it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "probes/deadline.h"
#include "probes/stream.h"

namespace fingerpost {

struct RedisReply {
  enum class Kind { status, error, integer, text, array, nil };
  Kind kind = Kind::nil;
  std::string text;  // of a status, an error ("WRONGPASS invalid …") or a text
  long long integer = 0;
  std::vector<RedisReply> elements;

  bool is_error() const { return kind == Kind::error; }
  bool is(std::string_view status) const { return kind == Kind::status && text == status; }
};

// Whether a command may be sent at all.
bool is_allowed_redis_command(std::string_view command);

// One thread at a time.
class RedisClient {
 public:
  explicit RedisClient(Stream stream);
  ~RedisClient();
  RedisClient(RedisClient&&) noexcept;
  RedisClient& operator=(RedisClient&&) noexcept;

  // The server's reply; an error that the server gives is a reply. Code::timeout, Code::unavailable when the connection
  // is closed or broken, Code::corrupt for what is not RESP, Code::too_large for more than 256 KiB, Code::denied for a
  // command that is not on the list.
  Result<RedisReply> command(const std::vector<std::string>& words, const Deadline& deadline);
  // The next thing that the server says by itself: a message of a subscription.
  Result<RedisReply> next(const Deadline& deadline);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fingerpost
