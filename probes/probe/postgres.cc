// PostgreSQL: log in as the application would, look at what the server says of itself, and prove that writing works.
#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "probes/aim.h"
#include "probes/network.h"
#include "probes/postgres/examine.h"
#include "probes/postgres/extensions.h"
#include "probes/postgres/login.h"
#include "probes/postgres/session.h"
#include "probes/postgres/target.h"
#include "probes/probe.h"
#include "probes/related.h"

namespace fingerpost {
extern const Probe postgres_probe;
namespace {

constexpr std::array<std::string_view, 2> kSchemes = {"postgres", "postgresql"};
constexpr std::array<std::string_view, 6> kImages = {"postgres",    "postgis",    "pgvector",
                                                     "timescaledb", "postgresql", "timescaledb-ha"};
constexpr std::array<int, 1> kPorts = {5432};

const TargetShape kShape = {&postgres_probe, kSchemes, 5432, kImages, kPorts};

std::vector<Planned> plan(const Surroundings& around) {
  return plan_targets(kShape, around);
}

Result<Planned> aim(const std::string& argument, const Surroundings& around) {
  return aim_at(argument, kShape, around);
}

void skip_all(Outcome& out, std::initializer_list<const char*> names, const std::string& reason) {
  for (const char* name : names) out.add(name, Status::skip, reason);
}

void run(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  const PostgresTarget target = postgres_target_of(planned, around);
  check_postgres_url(target, planned, out);
  Address address;
  {
    const Reached reached = reach(planned, around, deadline, out);
    if (reached.socket.descriptor() < 0)
      return skip_all(out, {"auth", "version", "latency", "slots", "tables", "write"}, "needs connect");
    address = reached.address;
  }
  PostgresFailure failure;
  const Stopwatch watch;
  const auto session =
      PostgresSession::open(target.parameters(), address, deadline.within(std::chrono::milliseconds(5000)), failure);
  if (!session) {
    explain_failed_login(target, planned, around, address, failure, out);
    return skip_all(out, {"version", "latency", "slots", "tables", "write"}, "needs a session");
  }
  out.measure("login_ms", watch.milliseconds());
  const bool managed = !address.loopback() && contains(target.host, ".");
  if (session->in_tls())
    out.add("tls", Status::pass,
            session->tls_version() + (target.sslmode.starts_with("verify") ? ", verified" : ", not verified"));
  else
    out.add("tls", managed ? Status::warn : Status::pass, "no TLS, which sslmode=" + target.sslmode + " allows",
            managed ? "set sslmode=require: user data travels in the clear" : "");
  out.add("auth", Status::pass,
          fmt::format("logged in as {}{}", target.user.empty() ? "the default user" : target.user,
                      session->has_password_been_used() ? " with a password" : " without being asked for a password"))
      .milliseconds = watch.milliseconds();
  if (!check_postgres_identity(*session, deadline, out))
    return skip_all(out, {"latency", "slots", "tables", "write"}, "needs an answer to a statement");
  check_postgres_latency(*session, deadline, out);
  explain_latency(out, 100);
  check_postgres_load(*session, deadline, out);
  check_postgres_tables(*session, around, deadline, out);
  check_postgres_extensions(*session, around, deadline, out);
  check_postgres_writing(*session, around, deadline, out);
}

Threshold built_in(const char* condition, const char* advice) {
  return {"", *parse_condition(condition), Status::warn, advice, {}, ""};
}

const std::array<Threshold, 1> kThresholds = {
    built_in("latency_p95_ms < 100", "a round trip takes long: is the server in another region?"),
};

}  // namespace

const Probe postgres_probe = {
    "postgres",
    "PostgreSQL server",
    "connects and logs in; reads the server's statistics and catalogue; writes one temporary table in a transaction "
    "that is rolled back (never in production)",
    "a postgres:// URL, a variable that holds one, a compose service, or host:port",
    30,
    plan,
    aim,
    run,
    kThresholds};

}  // namespace fingerpost
