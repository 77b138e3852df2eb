#include "probes/redis/client.h"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostBytes = 256 * 1024;
constexpr int kMostNesting = 4;

constexpr std::array<std::string_view, 12> kAllowed = {"AUTH", "PING",   "SELECT",    "SET",         "GET",     "TTL",
                                                       "DEL",  "CONFIG", "SUBSCRIBE", "UNSUBSCRIBE", "PUBLISH", "INFO"};

struct FreeReader {
  void operator()(redisReader* reader) const { redisReaderFree(reader); }
};
struct FreeReply {
  void operator()(void* reply) const { freeReplyObject(reply); }
};

RedisReply reply_of(const redisReply& from, int nesting) {
  RedisReply reply;
  switch (from.type) {
    case REDIS_REPLY_STATUS: reply.kind = RedisReply::Kind::status; break;
    case REDIS_REPLY_ERROR: reply.kind = RedisReply::Kind::error; break;
    case REDIS_REPLY_STRING: reply.kind = RedisReply::Kind::text; break;
    case REDIS_REPLY_INTEGER: reply.kind = RedisReply::Kind::integer; break;
    case REDIS_REPLY_ARRAY: reply.kind = RedisReply::Kind::array; break;
    default: return reply;
  }
  if (from.type == REDIS_REPLY_INTEGER) {
    reply.integer = from.integer;
  } else if (from.type == REDIS_REPLY_ARRAY) {
    if (nesting < kMostNesting)
      for (std::size_t i = 0; i < from.elements; ++i)
        if (from.element[i] != nullptr) reply.elements.push_back(reply_of(*from.element[i], nesting + 1));
  } else if (from.str != nullptr) {
    reply.text.assign(from.str, static_cast<std::size_t>(from.len));
  }
  return reply;
}

}  // namespace

bool is_allowed_redis_command(std::string_view command) {
  return std::any_of(kAllowed.begin(), kAllowed.end(),
                     [&](std::string_view allowed) { return equal_ignoring_case(allowed, command); });
}

struct RedisClient::State {
  Stream stream;
  std::unique_ptr<redisReader, FreeReader> reader{redisReaderCreate()};
};

RedisClient::RedisClient(Stream stream) : state_(new State{std::move(stream)}) {}
RedisClient::~RedisClient() = default;
RedisClient::RedisClient(RedisClient&&) noexcept = default;
RedisClient& RedisClient::operator=(RedisClient&&) noexcept = default;

Result<RedisReply> RedisClient::command(const std::vector<std::string>& words, const Deadline& deadline) {
  // CONFIG is for reading only.
  if (words.empty() || !is_allowed_redis_command(words.front()) ||
      (equal_ignoring_case(words.front(), "CONFIG") && (words.size() < 2 || !equal_ignoring_case(words[1], "GET"))))
    return Error{Code::denied, "a probe does not send this command", "", ""};
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  char* formatted = nullptr;
  const auto size = redisFormatCommandArgv(&formatted, static_cast<int>(words.size()), texts.data(), sizes.data());
  if (size < 0) return Error{Code::internal, "the command could not be written down", "", ""};
  const std::string bytes(formatted, static_cast<std::size_t>(size));
  redisFreeCommand(formatted);
  if (const Result<Done> written = state_->stream.write(bytes, deadline); !written) return written.error();
  return next(deadline);
}

Result<RedisReply> RedisClient::next(const Deadline& deadline) {
  std::size_t taken = 0;
  for (;;) {
    void* raw = nullptr;
    if (redisReaderGetReply(state_->reader.get(), &raw) != REDIS_OK)
      return Error{Code::corrupt, "the answer is not Redis' protocol", "", "check that the port is Redis' own"};
    if (raw != nullptr) {
      const std::unique_ptr<void, FreeReply> owned(raw);
      return reply_of(*static_cast<const redisReply*>(raw), 0);
    }
    const Result<std::string> bytes = state_->stream.read(16 * 1024, deadline);
    if (!bytes) return bytes.error();
    if (bytes->empty()) return Error{Code::unavailable, "the server closed the connection", "", ""};
    taken += bytes->size();
    if (taken > kMostBytes) return Error{Code::too_large, "the answer is longer than 256 KiB", "", ""};
    if (redisReaderFeed(state_->reader.get(), bytes->data(), bytes->size()) != REDIS_OK)
      return Error{Code::corrupt, "the answer is not Redis' protocol", "", "check that the port is Redis' own"};
  }
}

}  // namespace fingerpost
