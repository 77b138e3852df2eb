#include "server/http/json_api.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "server/tool.h"
#include "server/version.h"

namespace fingerpost::http {
namespace {

constexpr std::string_view kPrefix = "/api/v1/";
constexpr std::chrono::seconds kPatience{10};

int status_of(Code code) {
  switch (code) {
    case Code::not_found: return 404;
    case Code::invalid_argument: return 400;
    case Code::unavailable: return 503;
    case Code::timeout: return 504;
    case Code::denied: return 403;
    case Code::too_large: return 413;
    case Code::io:
    case Code::corrupt:
    case Code::internal: return 500;
  }
  return 500;
}

std::string_view title_of(int status) {
  switch (status) {
    case 400: return "the arguments are not right";
    case 403: return "not allowed";
    case 404: return "not found";
    case 405: return "another method is needed";
    case 413: return "too big";
    case 503: return "not ready";
    case 504: return "took too long";
    default: return "failed";
  }
}

// The text of a query as the type that the parameter has; left a text where it does not fit, so that the check of the
// arguments says what was expected.
Json typed(const Tool& tool, const std::string& name, const std::string& text) {
  const auto parameter = std::find_if(tool.parameters.begin(), tool.parameters.end(),
                                      [&](const Parameter& one) { return one.name == name; });
  if (parameter == tool.parameters.end()) return text;
  if (parameter->type == Parameter::Type::boolean && (text == "true" || text == "false")) return text == "true";
  if (parameter->type == Parameter::Type::integer) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!text.empty() && read.ec == std::errc() && read.ptr == text.data() + text.size()) return number;
  }
  return text;
}

Json problem_response(std::string_view description) {
  return {
      {"description", description},
      {"content",
       {{"application/problem+json",
         {{"schema",
           {{"type", "object"},
            {"properties",
             {{"title", {{"type", "string"}}}, {"status", {{"type", "integer"}}}, {"detail", {{"type", "string"}}}}},
            {"required", {"title", "status"}}}}}}}}};
}

}  // namespace

Reply problem_of(int status, std::string_view title, std::string_view detail) {
  Json body = {{"type", "about:blank"}, {"title", title}, {"status", status}};
  if (!detail.empty()) body["detail"] = detail;
  Reply reply{status, "application/problem+json", to_line(body), {}};
  if (status == 503) reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

Reply problem_of(const Error& error) {
  const int status = status_of(error.code);
  // What failed inside may name files of this machine.
  return problem_of(status, title_of(status), status == 500 ? "" : error.text());
}

Reply answer_api(const Request& request, Workspace& workspace, bool writes, bool may_wait,
                 const std::function<bool()>& gone) {
  const std::string name = request.path.substr(kPrefix.size());
  if (name == "openapi.json") {
    if (request.method == "GET" || request.method == "HEAD")
      return {200, "application/json", to_pretty(openapi_of(workspace, writes)), {}};
    Reply reply = problem_of(405, title_of(405));
    reply.headers.emplace_back("Allow", "GET");
    return reply;
  }
  const Tool* tool = tool_named(name);
  if (tool == nullptr) return problem_of(404, title_of(404), "there is no tool of this name; see /api/v1/openapi.json");
  if (tool->writes && !writes)
    return problem_of(403, title_of(403), "this server does not write; start it with --allow-writes");
  const bool get = (request.method == "GET" || request.method == "HEAD") && reads_only(*tool);
  if (!get && request.method != "POST") {
    Reply reply = problem_of(405, title_of(405));
    reply.headers.emplace_back("Allow", reads_only(*tool) ? "GET, POST" : "POST");
    return reply;
  }
  Json arguments = Json::object();
  if (get) {
    for (const auto& [key, value] : request.query) {
      if (arguments.contains(key)) return problem_of(400, title_of(400), "an argument is given twice: " + key);
      arguments[key] = typed(*tool, key, value);
    }
  } else if (!request.body.empty()) {
    auto body = parse_json(request.body);
    if (!body) return problem_of(400, title_of(400), "the body is not valid JSON");
    arguments = std::move(*body);
  }
  auto checked = check_arguments(*tool, arguments, workspace.names());
  if (!checked) return problem_of(checked.error());
  const Awaited& awaited = tool->awaits;
  if (!workspace.readiness(may_wait ? kPatience : std::chrono::seconds(0), awaited).allows(awaited))
    return problem_of(503, title_of(503), "the repository is still being read; see /ready");
  auto body = workspace.answer(*tool, *checked, {"", gone},
                               {"api", [](ToolReply& reply) { return to_line(reply.structured); }});
  if (!body) return problem_of(body.error());
  return {200, "application/json", std::move(*body), {{"Cache-Control", "no-store"}}};
}

Json openapi_of(const Workspace& workspace, bool writes) {
  Json paths = Json::object();
  for (const Tool* tool : all_tools()) {
    if (tool->writes && !writes) continue;
    Json schema = input_schema_of(*tool, workspace.names());
    Json responses = {{"200",
                       {{"description", tool->title},
                        {"content", {{"application/json", {{"schema", output_schema_of(*tool, workspace.names())}}}}}}},
                      {"400", problem_response("the arguments are not right")},
                      {"503", problem_response("the map is not ready")}};
    Json path = Json::object();
    if (reads_only(*tool)) {
      Json parameters = Json::array();
      for (const auto& [name, property] : schema["properties"].items()) {
        const bool required =
            schema.contains("required") && std::count(schema["required"].begin(), schema["required"].end(), name) != 0;
        parameters.push_back({{"name", name}, {"in", "query"}, {"required", required}, {"schema", property}});
      }
      path["get"] = {{"operationId", std::string(tool->name) + "_get"},
                     {"summary", tool->title},
                     {"description", tool->description},
                     {"parameters", std::move(parameters)},
                     {"responses", responses}};
    }
    path["post"] = {{"operationId", tool->name},
                    {"summary", tool->title},
                    {"description", tool->description},
                    {"requestBody",
                     {{"required", schema.contains("required")},
                      {"content", {{"application/json", {{"schema", std::move(schema)}}}}}}},
                    {"responses", std::move(responses)}};
    paths[fmt::format("{}{}", kPrefix, tool->name)] = std::move(path);
  }
  return {{"openapi", "3.1.0"},
          {"info", {{"title", "fingerpost"}, {"version", kVersion}}},
          {"servers", Json::array({{{"url", "/"}}})},
          {"paths", std::move(paths)}};
}

}  // namespace fingerpost::http
