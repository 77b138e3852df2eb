#include "probes/http_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "probes/aim.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

constexpr std::array<std::string_view, 2> kSchemes = {"http", "https"};
constexpr std::array<std::string_view, 10> kImages = {
    "nginx", "httpd", "caddy", "traefik", "grafana", "prometheus", "nginx-proxy", "envoy", "elasticsearch", "keycloak"};
constexpr std::array<int, 12> kPorts = {80, 443, 3000, 3001, 4000, 5000, 5173, 8000, 8080, 8081, 8443, 9090};

// Words of a variable's name that make its URL one of the repository's own parts, and words that make it none.
constexpr std::array<std::string_view, 20> kOwn = {
    "APP",    "API",   "BASE",      "SITE",    "PUBLIC",   "CLIENT",  "FRONTEND", "BACKEND", "SERVER", "WEB",
    "HEALTH", "ADMIN", "DASHBOARD", "GATEWAY", "NEXTAUTH", "SERVICE", "HOST",     "DOMAIN",  "ORIGIN", "UI"};
constexpr std::array<std::string_view, 8> kOthers = {"WEBHOOK", "CALLBACK", "REDIRECT", "DSN",
                                                     "ISSUER",  "JWKS",     "LOGOUT",   "RETURN"};

TargetShape shape_of(const Probe& probe) {
  return {&probe, kSchemes, 80, kImages, kPorts};
}

bool is_own(const Variable& variable) {
  const auto words = split(variable.name, '_');
  const auto any_of = [&](auto&& list) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return std::find(list.begin(), list.end(), word) != list.end(); });
  };
  if (any_of(kOthers)) return false;
  return any_of(kOwn) || is_loopback_name(host_port_of(variable.value).host);
}

bool speaks_tls(int port) {
  return port == 443 || port == 8443;
}

// A bare host and port becomes the URL that it means.
void make_url(Planned& planned) {
  if (is_url(planned.target.text)) return;
  const bool six = planned.target.host.find(':') != std::string::npos;
  const std::string host = six ? "[" + planned.target.host + "]" : planned.target.host;
  planned.target.text =
      fmt::format("{}://{}:{}/", speaks_tls(planned.target.port) ? "https" : "http", host, planned.target.port);
  planned.shown = shown_url(planned.target.text);
}

void put(std::vector<Planned>& out, Planned planned) {
  make_url(planned);
  const bool known = std::any_of(out.begin(), out.end(), [&](const Planned& one) {
    return one.target.port == planned.target.port &&
           (one.target.host == planned.target.host ||
            (is_loopback_name(one.target.host) && is_loopback_name(planned.target.host)));
  });
  if (!known) out.push_back(std::move(planned));
}

void check_certificate(const HttpRequest& request, const HttpReply& reply, const Planned& planned, Outcome& out) {
  std::string seen = reply.tls_version.empty() ? std::string("TLS") : reply.tls_version;
  if (reply.certificate) {
    const Certificate& certificate = *reply.certificate;
    if (!certificate.names.empty()) seen += fmt::format(", certificate for {}", join(certificate.names, ", "));
    if (certificate.days_left) {
      out.measure("tls_cert_days", std::floor(*certificate.days_left));
      seen += *certificate.days_left < 0 ? fmt::format(", expired {:.0f} days ago", std::ceil(-*certificate.days_left))
                                         : fmt::format(", {:.0f} days left", std::floor(*certificate.days_left));
    }
  }
  Check& check = out.add("tls", Status::pass, seen);
  check.milliseconds = reply.tls_ms;
  if (reply.tls_version == "TLSv1" || reply.tls_version == "TLSv1.1") {
    check.status = Status::warn;
    check.advice = fmt::format("{} is out of date: let {} speak TLS 1.2 or later", reply.tls_version, request.host);
  }
  check.source = planned.origin.at;
}

std::string advice_for_certificate(const std::string& code, const HttpRequest& request) {
  if (code == "CERT_HAS_EXPIRED") return "renew the certificate, and look at the clock of this machine";
  if (code == "ERR_TLS_CERT_ALTNAME_INVALID")
    return fmt::format("the certificate is for another name: use that one, or have {} put into it", request.host);
  if (code == "DEPTH_ZERO_SELF_SIGNED_CERT")
    return "it is self-signed: name its authority with ca = \"path.pem\" under [probes.http] in .fingerpost.toml";
  return "an intermediate certificate is missing on the server, or its authority is not known on this machine: name it "
         "with ca = \"path.pem\" under [probes.http] in .fingerpost.toml";
}

std::string advice_for(const HttpReply& reply, const HttpRequest& request) {
  if (reply.code == "TLS" && (contains(reply.problem, "wrong version") || contains(reply.problem, "packet length")))
    return fmt::format("port {} speaks no TLS: write http:// instead of https://, or use the port that does",
                       request.port);
  if (reply.code == "TLS") return "server and client agree on no version or cipher of TLS";
  if (reply.code == "HTTP_PROTOCOL") return fmt::format("what listens on port {} is no HTTP server", request.port);
  if (reply.code == "ECONNRESET") return "the server took the connection and closed it: look at its log";
  if (reply.code == "ETIMEDOUT") return "the server hangs: look at its log, its load and what it waits for";
  return {};
}

}  // namespace

std::vector<Planned> plan_http(const Probe& probe, const Surroundings& around) {
  std::vector<Planned> out;
  std::map<std::string, const Variable*> variables;
  for (const Variable& variable : around.variables()) variables.try_emplace(variable.name, &variable);
  for (Planned& planned : plan_targets(shape_of(probe), around)) {
    const auto variable = variables.find(planned.origin.key);
    const bool asked_for = planned.why.ends_with("names it");
    if (planned.origin.kind == Origin::Kind::variable && !asked_for && variable != variables.end() &&
        !is_own(*variable->second))
      continue;
    put(out, std::move(planned));
  }
  for (const Variable& variable : around.variables()) {
    if (variable.name != "PORT" && variable.name != "API_PORT" && variable.name != "APP_PORT" &&
        variable.name != "SERVER_PORT" && variable.name != "HTTP_PORT")
      continue;
    const HostPort target = host_port_of(variable.value);
    if (target.host != "localhost" || target.port == 0) continue;
    Planned planned;
    planned.probe = &probe;
    planned.target = {"", "localhost", target.port};
    planned.origin = {Origin::Kind::variable, variable.name, variable.at};
    planned.why = fmt::format("{} in {} is its port", variable.name, variable.at.text());
    put(out, std::move(planned));
  }
  for (const ComposeModel* model : around.active_composes())
    for (const ComposeService& service : model->services) {
      if (!service.built) continue;
      for (const ComposePort& port : service.ports) {
        if (port.host <= 0 || port.protocol != "tcp") continue;
        const bool likely = std::find(kPorts.begin(), kPorts.end(), port.container) != kPorts.end() ||
                            contains(service.healthcheck.value, "http");
        if (!likely) continue;
        Planned planned;
        planned.probe = &probe;
        planned.target = {"", "localhost", port.host};
        if (speaks_tls(port.container)) planned.target.text = fmt::format("https://localhost:{}/", port.host);
        planned.shown = planned.target.text;
        planned.origin = {Origin::Kind::compose, service.name, port.at};
        planned.why =
            fmt::format("service {} in {} publishes {} as {}", service.name, port.at.text(), port.container, port.host);
        put(out, std::move(planned));
        break;
      }
    }
  return out;
}

Result<Planned> aim_http(const Probe& probe, const std::string& argument, const Surroundings& around) {
  auto planned = aim_at(argument, shape_of(probe), around);
  if (planned) make_url(*planned);
  return planned;
}

HttpRequest request_for(const Planned& planned, const Surroundings& around, std::string_view path) {
  const Url url = parse_url(planned.target.text);
  HttpRequest out;
  out.tls = url.scheme == "https";
  out.host = planned.target.host;
  out.port = planned.target.port;
  out.user = url.user;
  out.password = url.password;
  std::string own = url.path.empty() ? "/" : url.path;
  if (path.empty()) {
    out.path = url.query.empty() ? own : own + "?" + url.query;
  } else if (path.starts_with("/")) {
    out.path = std::string(path);
  } else {
    out.path = "/" + std::string(path);
  }
  for (const ProbeSettings::Text& authority : around.settings().list("http", "ca"))
    if (const auto file = around.read(authority.value)) out.authorities += file->bytes;
  return out;
}

std::optional<HttpReply> ask(const HttpRequest& request, const Planned& planned, const Address& address,
                             const Deadline& deadline, Outcome& out) {
  HttpReply reply = http_get(request, address, deadline);
  if (reply.untrusted) {
    Check& check = out.add("tls", Status::fail, reply.problem, advice_for_certificate(reply.code, request));
    check.source = planned.origin.at;
    out.codes.push_back(reply.code);
    out.messages.push_back(reply.problem);
    HttpRequest again = request;
    again.verify = false;
    again.user.clear();  // nobody knows whom it would reach
    const std::size_t at = out.checks.size();
    reply = http_get(again, address, deadline);
    if (reply.problem.empty()) {
      check_certificate(request, reply, planned, out);
      const std::string details = out.checks.back().seen;
      out.checks.resize(at);
      out.checks.back().seen += " (" + details + ")";
    }
  } else if (request.tls && reply.problem.empty()) {
    check_certificate(request, reply, planned, out);
  }
  if (!reply.problem.empty()) {
    const bool cancelled = reply.code == "ECANCELED";
    Check& check = out.add(reply.code == "TLS" ? "tls" : "answer", cancelled ? Status::error : Status::fail,
                           reply.problem, advice_for(reply, request));
    check.milliseconds = reply.total_ms;
    check.source = planned.origin.at;
    out.codes.push_back(reply.code);
    out.messages.push_back(reply.problem);
    return std::nullopt;
  }
  return reply;
}

bool is_html(const HttpReply& reply) {
  return contains(to_lower(reply.header("content-type")), "text/html") ||
         starts_with_ignoring_case(trim(reply.body), "<!doctype html") ||
         starts_with_ignoring_case(trim(reply.body), "<html");
}

std::string title_of(const HttpReply& reply) {
  const std::string lower = to_lower(reply.body);
  const std::size_t tag = lower.find("<title");
  if (tag == std::string::npos) return {};
  const std::size_t start = lower.find('>', tag);
  const std::size_t end = start == std::string::npos ? start : lower.find('<', start);
  if (end == std::string::npos) return {};
  return clip(trim(std::string_view(reply.body).substr(start + 1, end - start - 1)), 80);
}

std::optional<Json> json_body(const HttpReply& reply) {
  const std::string_view body = trim(reply.body);
  if (body.empty() || (body.front() != '{' && body.front() != '[')) return std::nullopt;
  return parse_json(body);
}

}  // namespace fingerpost
