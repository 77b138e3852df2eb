// A server's own word on its health: /health (is the process alive), /ready (can it serve), /metrics (what it counts),
// and what the three mean together.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "base/text.h"
#include "probes/exposition.h"
#include "probes/health_body.h"
#include "probes/health_paths.h"
#include "probes/http_steps.h"
#include "probes/url.h"

namespace fingerpost {

extern const Probe health_probe;

namespace {

using Says = HealthBody::Says;

constexpr std::array<std::string_view, 6> kLive = {"/health",      "/healthz",    "/livez",
                                                   "/health/live", "/api/health", "/actuator/health"};
constexpr std::array<std::string_view, 5> kReady = {"/ready", "/readyz", "/health/ready", "/api/ready",
                                                    "/actuator/health/readiness"};
constexpr std::array<std::string_view, 2> kMetrics = {"/metrics", "/actuator/prometheus"};

std::vector<Planned> plan(const Surroundings& around) {
  std::vector<Planned> out = plan_http(health_probe, around);
  for (Planned& planned : out) planned.shown = shown_url(planned.target.text);
  return out;
}

Result<Planned> aim(const std::string& argument, const Surroundings& around) {
  return aim_http(health_probe, argument, around);
}

// One endpoint as it answered.
struct Endpoint {
  std::string path;
  HttpReply reply;
  HealthBody body;
  bool well() const { return reply.status >= 200 && reply.status < 300 && body.says != Says::unwell; }
};

// "HTTP 503 not_ready: connection refused", and what is wrong below it.
std::string words_of(const Endpoint& endpoint) {
  std::string out = fmt::format("{} answers HTTP {}", endpoint.path, endpoint.reply.status);
  if (!endpoint.body.word.empty()) out += fmt::format(" \"{}\"", endpoint.body.word);
  if (!endpoint.body.error.empty()) out += fmt::format(": {}", endpoint.body.error);
  std::vector<std::string> unwell;
  for (const HealthBody::Part& part : endpoint.body.parts)
    if (!part.well)
      unwell.push_back(part.error.empty() ? fmt::format("{} is {}", part.name, part.word)
                                          : fmt::format("{} is {} ({})", part.name, part.word, part.error));
  if (!unwell.empty()) out += "; " + join(unwell, ", ");
  return out;
}

std::string parts_unwell(const Endpoint& endpoint) {
  std::vector<std::string> out;
  for (const HealthBody::Part& part : endpoint.body.parts)
    if (!part.well) out.push_back(part.name);
  return join(out, ", ");
}

class HealthRun {
 public:
  HealthRun(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out)
      : planned_(planned), around_(around), deadline_(deadline), out_(out) {}

  void run() {
    Reached reached = reach(planned_, around_, deadline_, out_);
    reached.socket = Socket();  // a server with one hand would wait on it
    if (reached.address.size == 0) {
      out_.summary = fmt::format("down: {}", out_.failed("resolve") ? out_.checks.front().seen : connect_seen());
      for (const char* name : {"live", "ready", "metrics"}) out_.add(name, Status::skip, "needs connect");
      return;
    }
    address_ = reached.address;
    const std::optional<Endpoint> live = find("live", kLive);
    if (!answered_) return;
    const std::optional<Endpoint> ready = find("ready", kReady);
    check_live(live);
    check_ready(ready, live);
    check_metrics();
    conclude(live, ready);
  }

 private:
  std::string connect_seen() const {
    for (const Check& check : out_.checks)
      if (check.name == "connect") return check.seen;
    return "no connection";
  }

  std::optional<HttpReply> get(std::string_view path) {
    HttpRequest request = request_for(planned_, around_, path);
    if (!answered_) {
      auto reply = ask(request, planned_, address_, deadline_, out_);
      answered_ = reply.has_value();
      return reply;
    }
    request.verify = !out_.failed("tls");
    HttpReply reply = http_get(request, address_, deadline_);
    if (reply.problem.empty()) return reply;
    out_.codes.push_back(reply.code);
    return std::nullopt;
  }

  // The first of the paths that the server has. What the settings name is asked for alone.
  std::optional<Endpoint> find(const std::string& which, std::span<const std::string_view> standard) {
    std::vector<std::string> paths;
    for (const ProbeSettings::Text& text : around_.settings().list("health", which)) paths.push_back(text.value);
    if (paths.empty()) {
      if (which == "live") add_known_path(paths);
      if (which != "metrics") {
        if (!declared_) declared_ = declared_health_paths(around_);
        const auto& own = which == "live" ? declared_->live : declared_->ready;
        paths.insert(paths.end(), own.begin(), own.end());
      }
      for (const std::string_view path : standard)
        if (!among(paths, path)) paths.emplace_back(path);
    }
    for (const std::string& path : paths) {
      if (deadline_.passed()) break;
      auto reply = get(path);
      if (!reply) {
        if (!answered_) return std::nullopt;
        continue;
      }
      if (reply->status == 404 || reply->status == 405) continue;
      Endpoint out;
      out.path = path;
      if (const auto json = json_body(*reply))
        out.body = read_health_body(*json);
      else if (!is_html(*reply) && reply->body.size() < 100)
        out.body = read_health_body(Json(std::string(trim(reply->body))));
      out.reply = std::move(*reply);
      return out;
    }
    return std::nullopt;
  }

  // The path that the target's URL has, and the one that the service's own health check asks for.
  void add_known_path(std::vector<std::string>& paths) const {
    const std::string own = parse_url(planned_.target.text).path;
    if (contains(own, "health") || contains(own, "live") || contains(own, "status")) paths.push_back(own);
    for (const ComposeModel* model : around_.active_composes())
      for (const ComposeService& service : model->services)
        for (const ComposePort& port : service.ports) {
          const std::string& test = service.healthcheck.value;
          const std::size_t url = test.find("http://");
          if (port.host != planned_.target.port || url == std::string::npos) continue;
          const std::size_t end = test.find_first_of(" '\"|;)", url);
          const std::string path = parse_url(std::string_view(test).substr(url, end - url)).path;
          if (path.size() > 1) paths.push_back(path);
        }
  }

  bool is_page(const Endpoint& endpoint) const { return endpoint.reply.status < 400 && is_html(endpoint.reply); }

  void add(const char* name, Status status, const Endpoint& endpoint, std::string seen, std::string advice = {}) {
    out_.add(name, status, std::move(seen), std::move(advice)).milliseconds = endpoint.reply.total_ms;
    out_.measure(fmt::format("{}_status", name), endpoint.reply.status);
    if (endpoint.reply.status >= 400) out_.codes.push_back(fmt::format("HTTP {}", endpoint.reply.status));
    if (!endpoint.body.error.empty()) out_.messages.push_back(endpoint.body.error);
    for (const HealthBody::Part& part : endpoint.body.parts)
      if (!part.error.empty()) out_.messages.push_back(part.error);
  }

  void check_live(const std::optional<Endpoint>& live) {
    if (!live) {
      out_.add("live", Status::warn, "it answers HTTP, and has no health endpoint at the usual paths",
               "name its path with live = [\"/…\"] under [probes.health] in .fingerpost.toml");
      return;
    }
    out_.measure("latency_ms", live->reply.total_ms);
    if (is_page(*live)) {
      const std::string title = title_of(live->reply);
      add("live", Status::fail, *live,
          fmt::format("{} is a page{}, not a health endpoint", live->path,
                      title.empty() ? std::string() : fmt::format(" titled '{}'", title)),
          "another program serves this port, or a single-page app answers every path: correct the port or the path");
    } else if (live->reply.status == 401 || live->reply.status == 403) {
      add("live", Status::pass, *live,
          fmt::format("{} answers HTTP {}: alive, and protected", live->path, live->reply.status));
    } else if (live->reply.status == 502 || live->reply.status == 504) {
      add("live", Status::fail, *live, words_of(*live) + ": the proxy is up, the server behind it is not",
          "start the server behind the proxy");
    } else if (!live->well()) {
      add("live", Status::fail, *live, words_of(*live),
          parts_unwell(*live).empty() ? "look at the server's log"
                                      : fmt::format("mend what it names first: {}", parts_unwell(*live)));
    } else if (live->body.says == Says::degraded) {
      add("live", Status::warn, *live, words_of(*live));
    } else {
      add("live", Status::pass, *live, words_of(*live));
    }
  }

  void check_ready(const std::optional<Endpoint>& ready, const std::optional<Endpoint>& live) {
    if (!ready || is_page(*ready)) {
      out_.add("ready", Status::skip,
               live ? "it has no readiness endpoint: alive says nothing about its dependencies"
                    : "it has no readiness endpoint");
      return;
    }
    if (ready->well())
      add("ready", ready->body.says == Says::degraded ? Status::warn : Status::pass, *ready, words_of(*ready));
    else
      add("ready", Status::fail, *ready, words_of(*ready),
          parts_unwell(*ready).empty() ? "a dependency does not answer: probe the database and the cache that it uses"
                                       : fmt::format("mend what it names first: {}", parts_unwell(*ready)));
  }

  void check_metrics() {
    const auto& wanted = around_.settings().list("health", "metric");
    const std::optional<Endpoint> metrics = find("metrics", kMetrics);
    const bool there = metrics && metrics->reply.status < 300 && !is_html(metrics->reply);
    if (!there) {
      const std::string seen = metrics ? fmt::format("{} answers HTTP {}{}", metrics->path, metrics->reply.status,
                                                     is_html(metrics->reply) ? ", a page" : "")
                                       : std::string("it has no metrics endpoint");
      // Only who asked for a metric misses them.
      out_.add("metrics", wanted.empty() ? Status::skip : Status::fail, seen);
      return;
    }
    const Exposition exposition = read_exposition(metrics->reply.body);
    if (exposition.samples.empty()) {
      add("metrics", Status::warn, *metrics,
          fmt::format("{} holds no metric of Prometheus' text format", metrics->path));
      return;
    }
    add("metrics", Status::pass, *metrics, fmt::format("{} has {} samples", metrics->path, exposition.samples.size()));
    for (const ProbeSettings::Text& name : wanted) {
      const auto value = exposition.value(name.value);
      Check& check =
          out_.add("metric " + name.value, value ? Status::pass : Status::fail,
                   value ? fmt::format("{:.6g}", *value) : fmt::format("{} has no such metric", metrics->path));
      check.source = name.at;
      if (value) out_.measure(name.value, *value);
    }
    for (const Threshold& threshold : around_.thresholds())
      if ((threshold.probe.empty() || threshold.probe == "health") &&
          out_.measured(threshold.condition.name) == nullptr)
        if (const auto value = exposition.value(threshold.condition.name))
          out_.measure(threshold.condition.name, *value);
  }

  void conclude(const std::optional<Endpoint>& live, const std::optional<Endpoint>& ready) {
    const bool alive = live && live->well() && !is_page(*live);
    const bool serves = ready && ready->well() && !is_page(*ready);
    if (ready && !is_page(*ready) && !serves)
      out_.summary = fmt::format("running but not ready: {}", words_of(*ready));
    else if (live && !alive && out_.failed("live"))
      out_.summary = fmt::format("running but not healthy: {}", words_of(*live));
    else if (alive && serves)
      out_.summary = "alive and ready";
    else if (alive)
      out_.summary = "alive; whether it is ready, it does not say";
  }

  const Planned& planned_;
  const Surroundings& around_;
  const Deadline& deadline_;
  Outcome& out_;
  Address address_;
  bool answered_ = false;
  std::optional<HealthPaths> declared_;
};

void run(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  HealthRun(planned, around, deadline, out).run();
}

Threshold built_in(const char* condition, Status otherwise, const char* advice) {
  return {"", *parse_condition(condition), otherwise, advice, {}, ""};
}

const std::array<Threshold, 4> kThresholds = {
    built_in("latency_ms < 500", Status::warn, "it is slow to say that it is well: look at its load"),
    built_in("latency_ms < 2000", Status::fail, "whoever watches it gives up before it answers: look at its load"),
    built_in("tls_cert_days >= 14", Status::warn, "renew the certificate soon"),
    built_in("tls_cert_days >= 0", Status::fail, "renew the certificate"),
};

}  // namespace

const Probe health_probe = {
    "health",
    "health endpoints",
    "sends GET requests for /health, /ready and /metrics to servers that the repository names, or to "
    "this machine",
    "a URL, host:port, a variable that holds one (API_BASE_URL, PORT), or a compose service",
    45,
    plan,
    aim,
    run,
    kThresholds};

}  // namespace fingerpost
