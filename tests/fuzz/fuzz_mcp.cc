// Messages of any kind over a small repository: each request has one well-formed reply, whatever is in it. The first
// byte picks between lines as they come and the parameters of a method.
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "server/mcp/line_reader.h"
#include "server/mcp/message.h"
#include "server/mcp/server.h"

using namespace fingerpost;

static void hold(bool so, const std::string& what) {
  if (so) return;
  std::fprintf(stderr, "not so: %s\n", what.c_str());
  std::abort();
}

namespace {

constexpr std::string_view kMethods[] = {
    "tools/call",     "where_is",    "diagnose",       "known_issues",        "confirm_fix",
    "resources/read", "prompts/get", "resources/list", "completion/complete", "resources/directory/read",
    "skills/get",     "initialize",  "tools/list",     "server/discover",     "logging/setLevel"};

// Made once: a repository in a directory of its own, which goes with the process.
class Served {
 public:
  Served() {
    directory_ = std::filesystem::temp_directory_path() / ("fingerpost-fuzz-" + std::to_string(::getpid()));
    std::filesystem::create_directories(directory_ / "tree/docs");
    std::ofstream(directory_ / "tree/docker-compose.yml") << "services:\n  redis:\n    ports:\n      - \"6379:6379\"\n";
    std::ofstream(directory_ / "tree/docs/troubleshooting.md")
        << "# Troubleshooting\n\n## Redis refuses connections\n\n**Symptom**: connection refused\n\n**Cause**: it is "
           "down\n\n**Fix**: run `make redis`\n";
    ::setenv("XDG_STATE_HOME", directory_.c_str(), 1);
    RepositoryOptions options;
    options.directory = (directory_ / "tree").string();
    options.map_file = (directory_ / "map.db").string();
    auto workspace = Workspace::open({options});
    hold(workspace.has_value(), "the repository opens");
    workspace_ = std::move(*workspace);
    mcp_ = std::make_unique<mcp::Mcp>(*workspace_, mcp::McpOptions());
  }
  ~Served() {
    mcp_.reset();
    workspace_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  mcp::Mcp& mcp() { return *mcp_; }

 private:
  std::filesystem::path directory_;
  std::unique_ptr<Workspace> workspace_;
  std::unique_ptr<mcp::Mcp> mcp_;
};

// Whether a reply tells how the program works inside, in words that the request does not say itself (whatever stands
// between their letters there: it is shown without).
bool tells_of_inside(const std::string& reply, std::string request) {
  constexpr std::string_view kInside[] = {"internal error", "fts5", "SQL"};
  for (std::size_t at = request.find("\\u"); at != std::string::npos; at = request.find("\\u", at))
    request.erase(at, 6);
  std::erase_if(request, [](char c) { return !is_alnum(c) && c != ' '; });
  return std::any_of(std::begin(kInside), std::end(kInside), [&](std::string_view word) {
    return reply.find(word) != std::string::npos && request.find(word) == std::string::npos;
  });
}

void check(const Json& message, std::string_view version, Served& place) {
  const mcp::Message read = mcp::read_message(message, version);
  if (std::holds_alternative<mcp::Ignored>(read)) return;
  Json reply;
  if (const auto* request = std::get_if<mcp::Request>(&read)) {
    auto answer = place.mcp().handle(*request, {});
    hold(answer.has_value() == !request->id.is_null(), "requests are answered, notifications are not");
    if (!answer) return;
    reply = std::move(*answer);
    hold(reply["id"] == request->id, "the reply has the request's id");
  } else {
    reply = std::get<Json>(read);
  }
  const std::string line = to_line(reply);
  hold(line.find('\n') == std::string::npos, "a reply is one line");
  hold(parse_json(line).has_value(), "a reply is JSON");
  hold(reply["jsonrpc"] == "2.0" && reply.contains("result") != reply.contains("error"), line);
  hold(!tells_of_inside(line, to_line(message)), line);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Served place;
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  constexpr std::size_t kMethodCount = std::size(kMethods);
  const std::size_t mode = data[0] % (kMethodCount + 1);
  if (mode == kMethodCount) {
    mcp::LineReader lines(1024);
    lines.feed(std::string_view(text).substr(0, text.size() / 2));
    lines.feed(std::string_view(text).substr(text.size() / 2));
    while (auto line = lines.take()) {
      hold(line->text.size() <= 1024 && (line->too_long == false || line->text.empty()), "no line is too long");
      if (const auto value = parse_json(line->text)) check(*value, mcp::kLegacy.front(), place);
    }
    return 0;
  }
  Json parameters = parse_json(text).value_or(Json(text));
  std::string_view method = kMethods[mode];
  if (method.find('/') == std::string_view::npos && method != "initialize") {
    // A tool: its text as it is, or its arguments.
    Json arguments = parameters.is_object() ? parameters : Json{{mode == 1 ? "query" : "symptom", text}};
    parameters = {{"name", method}, {"arguments", std::move(arguments)}};
    method = "tools/call";
  }
  const bool modern = data[0] >= 128;
  if (modern && parameters.is_object())
    parameters["_meta"] = {{mcp::kVersionKey, mcp::kModern}, {mcp::kCapabilitiesKey, Json::object()}};
  check({{"jsonrpc", "2.0"}, {"id", "x"}, {"method", method}, {"params", std::move(parameters)}},
        modern ? mcp::kModern : mcp::kLegacy[data[0] / 16 % mcp::kLegacy.size()], place);
  return 0;
}

std::vector<std::string> fuzz_seeds() {
  const auto with = [](std::size_t mode, const std::string& text) { return static_cast<char>(mode) + text; };
  return {
      with(0, R"({"name":"where_is","arguments":{"query":"redis port","limit":3}})"),
      with(1, "which port does redis publish"),
      with(1, "-- which port -- does --redis- publish"),
      with(1, R"("x" OR * NEAR(a b) -c docs/a.md:3 $REDIS_URL getUserById)"),
      with(2, "Error: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect"),
      with(3, R"({"component":"redis","limit":1})"),
      with(4, R"({"entry":"docs/troubleshooting.md:3","worked":true,"note":"n"})"),
      with(5, R"({"uri":"fingerpost://pointer/docs/troubleshooting.md?lines=3-5"})"),
      with(5, R"({"uri":"fingerpost://pointer/../%2e%2e/etc/passwd?lines=1-"})"),
      with(5, R"({"uri":"skill://fingerpost/SKILL.md"})"),
      with(6, R"({"name":"orient","arguments":{"component":"redis"}})"),
      with(7, R"({"cursor":"p100"})"),
      with(8, R"({"ref":{"type":"ref/prompt","name":"orient"},"argument":{"name":"component","value":"re"}})"),
      with(
          8,
          R"({"ref":{"type":"ref/resource","uri":"fingerpost://pointer/{+path}{?lines}"},"argument":{"name":"path"}})"),
      with(9, R"({"uri":"skill://fingerpost/references"})"),
      with(11, R"({"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"x","version":"1"}})"),
      with(
          15,
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n\n[]\n{\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n{\"id\":"),
      with(128 + 5, R"({"uri":"fingerpost://overview"})"),
  };
}
