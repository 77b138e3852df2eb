// The words of the Model Context Protocol that every part of the server uses: revisions, codes of errors, keys of
// `_meta` (modelcontextprotocol.io, revisions 2024-11-05 to 2026-07-28).
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>

#include "base/json.h"

namespace fingerpost::mcp {

// The revision without a handshake, and those with one, newest first.
inline constexpr std::string_view kModern = "2026-07-28";
inline constexpr std::array<std::string_view, 4> kLegacy = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};
// What an HTTP request without a version header is taken for; also the one revision with batches.
inline constexpr std::string_view kWithBatches = "2025-03-26";
inline constexpr std::string_view kWithLinks = "2025-06-18";  // the first whose clients know resource links

inline constexpr const char* kVersionKey = "io.modelcontextprotocol/protocolVersion";
inline constexpr const char* kCapabilitiesKey = "io.modelcontextprotocol/clientCapabilities";
inline constexpr const char* kClientKey = "io.modelcontextprotocol/clientInfo";
inline constexpr const char* kServerKey = "io.modelcontextprotocol/serverInfo";
inline constexpr const char* kSubscriptionKey = "io.modelcontextprotocol/subscriptionId";
inline constexpr const char* kSkillsKey = "io.modelcontextprotocol/skills";

inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternalError = -32603;
inline constexpr int kLegacyResourceNotFound = -32002;
inline constexpr int kHeaderMismatch = -32020;
inline constexpr int kMissingCapability = -32021;
inline constexpr int kUnsupportedVersion = -32022;

// A JSON-RPC error on its way to the reply: thrown and caught inside server/mcp/ only.
struct Fault {
  int code;
  std::string message;
  Json data = nullptr;
};

// Thrown where a request was cancelled: nothing more is sent for it.
struct Cancelled {};

// What a transport lends to one request.
struct Channel {
  // Sends a notification that belongs to this request; empty where the transport cannot.
  std::function<void(const Json& notification)> notify;
  // Whether the client took the request back; asked between steps of long work. Empty for never.
  std::function<bool()> cancelled;
  // What the client called itself when it initialized; "" where it did not, or the transport keeps nothing.
  std::string client;
};

// One well-formed request or notification.
struct Request {
  std::string method;
  Json parameters = Json::object();  // an object
  Json id;                           // null for a notification
  bool modern = false;
  std::string version;  // the revision that it is answered in
};

Json notification_of(std::string_view method, Json parameters);
Json result_of(const Json& id, Json result);
Json error_of(const Json& id, const Fault& fault);

// A text of `object`, or "" when there is none.
std::string text_at(const Json& object, const char* key);
// The member, or null.
const Json& member(const Json& object, const char* key);

}  // namespace fingerpost::mcp
