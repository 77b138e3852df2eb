#include "server/mcp/headers.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace fingerpost::mcp {
namespace {

std::optional<std::string> decode_base64(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return std::nullopt;
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (char c : text) {
    const auto digit = kDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<unsigned>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xffu);
    }
  }
  return out;
}

// A name as a header carries it: plain, or =?base64?…?= where it holds what a header cannot.
std::optional<std::string> decode_name(std::string_view text) {
  constexpr std::string_view kStart = "=?base64?";
  constexpr std::string_view kEnd = "?=";
  if (!text.starts_with(kStart) || !text.ends_with(kEnd) || text.size() < kStart.size() + kEnd.size())
    return std::string(text);
  return decode_base64(text.substr(kStart.size(), text.size() - kStart.size() - kEnd.size()));
}

[[noreturn]] void mismatch(std::string_view name, std::string_view header, std::string_view body) {
  throw Fault{kHeaderMismatch,
              header.empty() ? fmt::format("the header {} is missing; it must be '{}' as in the body", name, body)
                             : fmt::format("the header {} says '{}', the body '{}'", name, clip(header, 200), body)};
}

}  // namespace

std::string version_of(const http::Headers& headers, const Json& message) {
  const std::string* version = http::header(headers, "MCP-Protocol-Version");
  const Json& meta = member(member(message, "params"), "_meta");
  const std::string method = text_at(message, "method");
  if (!member(meta, kVersionKey).is_null() || !member(meta, kCapabilitiesKey).is_null() ||
      method == "server/discover" || method == "subscriptions/listen" ||
      (version != nullptr && *version >= std::string("2026-")) ||
      (version == nullptr && http::header(headers, "Mcp-Method") != nullptr))
    return std::string(kModern);
  if (version == nullptr) return std::string(kWithBatches);
  // A client that was told another revision than it asked for has been seen to name its own, so any known one will do.
  if (std::find(kLegacy.begin(), kLegacy.end(), *version) == kLegacy.end() && method != "initialize") {
    Json supported = Json::array({kModern});
    for (std::string_view one : kLegacy) supported.push_back(one);
    throw Fault{kUnsupportedVersion,
                "unsupported protocol version in the header MCP-Protocol-Version",
                {{"supported", std::move(supported)}, {"requested", *version}}};
  }
  return *version;
}

void check_headers(const http::Headers& headers, const Json& message) {
  const auto given = [&](const char* name) {
    const std::string* value = http::header(headers, name);
    return value == nullptr ? std::string() : *value;
  };
  const Json& parameters = member(message, "params");
  const std::string method = text_at(message, "method");
  const std::string version = text_at(member(parameters, "_meta"), kVersionKey);
  if (!version.empty() && given("MCP-Protocol-Version") != version)
    mismatch("MCP-Protocol-Version", given("MCP-Protocol-Version"), version);
  if (given("Mcp-Method") != method) mismatch("Mcp-Method", given("Mcp-Method"), method);
  if (method != "tools/call" && method != "resources/read" && method != "prompts/get") return;
  const std::string name = text_at(parameters, method == "resources/read" ? "uri" : "name");
  const auto decoded = decode_name(given("Mcp-Name"));
  if (!decoded || *decoded != name) mismatch("Mcp-Name", given("Mcp-Name"), clip(name, 200));
}

}  // namespace fingerpost::mcp
