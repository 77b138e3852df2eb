// Redis: log in, write and read, publish and subscribe, and what the server says of itself.
#include <array>
#include <string>
#include <vector>

#include "probes/aim.h"
#include "probes/network.h"
#include "probes/probe.h"
#include "probes/redis/client.h"
#include "probes/redis/examine.h"
#include "probes/redis/target.h"
#include "probes/related.h"
#include "probes/stream.h"

namespace fingerpost {
extern const Probe redis_probe;
namespace {

constexpr std::array<std::string_view, 2> kSchemes = {"redis", "rediss"};
constexpr std::array<std::string_view, 5> kImages = {"redis", "redis-stack", "redis-stack-server", "valkey", "keydb"};
constexpr std::array<int, 1> kPorts = {6379};

const TargetShape kShape = {&redis_probe, kSchemes, 6379, kImages, kPorts};

std::vector<Planned> plan(const Surroundings& around) {
  return plan_targets(kShape, around);
}

Result<Planned> aim(const std::string& argument, const Surroundings& around) {
  return aim_at(argument, kShape, around);
}

void skip_all(Outcome& out, std::initializer_list<const char*> names, const std::string& reason) {
  for (const char* name : names) out.add(name, Status::skip, reason);
}

// Speaks TLS where the target asks for it. False when nothing secret may be sent over what came of it.
bool secure(Stream& stream, const RedisTarget& target, const Address& address, const Deadline& deadline, Outcome& out) {
  if (!target.tls) return true;
  const Stopwatch watch;
  const Result<TlsFacts> facts = stream.start_tls(target.host, deadline.within(std::chrono::milliseconds(3000)));
  if (!facts) {
    out.codes.emplace_back("TLS");
    out.messages.push_back(facts.error().message);
    out.add("tls", Status::fail, facts.error().message,
            "does the port speak TLS at all? without it the URL is redis://");
    return false;
  }
  out.measure("tls_cert_days", facts->days_left);
  if (facts->unverified.empty()) {
    out.add("tls", Status::pass, facts->version + ", certificate of " + facts->subject).milliseconds =
        watch.milliseconds();
    return true;
  }
  out.messages.push_back(facts->unverified);
  const bool local = address.loopback();
  out.add("tls", local ? Status::warn : Status::fail, "the certificate is not to be trusted: " + facts->unverified,
          "renew it, or use the name that it is made out to; clients that check it refuse this server");
  return local;
}

void run(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  const RedisTarget target = redis_target_of(planned, around);
  check_redis_url(target, planned, out);
  Reached reached = reach(planned, around, deadline, out);
  if (reached.socket.descriptor() < 0)
    return skip_all(out, {"auth", "ping", "write", "info", "latency"}, "needs connect");
  Stream stream(std::move(reached.socket));
  if (!secure(stream, target, reached.address, deadline, out))
    return skip_all(out, {"auth", "ping", "write", "info", "latency"}, "needs tls");
  RedisClient client(std::move(stream));
  if (!greet_redis(client, target, deadline, out))
    return skip_all(out, {"write", "info", "latency"}, "needs an answer to PING");
  check_redis_state(client, planned, around, deadline, out);
  check_redis_writing(client, around, deadline, out);

  // A connection that listens can do nothing else, so messages need a second one, to the same address.
  Connected second = connect_to(reached.address, deadline.within(std::chrono::milliseconds(3000)));
  if (second.error != 0) {
    out.add("pubsub", Status::skip, "no second connection: " + name_of_errno(second.error));
  } else {
    Stream other(std::move(second.socket));
    Outcome greeting;  // the second log-in says nothing new
    if (secure(other, target, reached.address, deadline, greeting)) {
      RedisClient subscriber(std::move(other));
      if (greet_redis(subscriber, target, deadline, greeting))
        check_redis_messages(client, subscriber, deadline, out);
      else
        out.add("pubsub", Status::skip, "no second connection: " + greeting.checks.back().seen);
    }
  }
  check_redis_latency(client, deadline, out);
  explain_latency(out, 50);
}

Threshold built_in(const char* condition, const char* advice) {
  return {"", *parse_condition(condition), Status::warn, advice, {}, ""};
}

const std::array<Threshold, 2> kThresholds = {
    built_in("latency_p95_ms < 50", "a round trip takes long: is the server in another region?"),
    built_in("tls_cert_days >= 14", "renew the certificate soon"),
};

}  // namespace

const Probe redis_probe = {
    "redis",
    "Redis server",
    "connects and logs in; writes, reads and deletes one key of its own that expires in 30 s (never in production); "
    "one message on a channel of its own; PING and INFO",
    "a redis:// or rediss:// URL, a variable that holds one, a compose service, or host:port",
    30,
    plan,
    aim,
    run,
    kThresholds};

}  // namespace fingerpost
