#include "probes/redis/examine.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "probes/redis/counters.h"
#include "probes/redis/errors.h"
#include "probes/redis/expectations.h"
#include "probes/redis/info.h"
#include "probes/writing.h"

namespace fingerpost {
namespace {

using Milliseconds = std::chrono::milliseconds;
constexpr Milliseconds kMostPerCommand{3000};

// Says what went wrong with a command: no reply, or an error as reply.
void add_failure(Outcome& out, std::string name, const Result<RedisReply>& reply, Status status = Status::fail) {
  if (!reply) {
    const bool late = reply.error().code == Code::timeout;
    if (late) out.codes.emplace_back("ETIMEDOUT");
    out.messages.push_back(reply.error().message);
    out.add(std::move(name), status, reply.error().message,
            late ? "the server accepts connections but does not answer: look at its load"
            : reply.error().code == Code::unavailable ? "does the port speak TLS? then the URL needs rediss://"
                                                      : reply.error().advice);
    return;
  }
  const RedisTrouble& trouble = redis_trouble_of(reply->text);
  if (!trouble.code.empty()) out.codes.emplace_back(trouble.code);
  out.messages.push_back(reply->text);
  out.add(std::move(name), status, fmt::format("{} ({})", trouble.meaning, clip(reply->text, 160)),
          std::string(trouble.advice));
}

bool has_failed(const Result<RedisReply>& reply) {
  return !reply || reply->is_error();
}

// Whether the server does not offer the command, or not to this user, or leaves the key to another node of its cluster:
// no fault of what is probed.
bool is_withheld(const Result<RedisReply>& reply) {
  if (!reply || !reply->is_error()) return false;
  const std::string_view code = redis_trouble_of(reply->text).code;
  return code == "NOPERM" || code == "UNKNOWN" || code == "MOVED" || code == "SENTINEL";
}

void add_withheld(Outcome& out, std::string name, const RedisReply& reply) {
  out.add(std::move(name), Status::skip,
          fmt::format("{} ({})", redis_trouble_of(reply.text).meaning, clip(reply.text, 120)));
}

bool log_in(RedisClient& client, const RedisTarget& target, const Deadline& deadline, Outcome& out) {
  if (target.password.empty()) {
    out.add("auth", Status::skip, "no password is given");
    return true;
  }
  const Stopwatch watch;
  std::vector<std::string> words = {"AUTH"};
  if (!target.user.empty()) words.push_back(target.user);
  words.push_back(target.password);
  const Result<RedisReply> reply = client.command(words, deadline.within(kMostPerCommand));
  const std::string from = target.password_from.empty() ? "the URL" : target.password_from;
  if (!has_failed(reply)) {
    out.add("auth", Status::pass,
            fmt::format("logged in{} with the password of {}", target.user.empty() ? "" : " as " + target.user, from))
        .milliseconds = watch.milliseconds();
    return true;
  }
  const bool needless = reply && redis_trouble_of(reply->text).code == "NOPASS";
  add_failure(out, "auth", reply, needless ? Status::warn : Status::fail);
  return needless;
}

struct Percentiles {
  double p50 = 0;
  double p95 = 0;
  double p99 = 0;
};

Percentiles percentiles_of(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1) + 0.5)];
  };
  return {at(0.50), at(0.95), at(0.99)};
}

void check_memory(const RedisInfo& info, Outcome& out) {
  const auto used = info.number("used_memory");
  const auto most = info.number("maxmemory");
  constexpr double kMiB = 1024.0 * 1024.0;
  if (!used) {
    out.add("memory", Status::skip, "the server does not tell");
    return;
  }
  out.measure("memory_used_bytes", *used);
  if (!most || *most <= 0) {
    out.add("memory", Status::pass, fmt::format("{:.1f} MiB used, no limit set", *used / kMiB));
    out.notes.emplace_back("maxmemory is 0: the server takes what it needs until the system stops it");
    return;
  }
  const double percent = *used / *most * 100;
  out.measure("memory_used_pct", percent);
  out.add("memory",
          percent >= 95   ? Status::fail
          : percent >= 80 ? Status::warn
                          : Status::pass,
          fmt::format("{:.1f} of {:.1f} MiB used ({:.0f} %)", *used / kMiB, *most / kMiB, percent),
          percent >= 80 ? "raise maxmemory, shorten expiries, or find the keys that grow" : "");
}

void check_eviction(RedisClient& client, const RedisInfo& info, const Planned& planned, const Surroundings& around,
                    const Deadline& deadline, Outcome& out) {
  std::string policy = info.text("maxmemory_policy");
  if (policy.empty()) {
    const Result<RedisReply> reply =
        client.command({"CONFIG", "GET", "maxmemory-policy"}, deadline.within(kMostPerCommand));
    if (reply && reply->elements.size() == 2) policy = reply->elements[1].text;
  }
  if (policy.empty()) {
    out.add("eviction", Status::skip, "the server does not tell its policy (managed servers withhold CONFIG)");
    return;
  }
  out.measure("eviction_policy", policy);
  const auto expected = expected_eviction(planned, around);
  if (expected.empty()) {
    out.add("eviction", Status::pass, policy);
    return;
  }
  const auto met = std::find_if(expected.begin(), expected.end(),
                                [&](const ProbeSettings::Text& text) { return text.value == policy; });
  Check& check =
      out.add("eviction", met != expected.end() ? Status::pass : Status::warn, policy,
              met != expected.end() ? "" : "set maxmemory-policy on the server, or correct what expects another");
  const ProbeSettings::Text& said = met == expected.end() ? expected.front() : *met;
  check.expected = said.value;
  check.source = said.at;
}

void check_persistence(const RedisInfo& info, Outcome& out) {
  const std::string saved = info.text("rdb_last_bgsave_status");
  const std::string appended = info.text("aof_last_write_status");
  if (saved.empty()) {
    out.add("persistence", Status::skip, "the server does not tell");
  } else if (saved != "ok" || (!appended.empty() && appended != "ok")) {
    out.codes.emplace_back("MISCONF");
    out.add("persistence", Status::fail, fmt::format("the last save: {}, the append-only file: {}", saved, appended),
            "look at the disk and at the server's log: what is in memory may be lost");
  } else {
    out.add(
        "persistence", Status::pass,
        fmt::format("the last save went well, append-only file {}", info.text("aof_enabled") == "1" ? "on" : "off"));
  }
}

void check_clients(RedisClient& client, const RedisInfo& info, const Deadline& deadline, Outcome& out) {
  const auto connected = info.number("connected_clients");
  auto most = info.number("maxclients");
  if (!most) {
    const Result<RedisReply> reply = client.command({"CONFIG", "GET", "maxclients"}, deadline.within(kMostPerCommand));
    if (reply && reply->elements.size() == 2) most = RedisInfo("m:" + reply->elements[1].text).number("m");
  }
  if (!connected) {
    out.add("clients", Status::skip, "the server does not tell");
    return;
  }
  out.measure("connections_used", *connected);
  if (!most || *most <= 0) {
    out.add("clients", Status::pass, fmt::format("{:.0f} connected; the limit is not told", *connected));
    return;
  }
  const double percent = *connected / *most * 100;
  out.measure("connections_used_pct", percent);
  out.add("clients",
          percent >= 95   ? Status::fail
          : percent >= 80 ? Status::warn
                          : Status::pass,
          fmt::format("{:.0f} of {:.0f} connections used", *connected, *most),
          percent >= 80 ? "find who keeps connections open, use a pool, or raise maxclients" : "");
}

void check_role(const RedisInfo& info, Outcome& out) {
  const std::string mode = info.text("redis_mode");
  if (mode == "cluster") out.notes.emplace_back("a node of a cluster: only its own slots are seen from here");
  if (mode == "sentinel") out.notes.emplace_back("a sentinel: it tells where the primary is and holds no data");
  const std::string role = info.text("role");
  if (role.empty()) return;
  if (role == "slave" && info.text("master_link_status") == "down") {
    out.codes.emplace_back("MASTERDOWN");
    out.add("role", Status::fail, "a replica that has lost its primary", "look at the primary and the network between");
  } else {
    out.add("role", Status::pass, role == "slave" ? "replica, in touch with its primary" : "primary");
  }
}

}  // namespace

bool greet_redis(RedisClient& client, const RedisTarget& target, const Deadline& deadline, Outcome& out) {
  if (!log_in(client, target, deadline, out)) return false;
  const Stopwatch watch;
  const Result<RedisReply> pong = client.command({"PING"}, deadline.within(kMostPerCommand));
  if (has_failed(pong)) {
    const bool loading = pong && redis_trouble_of(pong->text).code == "LOADING";
    add_failure(out, "ping", pong, loading ? Status::warn : Status::fail);
    return false;
  }
  if (!pong->is("PONG")) {
    out.add("ping", Status::fail, "another answer than PONG: this is not Redis", "check host and port");
    return false;
  }
  out.add("ping", Status::pass, "PONG").milliseconds = watch.milliseconds();
  if (target.database == 0) return true;
  const Result<RedisReply> selected =
      client.command({"SELECT", std::to_string(target.database)}, deadline.within(kMostPerCommand));
  if (has_failed(selected))
    add_failure(out, "database", selected);
  else
    out.add("database", Status::pass, fmt::format("database {} can be chosen", target.database));
  return static_cast<bool>(selected);
}

void check_redis_writing(RedisClient& client, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  if (const std::string reason = reason_not_to_write(around.environment()); !reason.empty()) {
    out.add("write", Status::skip, reason);
    return;
  }
  const Stopwatch watch;
  const std::string key = unique_name();
  const std::string value = unique_name();
  const Deadline soon = deadline.within(kMostPerCommand);
  const Result<RedisReply> set = client.command({"SET", key, value, "EX", "30", "NX"}, soon);
  if (is_withheld(set)) {
    add_withheld(out, "write", *set);
    return;
  }
  if (has_failed(set)) {
    add_failure(out, "write", set);
    return;
  }
  const Result<RedisReply> got = client.command({"GET", key}, soon);
  const Result<RedisReply> left = client.command({"TTL", key}, soon);
  const Result<RedisReply> gone = client.command({"DEL", key}, soon);
  if (has_failed(got) || got->text != value) {
    if (has_failed(got))
      add_failure(out, "write", got);
    else
      out.add("write", Status::fail, "what was read is not what was written",
              "is something between that rewrites keys?");
  } else {
    out.add("write", Status::pass, "SET, GET and DEL of a key of its own").milliseconds = watch.milliseconds();
  }
  if (has_failed(left))
    add_failure(out, "ttl", left);
  else if (left->integer < 1 || left->integer > 30)
    out.add("ttl", Status::fail, fmt::format("a key that expires in 30 s has a TTL of {}", left->integer),
            "expiry does not work: look at the server's clock and version");
  else
    out.add("ttl", Status::pass, fmt::format("expires in {} s", left->integer));
  if (has_failed(gone) || gone->integer != 1)
    out.notes.emplace_back("the probe's own key could not be deleted; it expires within 30 s");
}

void check_redis_messages(RedisClient& client, RedisClient& subscriber, const Deadline& deadline, Outcome& out) {
  const Stopwatch watch;
  const std::string channel = unique_name();
  const Deadline soon = deadline.within(kMostPerCommand);
  const Result<RedisReply> subscribed = subscriber.command({"SUBSCRIBE", channel}, soon);
  if (is_withheld(subscribed)) {
    add_withheld(out, "pubsub", *subscribed);
    return;
  }
  if (has_failed(subscribed)) {
    add_failure(out, "pubsub", subscribed);
    return;
  }
  const Result<RedisReply> published = client.command({"PUBLISH", channel, "fingerpost"}, soon);
  if (is_withheld(published)) {
    add_withheld(out, "pubsub", *published);
    return;
  }
  if (has_failed(published)) {
    add_failure(out, "pubsub", published);
    return;
  }
  const Result<RedisReply> message = subscriber.next(soon);
  if (has_failed(message))
    add_failure(out, "pubsub", message);
  else if (message->elements.size() == 3 && message->elements[2].text == "fingerpost")
    out.add("pubsub", Status::pass, "a message came back").milliseconds = watch.milliseconds();
  else
    out.add("pubsub", Status::fail, "another message came back than was sent", "look at what stands between");
}

void check_redis_state(RedisClient& client, const Planned& planned, const Surroundings& around,
                       const Deadline& deadline, Outcome& out) {
  const Result<RedisReply> reply = client.command({"INFO"}, deadline.within(kMostPerCommand));
  if (is_withheld(reply)) {
    out.add("info", Status::skip, "this user may not ask for INFO");
    return;
  }
  if (has_failed(reply)) {
    add_failure(out, "info", reply);
    return;
  }
  const RedisInfo info(reply->text);
  const std::string version = info.text("redis_version");
  if (!version.empty()) out.measure("version", version);
  const auto uptime = info.number("uptime_in_seconds");
  if (uptime) out.measure("uptime_s", *uptime);
  out.add("info", Status::pass,
          fmt::format("Redis {}, {}, up for {:.0f} s", version.empty() ? "of unknown version" : version,
                      info.text("redis_mode").empty() ? "standalone" : info.text("redis_mode"), uptime.value_or(0)));
  check_role(info, out);
  check_memory(info, out);
  check_redis_counters(info, out);
  check_eviction(client, info, planned, around, deadline, out);
  check_persistence(info, out);
  check_clients(client, info, deadline, out);
}

void check_redis_latency(RedisClient& client, const Deadline& deadline, Outcome& out) {
  constexpr int kRounds = 20;
  std::vector<double> times;
  for (int i = 0; i < kRounds; ++i) {
    const Stopwatch watch;
    if (has_failed(client.command({"PING"}, deadline.within(kMostPerCommand)))) break;
    times.push_back(watch.milliseconds());
  }
  if (times.empty()) {
    out.add("latency", Status::error, "no round trip was finished in time");
    return;
  }
  const Percentiles took = percentiles_of(times);
  out.measure("latency_p50_ms", took.p50);
  out.measure("latency_p95_ms", took.p95);
  out.measure("latency_p99_ms", took.p99);
  out.add("latency", Status::pass,
          fmt::format("{:.2f} ms median, {:.2f} ms at the slowest percent, of {} round trips", took.p50, took.p99,
                      times.size()));
}

}  // namespace fingerpost
