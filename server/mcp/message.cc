#include "server/mcp/message.h"

#include <fmt/format.h>

namespace fingerpost::mcp {
namespace {

bool is_modern(const std::string& method, const Json& parameters) {
  if (method == "server/discover" || method == "subscriptions/listen") return true;
  const Json& meta = member(parameters, "_meta");
  return !member(meta, kVersionKey).is_null() || !member(meta, kCapabilitiesKey).is_null();
}

void check_modern(const Json& parameters) {
  const Json& meta = member(parameters, "_meta");
  const Json& version = member(meta, kVersionKey);
  if (!version.is_string())
    throw Fault{kInvalidParams, fmt::format("params._meta needs '{}' with the protocol's version", kVersionKey)};
  if (version.get<std::string>() != kModern) {
    Json supported = Json::array({kModern});
    for (std::string_view one : kLegacy) supported.push_back(one);
    throw Fault{kUnsupportedVersion,
                fmt::format("unsupported protocol version; this server speaks {} and, after initialize, {} to {}",
                            kModern, kLegacy.back(), kLegacy.front()),
                {{"supported", std::move(supported)}, {"requested", version}}};
  }
  if (!member(meta, kCapabilitiesKey).is_object())
    throw Fault{kInvalidParams, fmt::format("params._meta needs '{}' with an object", kCapabilitiesKey)};
}

}  // namespace

Message read_message(Json value, std::string_view version) {
  const Json& id = member(value, "id");
  const bool proper_id = id.is_string() || id.is_number_integer();
  const Json shown_id = proper_id ? id : Json(nullptr);
  if (value.is_object() && member(value, "method").is_null() && (value.contains("result") || value.contains("error")))
    return Ignored{};
  if (member(value, "jsonrpc") != "2.0" || !member(value, "method").is_string())
    return error_of(shown_id,
                    {kInvalidRequest, "not a JSON-RPC 2.0 request: it needs \"jsonrpc\":\"2.0\" and a method"});
  Request request;
  request.method = value["method"].get<std::string>();
  if (const auto given = value.find("params"); given != value.end()) request.parameters = std::move(*given);
  if (value.contains("id")) {
    if (!proper_id) return error_of(nullptr, {kInvalidRequest, "the id must be a string or an integer"});
    request.id = id;
  }
  if (!request.parameters.is_object()) {
    if (request.id.is_null()) return Ignored{};
    return error_of(request.id, {kInvalidParams, "params must be an object"});
  }
  request.modern = version == kModern || is_modern(request.method, request.parameters);
  request.version = request.modern ? kModern : version;
  if (request.modern && !request.id.is_null()) {
    try {
      check_modern(request.parameters);
    } catch (const Fault& fault) {
      return error_of(request.id, fault);
    }
  }
  return request;
}

}  // namespace fingerpost::mcp
