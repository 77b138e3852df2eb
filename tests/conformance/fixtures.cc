#include "tests/conformance/fixtures.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>

#include "server/crypto.h"

namespace fingerpost {
namespace {

using mcp::Channel;
using mcp::Fault;
using mcp::member;
using mcp::Request;
using mcp::text_at;

constexpr const char* kPng =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
constexpr const char* kWav = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=";

Json text(std::string_view words) {
  return {{"type", "text"}, {"text", words}};
}
Json image() {
  return {{"type", "image"}, {"data", kPng}, {"mimeType", "image/png"}};
}
Json resource(std::string_view uri, std::string_view type, std::string_view words) {
  return {{"type", "resource"}, {"resource", {{"uri", uri}, {"mimeType", type}, {"text", words}}}};
}
Json said(Json content) {
  return {{"content", Json::array({std::move(content)})}};
}
Json user(Json content) {
  return {{"role", "user"}, {"content", std::move(content)}};
}

// --- requests to a legacy client, answered by a message of its own ---

struct Mailbox {
  std::mutex mutex;
  std::condition_variable came;
  std::map<std::string, Json> answers;
  int next = 0;
};
Mailbox& mailbox() {
  static Mailbox one;
  return one;
}

Json ask_client(const Channel& channel, std::string_view method, Json parameters) {
  Mailbox& box = mailbox();
  std::string id;
  {
    const std::lock_guard lock(box.mutex);
    id = "ask-" + std::to_string(++box.next);
  }
  channel.notify({{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(parameters)}});
  std::unique_lock lock(box.mutex);
  if (!box.came.wait_for(lock, std::chrono::seconds(5), [&] { return box.answers.count(id) != 0; }))
    throw Fault{mcp::kInternalError, "the client did not answer"};
  const Json answer = box.answers[id];
  box.answers.erase(id);
  return member(answer, "result");
}

Json elicit(const Channel& channel, std::string_view message, Json properties) {
  const Json answer = ask_client(
      channel, "elicitation/create",
      {{"message", message}, {"requestedSchema", {{"type", "object"}, {"properties", std::move(properties)}}}});
  return said(text("Elicitation completed: action=" + text_at(answer, "action") +
                   ", content=" + to_line(member(answer, "content"))));
}

Json titled(std::string_view one, std::string_view two) {
  return Json::array({{{"const", "value1"}, {"title", one}}, {{"const", "value2"}, {"title", two}}});
}

Json enum_properties() {
  const Json options = {"option1", "option2", "option3"};
  return {{"untitledSingle", {{"type", "string"}, {"enum", options}}},
          {"titledSingle", {{"type", "string"}, {"oneOf", titled("First Option", "Second Option")}}},
          {"legacyEnum",
           {{"type", "string"},
            {"enum", {"opt1", "opt2", "opt3"}},
            {"enumNames", {"Option One", "Option Two", "Option Three"}}}},
          {"untitledMulti", {{"type", "array"}, {"items", {{"type", "string"}, {"enum", options}}}}},
          {"titledMulti", {{"type", "array"}, {"items", {{"anyOf", titled("First Choice", "Second Choice")}}}}}};
}

Json default_properties() {
  return {{"name", {{"type", "string"}, {"default", "John Doe"}}},
          {"age", {{"type", "integer"}, {"default", 30}}},
          {"score", {{"type", "number"}, {"default", 95.5}}},
          {"status", {{"type", "string"}, {"enum", {"active", "inactive", "pending"}}, {"default", "active"}}},
          {"verified", {{"type", "boolean"}, {"default", true}}}};
}

// --- results that ask for input (modern) ---

Json elicitation(std::string_view message, const char* property, std::string_view type) {
  return {{"method", "elicitation/create"},
          {"params",
           {{"mode", "form"},
            {"message", message},
            {"requestedSchema",
             {{"type", "object"},
              {"properties", {{property, {{"type", type}}}}},
              {"required", Json::array({property})}}}}}};
}
Json sampling(std::string_view words, int tokens) {
  return {{"method", "sampling/createMessage"},
          {"params", {{"messages", Json::array({user(text(words))})}, {"maxTokens", tokens}}}};
}
Json roots() {
  return {{"method", "roots/list"}, {"params", Json::object()}};
}
Json input_required(Json requests, const std::string& state = "") {
  Json out = {{"resultType", "input_required"}, {"inputRequests", std::move(requests)}};
  if (!state.empty()) out["requestState"] = state;
  return out;
}

std::string sealed(const std::string& state) {
  return state + "." + sha256_hex("fixtures of a test:" + state);
}
// The state that a client brought back, "" for none. Throws Fault for one that is not ours.
std::string opened(const Request& request) {
  const std::string state = text_at(request.parameters, "requestState");
  if (state.empty()) return "";
  const auto dot = state.find('.');
  const std::string plain = state.substr(0, dot);
  if (dot == std::string::npos || state != sealed(plain)) throw Fault{mcp::kInvalidParams, "requestState is not ours"};
  return plain;
}

// A response as the client's user gave it; null for none and for one that does not hold what was asked.
Json response(const Request& request, const char* key, const char* property = nullptr) {
  const Json& given = member(member(request.parameters, "inputResponses"), key);
  if (!given.is_object()) return nullptr;
  if (property == nullptr) return given;
  const Json& value = member(member(given, "content"), property);
  return value.is_null() ? Json() : value;
}

std::optional<Json> ask_for_input(const std::string& name, const Request& request) {
  const std::string state = opened(request);
  if (name == "elicitation") {
    const Json who = response(request, "user_name", "name");
    if (!who.is_string()) return input_required({{"user_name", elicitation("What is your name?", "name", "string")}});
    return said(text("Hello, " + who.get<std::string>() + "!"));
  }
  if (name == "sampling") {
    if (response(request, "capital_question").is_null())
      return input_required({{"capital_question", sampling("What is the capital of France?", 100)}});
    return said(text("The model answered"));
  }
  if (name == "list_roots") {
    if (response(request, "client_roots").is_null()) return input_required({{"client_roots", roots()}});
    return said(text("Roots: " + to_line(response(request, "client_roots"))));
  }
  if (name == "request_state" || name == "tampered_state") {
    if (state != "asked" || response(request, "confirm").is_null())
      return input_required({{"confirm", elicitation("Please confirm", "ok", "boolean")}}, sealed("asked"));
    return said(text("state-ok"));
  }
  if (name == "multiple_inputs") {
    if (response(request, "user_name").is_null() || response(request, "greeting").is_null() ||
        response(request, "client_roots").is_null())
      return input_required({{"user_name", elicitation("What is your name?", "name", "string")},
                             {"greeting", sampling("Generate a greeting", 50)},
                             {"client_roots", roots()}},
                            sealed("asked"));
    return said(text("All inputs came"));
  }
  if (name == "multi_round") {
    if (state == "second" && !response(request, "step2").is_null()) return said(text("Both steps are done"));
    if (state == "first" && !response(request, "step1").is_null())
      return input_required({{"step2", elicitation("Step 2: What is your favorite color?", "color", "string")}},
                            sealed("second"));
    return input_required({{"step1", elicitation("Step 1: What is your name?", "name", "string")}}, sealed("first"));
  }
  if (name == "capabilities") {
    const Json& declared = member(member(request.parameters, "_meta"), mcp::kCapabilitiesKey);
    Json requests = Json::object();
    if (declared.contains("elicitation")) requests["user_name"] = elicitation("What is your name?", "name", "string");
    if (declared.contains("sampling")) requests["greeting"] = sampling("Generate a greeting", 50);
    if (declared.contains("roots")) requests["client_roots"] = roots();
    if (requests.empty()) return said(text("Nothing can be asked"));
    return input_required(std::move(requests));
  }
  return std::nullopt;
}

std::optional<Json> call_tool(const Request& request, const Channel& channel) {
  const std::string name = text_at(request.parameters, "name");
  const Json& arguments = member(request.parameters, "arguments");
  const Json& meta = member(request.parameters, "_meta");
  const auto say = [&](std::string_view method, Json parameters) {
    if (channel.notify) channel.notify(mcp::notification_of(method, std::move(parameters)));
  };
  constexpr std::string_view kAsking = "test_input_required_result_";
  if (name.starts_with(kAsking)) return ask_for_input(name.substr(kAsking.size()), request);
  if (name == "test_simple_text") return said(text("This is a simple text response for testing."));
  if (name == "test_image_content") return said(image());
  if (name == "test_audio_content") return said({{"type", "audio"}, {"data", kWav}, {"mimeType", "audio/wav"}});
  if (name == "test_embedded_resource")
    return said(resource("test://embedded-resource", "text/plain", "This is an embedded resource content."));
  if (name == "test_multiple_content_types")
    return Json{{"content", Json::array({text("Multiple content types test:"), image(),
                                         resource("test://mixed-content-resource", "application/json",
                                                  R"({"test":"data","value":123})")})}};
  if (name == "test_error_handling") {
    Json out = said(text("This tool intentionally returns an error for testing"));
    out["isError"] = true;
    return out;
  }
  if (name == "test_tool_with_progress") {
    if (const Json& token = member(meta, "progressToken"); !token.is_null())
      for (const int done : {0, 50, 100})
        say("notifications/progress", {{"progressToken", token}, {"progress", done}, {"total", 100}});
    return said(text("done"));
  }
  if (name == "test_tool_with_logging") {
    for (const char* words : {"Tool execution started", "Tool processing data", "Tool execution completed"})
      say("notifications/message", {{"level", "info"}, {"data", words}});
    return said(text("done"));
  }
  if (name == "test_logging_tool") {
    if (!member(meta, "io.modelcontextprotocol/logLevel").is_null())
      say("notifications/message", {{"level", "info"}, {"data", "working"}});
    return said(text("done"));
  }
  if (name == "test_missing_capability") {
    if (!member(member(meta, mcp::kCapabilitiesKey), "sampling").is_object())
      throw Fault{
          mcp::kMissingCapability, "sampling is needed", {{"requiredCapabilities", {{"sampling", Json::object()}}}}};
    return said(text("done"));
  }
  if (name == "test_streaming_elicitation") {
    say("notifications/progress", {{"progressToken", "fixture"}, {"progress", 1}});
    return input_required({{"user_name", elicitation("What is your name?", "name", "string")}});
  }
  if (name == "test_sampling") {
    const Json answer =
        ask_client(channel, "sampling/createMessage",
                   {{"messages", Json::array({user(text(text_at(arguments, "prompt")))})}, {"maxTokens", 100}});
    return said(text("LLM response: " + text_at(member(answer, "content"), "text")));
  }
  if (name == "test_elicitation")
    return elicit(channel, text_at(arguments, "message"), {{"username", {{"type", "string"}}}});
  if (name == "test_elicitation_sep1034_defaults") return elicit(channel, "With defaults", default_properties());
  if (name == "test_elicitation_sep1330_enums") return elicit(channel, "With choices", enum_properties());
  return std::nullopt;
}

std::optional<Json> read_resource(const std::string& uri) {
  const auto one = [&](const char* kind, std::string_view type, std::string_view content) {
    return Json{{"contents", Json::array({{{"uri", uri}, {"mimeType", type}, {kind, content}}})}};
  };
  if (uri == "test://static-text") return one("text", "text/plain", "This is the content of the static text resource.");
  if (uri == "test://static-binary") return one("blob", "image/png", kPng);
  constexpr std::string_view kStart = "test://template/";
  constexpr std::string_view kEnd = "/data";
  if (uri.size() > kStart.size() + kEnd.size() && uri.starts_with(kStart) && uri.ends_with(kEnd)) {
    const std::string id = uri.substr(kStart.size(), uri.size() - kStart.size() - kEnd.size());
    return one("text", "application/json",
               to_line({{"id", id}, {"templateTest", true}, {"data", "Data for ID: " + id}}));
  }
  return std::nullopt;
}

std::optional<Json> get_prompt(const Request& request) {
  const std::string name = text_at(request.parameters, "name");
  const Json& arguments = member(request.parameters, "arguments");
  const auto messages = [](Json list) { return Json{{"messages", std::move(list)}}; };
  if (name == "test_simple_prompt") return messages(Json::array({user(text("This is a simple prompt for testing."))}));
  if (name == "test_prompt_with_arguments")
    return messages(Json::array({user(text("Prompt with arguments: arg1='" + text_at(arguments, "arg1") + "', arg2='" +
                                           text_at(arguments, "arg2") + "'"))}));
  if (name == "test_prompt_with_embedded_resource")
    return messages(Json::array(
        {user(resource(text_at(arguments, "resourceUri"), "text/plain", "Embedded resource content for testing.")),
         user(text("Please process the embedded resource above."))}));
  if (name == "test_prompt_with_image")
    return messages(Json::array({user(image()), user(text("Please analyze the image above."))}));
  if (name == "test_input_required_result_prompt") {
    const Json context = response(request, "user_context", "context");
    if (!context.is_string())
      return input_required(
          {{"user_context", elicitation("What context should the prompt use?", "context", "string")}});
    return messages(Json::array({user(text("With " + context.get<std::string>()))}));
  }
  return std::nullopt;
}

std::optional<Json> answer(const Request& request, const Channel& channel) {
  if (request.method == "tools/call") return call_tool(request, channel);
  if (request.method == "resources/read") return read_resource(text_at(request.parameters, "uri"));
  if (request.method == "prompts/get") return get_prompt(request);
  if (request.method == "completion/complete" &&
      text_at(member(request.parameters, "ref"), "name") == "test_prompt_with_arguments")
    return Json{{"completion", {{"values", {"one", "other"}}, {"total", 2}, {"hasMore", false}}}};
  if (!request.modern && (request.method == "resources/subscribe" || request.method == "resources/unsubscribe"))
    return Json::object();
  return std::nullopt;
}

Json plain_tool(std::string_view name, Json properties = Json::object()) {
  return {{"name", name},
          {"description", "A fixture of the conformance suite"},
          {"inputSchema", {{"type", "object"}, {"properties", std::move(properties)}}}};
}

Json schema_tool() {
  Json tool = plain_tool("json_schema_2020_12_tool");
  tool["inputSchema"] = *parse_json(R"({
    "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
    "$defs": {"address": {"$anchor": "addressDef", "type": "object",
      "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
    "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"},
      "contactMethod": {"type": "string", "enum": ["phone", "email"]},
      "phone": {"type": "string"}, "email": {"type": "string"}},
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]}, "else": {"required": ["email"]}, "additionalProperties": false})");
  return tool;
}

}  // namespace

const mcp::Extras& conformance_fixtures() {
  static const mcp::Extras fixtures = [] {
    mcp::Extras out;
    out.answer = answer;
    out.client_replied = [](const Json& reply) {
      const std::lock_guard lock(mailbox().mutex);
      mailbox().answers[text_at(reply, "id")] = reply;
      mailbox().came.notify_all();
    };
    for (const char* name : {"test_simple_text",
                             "test_image_content",
                             "test_audio_content",
                             "test_embedded_resource",
                             "test_multiple_content_types",
                             "test_error_handling",
                             "test_tool_with_progress",
                             "test_tool_with_logging",
                             "test_logging_tool",
                             "test_missing_capability",
                             "test_streaming_elicitation",
                             "test_elicitation_sep1034_defaults",
                             "test_elicitation_sep1330_enums",
                             "test_input_required_result_elicitation",
                             "test_input_required_result_sampling",
                             "test_input_required_result_list_roots",
                             "test_input_required_result_request_state",
                             "test_input_required_result_tampered_state",
                             "test_input_required_result_multiple_inputs",
                             "test_input_required_result_multi_round",
                             "test_input_required_result_capabilities"})
      out.tools.push_back(plain_tool(name));
    out.tools.push_back(plain_tool("test_sampling", {{"prompt", {{"type", "string"}}}}));
    out.tools.push_back(plain_tool("test_elicitation", {{"message", {{"type", "string"}}}}));
    out.tools.push_back(schema_tool());
    out.resources = Json::array({{{"uri", "test://static-text"}, {"name", "static text"}},
                                 {{"uri", "test://static-binary"}, {"name", "static binary"}}});
    out.templates = Json::array({{{"uriTemplate", "test://template/{id}/data"}, {"name", "template"}}});
    const auto prompt = [](std::string_view name, std::vector<const char*> arguments) {
      Json list = Json::array();
      for (const char* one : arguments) list.push_back({{"name", one}, {"required", true}});
      return Json{
          {"name", name}, {"description", "A fixture of the conformance suite"}, {"arguments", std::move(list)}};
    };
    out.prompts = Json::array({prompt("test_simple_prompt", {}), prompt("test_prompt_with_arguments", {"arg1", "arg2"}),
                               prompt("test_prompt_with_embedded_resource", {"resourceUri"}),
                               prompt("test_prompt_with_image", {}), prompt("test_input_required_result_prompt", {})});
    return out;
  }();
  return fixtures;
}

}  // namespace fingerpost
