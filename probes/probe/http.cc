// An HTTP server: reach, TLS, status, redirects, body, latency.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "probes/http_steps.h"
#include "probes/json_path.h"
#include "probes/url.h"

namespace fingerpost {

extern const Probe http_probe;

namespace {

constexpr int kMostRedirects = 5;
constexpr int kMostSamples = 20;

std::vector<Planned> plan(const Surroundings& around) {
  return plan_http(http_probe, around);
}

Result<Planned> aim(const std::string& argument, const Surroundings& around) {
  return aim_http(http_probe, argument, around);
}

// Whether the repository says what it wants of a measure; then nothing of our own is said about it.
bool says(const Surroundings& around, std::string_view measure) {
  const auto& thresholds = around.settings().thresholds;
  return std::any_of(thresholds.begin(), thresholds.end(),
                     [&](const Threshold& one) { return one.probe == "http" && one.condition.name == measure; });
}

void check_status(const HttpReply& reply, const Surroundings& around, Outcome& out) {
  out.measure("status", reply.status);
  if (reply.status >= 400) out.codes.push_back(fmt::format("HTTP {}", reply.status));
  if (says(around, "status")) return;
  const std::string seen = fmt::format("HTTP {}", reply.status);
  if (reply.status < 400)
    out.add("status", Status::pass, seen);
  else if (reply.status == 401 || reply.status == 403)
    out.add("status", Status::pass, seen + ": it is up, and protected");
  else if (reply.status == 404 || reply.status == 405)
    out.add("status", Status::warn, seen + ": it is up, and has nothing at this path",
            "probe a path that it has, or set status == 404 as what you expect");
  else if (reply.status < 500)
    out.add("status", Status::warn, seen, "the request is refused: look at the server's log");
  else if (reply.status == 502 || reply.status == 504)
    out.add("status", Status::fail, seen + ": the proxy is up, what is behind it does not answer",
            "look at the server that the proxy passes requests to");
  else if (reply.status == 503)
    out.add("status", Status::fail, seen + ": it is up and says that it cannot serve",
            "look at what it depends on: probe health tells which");
  else
    out.add("status", Status::fail, seen + ": the server failed", "look at the server's log");
}

void check_body(const HttpReply& reply, const Surroundings& around, Outcome& out) {
  if (reply.cut_short)
    out.add("body", Status::fail,
            fmt::format("the connection ended after {} bytes, before the length that was promised", reply.body.size()),
            "the server or a proxy breaks off: look at its log");
  if (reply.body_cut) out.notes.push_back(fmt::format("of the body the first {} bytes were read", kMostBody));
  out.measure("body_bytes", static_cast<double>(reply.body.size()));
  const std::optional<Json> json = json_body(reply);
  for (const Threshold& threshold : around.settings().thresholds) {
    const std::string& name = threshold.condition.name;
    if (threshold.probe != "http" || out.measured(name) != nullptr) continue;
    if (name == "body") {
      out.measure("body", reply.body);
    } else if (name.starts_with("body.") || name.starts_with("body[")) {
      const std::string_view path = std::string_view(name).substr(name[4] == '.' ? 5 : 4);
      auto measure = json ? measure_at(*json, path, name) : std::nullopt;
      if (measure) {
        out.measures.push_back(std::move(*measure));
        continue;
      }
      Check& check = out.add(name, threshold.otherwise,
                             json ? "the body has no such value"
                                  : fmt::format("the body is no JSON{}", is_html(reply) ? " but a page" : ""));
      check.expected = threshold.condition.text();
      check.source = threshold.source;
    } else if (name.starts_with("header.")) {
      out.measure(name, std::string(reply.header(std::string_view(name).substr(7))));
    }
  }
}

// The next request of a redirect; nothing when it is not followed, which a check says.
std::optional<Planned> redirected(const Planned& from, const HttpReply& reply, const Surroundings& around,
                                  Outcome& out) {
  const std::string location(reply.header("location"));
  if (reply.status < 300 || reply.status >= 400 || reply.status == 304 || location.empty()) return std::nullopt;
  const Url base = parse_url(from.target.text);
  Planned to = from;
  if (is_url(location)) {
    to.target.text = location;
  } else if (location.starts_with("//")) {
    to.target.text = base.scheme + ":" + location;
  } else {
    const std::string port = base.port != 0 ? fmt::format(":{}", base.port) : std::string();
    const std::string host = base.host.find(':') != std::string::npos ? "[" + base.host + "]" : base.host;
    to.target.text = base.scheme + "://" + host + port + (location.starts_with("/") ? "" : "/") + location;
  }
  const Url url = parse_url(to.target.text);
  const HostPort target = host_port_of(to.target.text);
  to.target.host = target.host;
  to.target.port = target.port;
  to.shown = shown_url(to.target.text);
  const std::string seen = fmt::format("HTTP {} to {}", reply.status, to.shown);
  if (url.scheme != "http" && url.scheme != "https") {
    out.add("redirect", Status::warn, seen + ", which is no HTTP and is not followed");
    return std::nullopt;
  }
  if (const auto refusal = around.rules().refusal(to.target.host, to.target.port)) {
    out.add("redirect", Status::warn, fmt::format("{}, which is not followed: {}", seen, refusal->message),
            refusal->advice);
    return std::nullopt;
  }
  const bool weaker = base.scheme == "https" && url.scheme == "http";
  out.add("redirect", weaker ? Status::warn : Status::pass, weaker ? seen + ", from TLS to plain text" : seen,
          weaker ? "redirect to https://" : "");
  return to;
}

void measure_latency(const Planned& planned, const Surroundings& around, const Address& address, const HttpReply& first,
                     const Deadline& deadline, Outcome& out) {
  std::vector<double> samples = {first.total_ms};
  int wanted = 1;
  for (const ProbeSettings::Text& text : around.settings().list("http", "samples"))
    wanted = std::clamp(std::atoi(text.value.c_str()), 1, kMostSamples);
  HttpRequest request = request_for(planned, around);
  request.verify = false;  // it was looked at; nothing secret is sent again
  request.user.clear();
  while (static_cast<int>(samples.size()) < wanted && !deadline.passed()) {
    const HttpReply reply = http_get(request, address, deadline);
    if (!reply.problem.empty()) break;
    samples.push_back(reply.total_ms);
  }
  out.measure("latency_ms", first.total_ms);
  out.measure("first_byte_ms", first.first_byte_ms);
  if (samples.size() < 2) return;
  std::sort(samples.begin(), samples.end());
  out.measure("latency_p50_ms", samples[samples.size() / 2]);
  out.measure("latency_p95_ms", samples[std::min(samples.size() - 1, samples.size() * 95 / 100)]);
}

void run(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  for (const std::string& problem : parse_url(planned.target.text).problems)
    out.add("url", Status::warn, problem, "mend the URL").source = planned.origin.at;
  Planned at = planned;
  for (int hop = 0; hop <= kMostRedirects; ++hop) {
    Reached reached = reach(at, around, deadline, out);
    if (reached.address.size == 0) break;
    reached.socket = Socket();  // a server with one hand would wait on it
    const auto reply = ask(request_for(at, around), at, reached.address, deadline, out);
    if (!reply) break;
    if (auto next = redirected(at, *reply, around, out)) {
      if (hop == kMostRedirects) {
        out.add("redirect", Status::fail, fmt::format("more than {} redirects: a circle", kMostRedirects),
                "look at what sends whom where: often a proxy that ends TLS and a server that insists on it");
        break;
      }
      at = std::move(*next);
      continue;
    }
    check_status(*reply, around, out);
    check_body(*reply, around, out);
    measure_latency(at, around, reached.address, *reply, deadline, out);
    const std::string title = is_html(*reply) ? title_of(*reply) : std::string();
    if (!title.empty()) out.notes.push_back(fmt::format("it serves a page titled '{}'", title));
    if (const std::string_view server = reply->header("server"); !server.empty())
      out.notes.push_back(fmt::format("server: {}", clip(server, 80)));
    break;
  }
  if (!out.failed("resolve") && !out.failed("connect") && out.measured("status") != nullptr && out.summary.empty()) {
    const bool good = std::none_of(out.checks.begin(), out.checks.end(), [](const Check& check) {
      return check.status == Status::warn || check.status == Status::fail;
    });
    if (good)
      out.summary = fmt::format("HTTP {:.0f} in {:.0f} ms", std::get<double>(out.measured("status")->value),
                                std::get<double>(out.measured("latency_ms")->value));
  }
}

Threshold built_in(const char* condition, Status otherwise, const char* advice) {
  return {"", *parse_condition(condition), otherwise, advice, {}, ""};
}

const std::array<Threshold, 4> kThresholds = {
    built_in("latency_ms < 500", Status::warn, "it is slow: look at its load, and at how far away it is"),
    built_in("latency_ms < 2000", Status::fail, "it is too slow to use: look at its load and at what it waits for"),
    built_in("tls_cert_days >= 14", Status::warn, "renew the certificate soon"),
    built_in("tls_cert_days >= 0", Status::fail, "renew the certificate"),
};

}  // namespace

const Probe http_probe = {"http",
                          "HTTP server",
                          "sends GET requests to servers that the repository names, or to this machine",
                          "a URL, host:port, a variable that holds one (API_BASE_URL, PORT), or a compose service",
                          40,
                          plan,
                          aim,
                          run,
                          kThresholds};

}  // namespace fingerpost
