#include "server/mcp.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "server/tool.h"
#include "server/version.h"

namespace fingerpost {
namespace {

constexpr std::string_view kModern = "2026-07-28";
constexpr std::array<std::string_view, 4> kLegacy = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};
constexpr std::string_view kVersionKey = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view kCapabilitiesKey = "io.modelcontextprotocol/clientCapabilities";
constexpr int kListSecondsToLive = 3600;

constexpr std::string_view kInstructions =
    "fingerpost points: it finds where something is written in this repository and reads it live. Ask where_is before "
    "you grep or guess: configuration values, "
    "ports, environment variables, documents, commands, workflows, code. known=false means the repository does not "
    "say: tell the user so. Call overview once at the "
    "start of work on an unknown repository.";

// A JSON-RPC error on its way to the reply.
struct Fault {
  int code;
  std::string message;
  Json data = nullptr;
};

Json server_info() {
  return {{"name", "fingerpost"}, {"title", "fingerpost"}, {"version", kVersion}};
}

Json capabilities() {
  return {{"tools", {{"listChanged", false}}}};
}

Json tool_list() {
  Json tools = Json::array();
  for (const Tool* tool : all_tools())
    tools.push_back({{"name", tool->name},
                     {"title", tool->title},
                     {"description", tool->description},
                     {"inputSchema", input_schema_of(*tool)},
                     {"outputSchema", tool->result_schema()},
                     {"annotations",
                      {{"title", tool->title},
                       {"readOnlyHint", true},
                       {"destructiveHint", false},
                       {"idempotentHint", true},
                       {"openWorldHint", false}}}});
  return tools;
}

// What a result of the modern era carries beside its content.
Json finished(Json result, bool modern, bool cacheable) {
  if (!modern) return result;
  result["resultType"] = "complete";
  if (cacheable) {
    result["ttlMs"] = kListSecondsToLive * 1000;
    result["cacheScope"] = "private";
  }
  result["_meta"]["io.modelcontextprotocol/serverInfo"] = server_info();
  return result;
}

bool is_modern(const Json& request, const Json& parameters) {
  if (request.value("method", "") == "server/discover") return true;
  if (!parameters.is_object() || !parameters.contains("_meta") || !parameters["_meta"].is_object()) return false;
  const Json& meta = parameters["_meta"];
  return meta.contains(kVersionKey) || meta.contains(kCapabilitiesKey);
}

void check_modern(const Json& parameters) {
  const Json meta = parameters.is_object() && parameters.contains("_meta") && parameters["_meta"].is_object()
                        ? parameters["_meta"]
                        : Json::object();
  if (!meta.contains(kVersionKey) || !meta[std::string(kVersionKey)].is_string())
    throw Fault{-32602, fmt::format("_meta needs '{}' with the protocol's version", kVersionKey)};
  if (!meta.contains(kCapabilitiesKey) || !meta[std::string(kCapabilitiesKey)].is_object())
    throw Fault{-32602, fmt::format("_meta needs '{}' with an object", kCapabilitiesKey)};
  const std::string version = meta[std::string(kVersionKey)].get<std::string>();
  if (version != kModern)
    throw Fault{
        -32022, "unsupported protocol version", {{"supported", Json::array({kModern})}, {"requested", version}}};
}

Json initialize(const Json& parameters) {
  const std::string asked =
      parameters.is_object() && parameters.contains("protocolVersion") && parameters["protocolVersion"].is_string()
          ? parameters["protocolVersion"].get<std::string>()
          : "";
  const bool known = std::find(kLegacy.begin(), kLegacy.end(), asked) != kLegacy.end();
  return {{"protocolVersion", known ? asked : std::string(kLegacy.front())},
          {"capabilities", capabilities()},
          {"serverInfo", server_info()},
          {"instructions", kInstructions}};
}

Json discovery() {
  Json versions = Json::array({kModern});
  for (std::string_view version : kLegacy) versions.push_back(version);
  return {
      {"supportedVersions", std::move(versions)}, {"capabilities", capabilities()}, {"instructions", kInstructions}};
}

Json error_reply(const Json& id, const Fault& fault) {
  Json error = {{"code", fault.code}, {"message", fault.message}};
  if (!fault.data.is_null()) error["data"] = fault.data;
  return {{"jsonrpc", "2.0"}, {"id", id}, {"error", std::move(error)}};
}

}  // namespace

Json Mcp::call_tool(const Json& parameters, bool modern) {
  const std::string name = parameters.is_object() && parameters.contains("name") && parameters["name"].is_string()
                               ? parameters["name"].get<std::string>()
                               : "";
  const Tool* tool = tool_named(name);
  if (tool == nullptr) throw Fault{-32602, "unknown tool '" + name + "'"};
  const Json arguments =
      parameters.contains("arguments") && !parameters["arguments"].is_null() ? parameters["arguments"] : Json::object();
  const auto failure = [&](const Error& error) {
    return finished({{"content", Json::array({{{"type", "text"}, {"text", error.text()}}})}, {"isError", true}}, modern,
                    false);
  };
  auto checked = check_arguments(*tool, arguments);
  if (!checked) return failure(checked.error());
  auto reply = tool->run(*checked, repository_);
  if (!reply) return failure(reply.error());
  return finished({{"content", Json::array({{{"type", "text"}, {"text", reply->text}}})},
                   {"structuredContent", std::move(reply->structured)},
                   {"isError", false}},
                  modern, false);
}

Json Mcp::answer(const Json& request, bool modern) {
  const std::string method = request["method"].get<std::string>();
  const Json parameters = request.contains("params") ? request["params"] : Json::object();
  if (modern) check_modern(parameters);
  if (modern && method == "server/discover") return finished(discovery(), true, true);
  if (!modern && method == "initialize") return initialize(parameters);
  if (!modern && method == "ping") return Json::object();
  if (method == "tools/list") {
    if (parameters.is_object() && parameters.contains("cursor"))
      throw Fault{-32602, "invalid cursor: the list has one page"};
    return finished({{"tools", tool_list()}}, modern, true);
  }
  if (method == "tools/call") return call_tool(parameters, modern);
  throw Fault{-32601, "method not found: " + method};
}

std::optional<std::string> Mcp::handle(std::string_view message) {
  const auto request = parse_json(message);
  if (!request) return to_line(error_reply(nullptr, {-32700, "not valid JSON"}));
  const bool well_formed = request->is_object() && request->value("jsonrpc", Json()) == "2.0" &&
                           request->contains("method") && (*request)["method"].is_string();
  const bool has_id = request->is_object() && request->contains("id");
  const Json id = has_id && ((*request)["id"].is_string() || (*request)["id"].is_number_integer()) ? (*request)["id"]
                                                                                                   : Json(nullptr);
  if (!well_formed) {
    // A reply to a request that we never sent needs no answer.
    if (request->is_object() && (request->contains("result") || request->contains("error"))) return std::nullopt;
    return to_line(error_reply(id, {-32600, "not a JSON-RPC 2.0 request"}));
  }
  if (!has_id) return std::nullopt;
  if (id.is_null()) return to_line(error_reply(nullptr, {-32600, "the id must be a string or an integer"}));
  const Json parameters = request->contains("params") ? (*request)["params"] : Json::object();
  try {
    return to_line({{"jsonrpc", "2.0"}, {"id", id}, {"result", answer(*request, is_modern(*request, parameters))}});
  } catch (const Fault& fault) {
    return to_line(error_reply(id, fault));
  } catch (const std::exception& unexpected) {
    std::fprintf(stderr, "fingerpost: internal error: %s\n", unexpected.what());
    return to_line(error_reply(id, {-32603, "internal error"}));
  }
}

}  // namespace fingerpost
