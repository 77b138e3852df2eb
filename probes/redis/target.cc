#include "probes/redis/target.h"

#include <charconv>

#include "base/text.h"
#include "probes/target.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

void take_variable(const Surroundings& around, const ComposeService* service, std::string_view name, std::string& value,
                   std::string& from) {
  if (!value.empty()) return;
  if (service != nullptr)
    if (const ComposeVariable* found = service->variable(name); found != nullptr && !found->value.empty()) {
      value = found->value;
      from = std::string(name) + " in " + found->at.text();
      return;
    }
  if (const Variable* found = around.variable(name); found != nullptr && !found->value.empty()) {
    value = around.expanded(*found);
    from = std::string(name) + " in " + found->at.text();
  }
}

}  // namespace

RedisTarget redis_target_of(const Planned& planned, const Surroundings& around) {
  RedisTarget target;
  target.host = planned.target.host;
  target.port = planned.target.port;
  if (is_url(planned.target.text)) {
    const Url url = parse_url(planned.target.text);
    target.tls = url.scheme.starts_with("rediss");
    target.user = url.user;
    target.password = url.password;
    target.problems = url.problems;
    const std::string_view path = url.path.empty() ? std::string_view() : std::string_view(url.path).substr(1);
    const auto [end, error] = std::from_chars(path.data(), path.data() + path.size(), target.database);
    if (!path.empty() && (error != std::errc() || end != path.data() + path.size() || target.database < 0)) {
      target.database = 0;
      target.problems.emplace_back("what follows the port is the number of a database, and this is none");
    }
    return target;
  }
  const ComposeService* service = nullptr;
  if (planned.origin.kind == Origin::Kind::compose)
    for (const ComposeModel* model : around.active_composes())
      if (service == nullptr) service = model->service(planned.origin.key);
  std::string from;
  take_variable(around, service, "REDIS_PASSWORD", target.password, target.password_from);
  take_variable(around, service, "REDIS_USERNAME", target.user, from);
  if (target.password.empty()) target.user.clear();
  return target;
}

void check_redis_url(const RedisTarget& target, const Planned& planned, Outcome& out) {
  if (!is_url(planned.target.text)) return;
  const Written at = planned.origin.at;
  if (!target.problems.empty()) {
    Check& check = out.add("url", Status::warn, join(target.problems, "; "),
                           "percent-encode # % & @ / ? : and spaces in user and password");
    check.source = at;
    return;
  }
  const bool local = is_loopback_name(target.host);
  if (!target.tls && !target.password.empty() && !local && contains(target.host, ".")) {
    Check& check = out.add("url", Status::warn, "redis:// to " + target.host + ": the password travels in the clear",
                           "use rediss:// where the server offers TLS (managed ones demand it)");
    check.source = at;
    return;
  }
  out.add("url", Status::pass, target.tls ? "well formed, TLS" : "well formed, no TLS");
}

}  // namespace fingerpost
