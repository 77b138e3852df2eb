#include "server/http/serve.h"

#include <chrono>
#include <ctime>

#include "server/http/guard.h"
#include "server/http/json_api.h"
#include "server/http/metrics.h"
#include "server/mcp/streamable_http.h"

namespace fingerpost::http {
namespace {

using Clock = std::chrono::steady_clock;

// What stands for the path in the metrics: clients must not be able to make new names.
std::string_view route_name(std::string_view path) {
  if (path == "/mcp") return "mcp";
  if (path.starts_with("/api/v1/")) return "api";
  if (path == "/health" || path == "/ready" || path == "/metrics") return path.substr(1);
  return "other";
}

// Questions that wait for the map to be made leave workers for what needs none.
std::size_t most_waiting(const ServeOptions& options) {
  return options.listener.workers / 2;
}

mcp::McpOptions mcp_options(const ServeOptions& options) {
  mcp::McpOptions out;
  out.writes = options.writes;
  out.legacy_subscriptions = false;
  out.most_waiting = most_waiting(options);
  out.extras = options.extras;
  return out;
}

class Routes {
 public:
  Routes(Workspace& workspace, const ServeOptions& options, Listener& listener)
      : workspace_(workspace),
        options_(options),
        listener_(listener),
        mcp_(workspace, mcp_options(options),
             {[&listener](std::uint64_t stream, std::string_view json) { listener.push_event(stream, json); },
              [&listener](std::uint64_t stream) { listener.end_stream(stream); }}) {}

  Reply answer(const Request& request, Exchange& exchange) {
    const auto start = Clock::now();
    Reply reply = route(request, exchange);
    metrics_.count(route_name(request.path), reply.status, std::chrono::duration<double>(Clock::now() - start).count());
    return reply;
  }
  void forget(std::uint64_t stream) { mcp_.forget(stream); }

 private:
  Reply route(const Request& request, Exchange& exchange) {
    if (request.path == "/mcp") return mcp_.answer(request, exchange);
    if (request.path.starts_with("/api/v1/")) {
      const std::size_t waiting = waiting_.fetch_add(1);
      Reply reply = answer_api(request, workspace_, options_.writes, waiting < most_waiting(options_),
                               [&exchange] { return exchange.closed(); });
      --waiting_;
      return reply;
    }
    if (request.path == "/health" || request.path == "/ready" || request.path == "/metrics") {
      if (request.method != "GET" && request.method != "HEAD") {
        Reply reply = problem_of(405, "another method is needed");
        reply.headers.emplace_back("Allow", "GET");
        return reply;
      }
      if (request.path == "/health") return {200, "application/json", R"({"status":"ok"})", {}};
      return request.path == "/ready" ? ready() : metrics();
    }
    return problem_of(404, "not found", "there are /mcp, /api/v1/openapi.json, /health, /ready and /metrics");
  }

  Reply ready() {
    if (const std::string trouble = workspace_.trouble(); !trouble.empty())
      return problem_of(503, "not ready", trouble);
    const Readiness now = workspace_.readiness();
    if (!now.documents)
      return problem_of(503, "not ready",
                        "reading " + now.phase + ": " + std::to_string(now.done) + " of " + std::to_string(now.total));
    Json said = {{"status", "ready"}};
    if (!now.entries) said["entries"] = "being read";
    if (!now.whole) said["code"] = "being read";
    return {200, "application/json", to_line(said), {}};
  }

  Reply metrics() {
    const Listener::Counts counts = listener_.counts();
    std::map<std::string, double> gauges = {
        {"connections", static_cast<double>(counts.connections)},
        {"streams", static_cast<double>(counts.streams)},
        {"turned_away", static_cast<double>(counts.turned_away)},
        {"ready", workspace_.readiness().documents ? 1.0 : 0.0},
        {"whole", workspace_.readiness().whole ? 1.0 : 0.0},
    };
    if (workspace_.readiness().documents)
      workspace_.visit("", [&](const std::string&, Repository& repository) {
        gauges["sources"] += static_cast<double>(repository.map().sources().size());
        gauges["sweeps_total"] += static_cast<double>(repository.sweeps());
        gauges["index_age_seconds"] = std::max(gauges["index_age_seconds"], repository.age());
        gauges["places"] += static_cast<double>(repository.map().live_count());
        if (auto findings = repository.map().findings()) gauges["findings"] += static_cast<double>(findings->size());
        if (auto states = repository.probe_history().states(std::time(nullptr)))
          for (const ProbeState& state : *states) {
            const auto put = [&](const char* name, double value) {
              gauges[labelled(name, {{"probe", state.probe}, {"target", state.target}})] = value;
            };
            put("probe_up", state.state == "pass" || state.state == "warn" ? 1 : 0);
            put("probe_since_seconds", static_cast<double>(state.since));
            put("probe_last_seconds", static_cast<double>(state.last));
            put("probe_flapping", state.flapping ? 1 : 0);
          }
        if (auto gaps = repository.gaps())
          gauges["gaps"] += static_cast<double>(std::count_if(
              gaps->begin(), gaps->end(), [](const GapGroup& gap) { return gap.state == Gap::State::open; }));
      });
    return {200, "text/plain; version=0.0.4", metrics_.text(gauges), {}};
  }

  Workspace& workspace_;
  const ServeOptions& options_;
  Listener& listener_;
  Metrics metrics_;
  std::atomic<std::size_t> waiting_ = 0;  // requests of the JSON API at work
  mcp::StreamableHttp mcp_;
};

}  // namespace

Result<Done> serve(Workspace& workspace, const ServeOptions& options,
                   const std::function<void(int, std::function<void()>)>& on_ready) {
  if (!is_loopback(options.listener.address) && options.token.empty())
    return Error{Code::denied, "to listen on " + options.listener.address + " a bearer token is needed", "",
                 "put one into FINGERPOST_TOKEN or a file named by --token-file"};
  auto listener = Listener::bind(options.listener);
  if (!listener) return listener.error();
  GuardOptions guard{(*listener)->port(), options.hosts, options.token};
  if (!is_loopback(options.listener.address)) guard.hosts.push_back(options.listener.address);
  auto routes = std::make_unique<Routes>(workspace, options, **listener);
  Hooks hooks;
  hooks.turn_away = [&guard](const Admitted& request) -> std::optional<Reply> {
    const std::string path = request.target.substr(0, request.target.find('?'));
    if (auto refusal = refuse(request.headers, path, guard)) {
      Reply reply = problem_of(refusal->status, refusal->status == 401 ? "who are you" : "not allowed", refusal->why);
      if (refusal->status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer");
      return reply;
    }
    // The library finds the route of a body by a regular expression, whose cost grows with the path.
    constexpr std::size_t kLongestPath = 200;
    if (path.size() > kLongestPath) return problem_of(404, "not found");
    const std::string* type = header(request.headers, "Content-Type");
    const bool json =
        type != nullptr && equal_ignoring_case(trim(type->substr(0, type->find(';'))), "application/json");
    // A form could be sent by any page without asking; JSON cannot.
    if ((request.method == "POST" && !json) || (type != nullptr && !json))
      return problem_of(415, "bodies are application/json");
    return std::nullopt;
  };
  hooks.route = [&routes](const Request& request, Exchange& exchange) { return routes->answer(request, exchange); };
  hooks.on_stream_end = [&routes](std::uint64_t stream) { routes->forget(stream); };
  Listener* running = listener->get();
  on_ready((*listener)->port(), [running] { running->stop(); });
  (*listener)->run(hooks);
  // The streams' last messages are written when their endpoint ends.
  routes.reset();
  (*listener)->finish();
  return Done{};
}

}  // namespace fingerpost::http
