#include <gtest/gtest.h>

#include <thread>

#include "base/process.h"
#include "base/text.h"
#include "probes/network.h"
#include "probes/redis/client.h"
#include "tests/support/free_port.h"
#include "tests/support/probed_repository.h"
#include "tests/support/redis_server.h"

namespace fingerpost {
namespace {

// What redis-cli says to a command.
std::string ask_redis(const RedisServer& server, std::vector<std::string> words) {
  words.insert(words.begin(), {"redis-cli", "-p", std::to_string(server.port())});
  std::string said;
  const auto result =
      run_process(words, "/", "", std::chrono::milliseconds(10000), [&](std::string_view output) { said += output; });
  EXPECT_TRUE(result);
  return said;
}

TEST(RedisProbe, PassesEveryCheckOfAHealthyServerAndLeavesNothingBehind) {
  const RedisServer server;
  const ProbedRepository repository;
  const Outcome outcome = repository.probe("redis", "redis://" + server.at());
  EXPECT_EQ(outcome.status, Status::pass) << outcome.summary;
  for (const char* name : {"url", "connect", "ping", "info", "role", "memory", "eviction", "persistence", "clients",
                           "write", "ttl", "pubsub", "latency"})
    EXPECT_EQ(check_of(outcome, name).status, Status::pass) << name << ": " << check_of(outcome, name).seen;
  EXPECT_EQ(check_of(outcome, "auth").status, Status::skip);
  EXPECT_EQ(ask_redis(server, {"DBSIZE"}), "0\n");
  EXPECT_EQ(ask_redis(server, {"PUBSUB", "CHANNELS"}), "\n");
}

TEST(RedisProbe, TellsAWrongPasswordFromNoneAndFromANeedlessOne) {
  const RedisServer server({"--requirepass", "Vx3kPz81mQ"});
  const RedisServer open;
  const ProbedRepository repository;

  const Outcome right = repository.probe("redis", "redis://:Vx3kPz81mQ@" + server.at());
  EXPECT_EQ(right.status, Status::pass) << right.summary;
  EXPECT_EQ(check_of(right, "auth").status, Status::pass);

  const Outcome wrong = repository.probe("redis", "redis://:Lw92nRt5bC@" + server.at());
  EXPECT_EQ(check_of(wrong, "auth").status, Status::fail);
  EXPECT_TRUE(has_code(wrong, "WRONGPASS"));
  EXPECT_EQ(check_of(wrong, "write").status, Status::skip);
  EXPECT_FALSE(contains(json_of(wrong).dump(), "Lw92nRt5bC"));

  const Outcome none = repository.probe("redis", "redis://" + server.at());
  EXPECT_EQ(check_of(none, "ping").status, Status::fail);
  EXPECT_TRUE(has_code(none, "NOAUTH"));

  const Outcome needless = repository.probe("redis", "redis://:Lw92nRt5bC@" + open.at());
  EXPECT_EQ(check_of(needless, "auth").status, Status::warn);
  EXPECT_EQ(check_of(needless, "ping").status, Status::pass);
}

TEST(RedisProbe, LogsInAsAUserAndTakesWithheldCommandsAsSuch) {
  const RedisServer server({"--user", "reader", "on", ">Gh5sTq20wE", "~*", "&*", "+@read", "+ping", "+info"});
  const ProbedRepository repository;
  const Outcome outcome = repository.probe("redis", "redis://reader:Gh5sTq20wE@" + server.at());
  EXPECT_EQ(check_of(outcome, "auth").status, Status::pass);
  EXPECT_EQ(check_of(outcome, "write").status, Status::skip);
  EXPECT_EQ(check_of(outcome, "pubsub").status, Status::skip);
  EXPECT_EQ(check_of(outcome, "ping").status, Status::pass);
}

TEST(RedisProbe, NamesAFullMemory) {
  const RedisServer server({"--maxmemory", "500kb", "--maxmemory-policy", "noeviction"});
  const ProbedRepository repository;
  const Outcome outcome = repository.probe("redis", "redis://" + server.at());
  EXPECT_EQ(check_of(outcome, "memory").status, Status::fail);
  EXPECT_EQ(check_of(outcome, "write").status, Status::fail);
  EXPECT_TRUE(has_code(outcome, "OOM"));
}

TEST(RedisProbe, HoldsTheEvictionPolicyToWhatTheRepositoryExpects) {
  const RedisServer server({"--maxmemory-policy", "allkeys-lru"});
  ProbedRepository repository;
  repository.write_source(".fingerpost.toml", "[probes.redis]\neviction = \"noeviction\"\n");
  const Outcome outcome = repository.probe("redis", "redis://" + server.at());
  const Check& eviction = check_of(outcome, "eviction");
  EXPECT_EQ(eviction.status, Status::warn);
  EXPECT_EQ(eviction.seen, "allkeys-lru");
  EXPECT_EQ(eviction.expected, "noeviction");
  EXPECT_EQ(eviction.source.text(), ".fingerpost.toml:2");
}

TEST(RedisProbe, NamesAServerWithoutAFreeConnection) {
  const RedisServer server({"--maxclients", "1"});
  const ProbedRepository repository;
  // The one connection that there is. Whoever saw whether the server is up may hold it for a moment longer.
  const Deadline ample(std::chrono::seconds(10));
  std::unique_ptr<RedisClient> held;
  for (int tries = 0; tries < 1000; ++tries) {
    Connected connected = connect_to(*numeric_address("127.0.0.1", server.port()), ample);
    ASSERT_EQ(connected.error, 0);
    held = std::make_unique<RedisClient>(Stream(std::move(connected.socket)));
    if (const auto reply = held->command({"PING"}, ample); reply && reply->is("PONG")) break;
  }
  const Outcome outcome = repository.probe("redis", "redis://" + server.at());
  EXPECT_TRUE(has_code(outcome, "MAXCLIENTS")) << statuses_of(outcome);
  EXPECT_EQ(outcome.status, Status::fail);
}

TEST(RedisProbe, SaysThatNothingListensWhereTheServerIsStopped) {
  RedisServer server;
  server.stop();
  const ProbedRepository repository;
  const Outcome outcome = repository.probe("redis", "redis://" + server.at());
  EXPECT_EQ(check_of(outcome, "connect").status, Status::fail);
  EXPECT_TRUE(has_code(outcome, "ECONNREFUSED"));
  EXPECT_EQ(check_of(outcome, "ping").status, Status::skip);
}

TEST(RedisProbe, SpeaksTlsAndDistrustsACertificateOfNobody) {
  const ServerFolder folder;
  const auto made = run_process(
      {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
       folder.file("key"), "-out", folder.file("cert"), "-days", "30", "-subj", "/CN=cache.internal"},
      "/", "", std::chrono::milliseconds(30000), [](std::string_view) {});
  ASSERT_TRUE(made && made->exit_status == 0);
  const RedisServer server({"--tls-cert-file", folder.file("cert"), "--tls-key-file", folder.file("key"),
                            "--tls-ca-cert-file", folder.file("cert"), "--tls-auth-clients", "no"},
                           true);
  const ProbedRepository repository;
  const Outcome outcome = repository.probe("redis", "rediss://" + server.at());
  const Check& tls = check_of(outcome, "tls");
  EXPECT_EQ(tls.status, Status::warn) << tls.seen;
  EXPECT_TRUE(contains(tls.seen, "not to be trusted")) << tls.seen;
  EXPECT_EQ(check_of(outcome, "ping").status, Status::pass);
  EXPECT_EQ(check_of(outcome, "pubsub").status, Status::pass);
  ASSERT_NE(outcome.measured("tls_cert_days"), nullptr);

  const Outcome plain = repository.probe("redis", "redis://" + server.at(), std::chrono::milliseconds(3000));
  EXPECT_EQ(check_of(plain, "ping").status, Status::fail);
}

TEST(RedisProbe, WritesNothingInProduction) {
  const RedisServer server;
  const ProbedRepository repository;
  SurroundingsOptions options;
  options.environment = "production";
  const Outcome outcome =
      repository.probe("redis", "redis://" + server.at(), std::chrono::milliseconds(20000), options);
  EXPECT_EQ(check_of(outcome, "write").status, Status::skip);
  EXPECT_FALSE(contains(ask_redis(server, {"INFO", "commandstats"}), "cmdstat_set:"));
}

TEST(RedisProbe, KnowsANodeOfAClusterAndASentinel) {
  const ProbedRepository repository;
  const RedisServer node({"--cluster-enabled", "yes", "--cluster-port", std::to_string(free_port())});
  const Outcome alone = repository.probe("redis", "redis://" + node.at());
  EXPECT_EQ(check_of(alone, "info").status, Status::pass);
  EXPECT_TRUE(contains(join(alone.notes, "\n"), "a node of a cluster"));
  EXPECT_TRUE(has_code(alone, "CLUSTERDOWN"));
  const RedisServer sentinel(RedisServer::Sentinel{});
  const Outcome watching = repository.probe("redis", "redis://" + sentinel.at());
  EXPECT_TRUE(contains(join(watching.notes, "\n"), "a sentinel"));
  EXPECT_EQ(check_of(watching, "write").status, Status::skip);
  EXPECT_EQ(check_of(watching, "pubsub").status, Status::skip);
  EXPECT_NE(watching.status, Status::fail);
}

TEST(RedisProbe, ReadsTheReplicaAsSuch) {
  const RedisServer primary;
  const RedisServer replica({"--replicaof", "127.0.0.1", std::to_string(primary.port())});
  const ProbedRepository repository;
  const Outcome outcome = repository.probe("redis", "redis://" + replica.at());
  EXPECT_EQ(check_of(outcome, "write").status, Status::fail);
  EXPECT_TRUE(has_code(outcome, "READONLY"));
  EXPECT_TRUE(contains(check_of(outcome, "role").seen, "replica"));
}

// A server that says one thing to whoever connects, for ever if asked to, or nothing at all.
class FakeServer {
 public:
  FakeServer(std::string says, bool for_ever) : says_(std::move(says)), for_ever_(for_ever) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 8);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
  }
  ~FakeServer() {
    thread_.request_stop();
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  std::string at() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  void serve(const std::stop_token& stop) const {
    while (!stop.stop_requested()) {
      const int client = ::accept(listener_, nullptr, nullptr);
      if (client < 0) return;
      bool open = ::send(client, says_.data(), says_.size(), MSG_NOSIGNAL) >= 0;
      while (open && for_ever_ && !stop.stop_requested())
        open = ::send(client, says_.data(), says_.size(), MSG_NOSIGNAL) >= 0;
      char byte = 0;
      if (says_.empty())
        while (!stop.stop_requested() && ::recv(client, &byte, 1, MSG_DONTWAIT) != 0) ::poll(nullptr, 0, 5);
      ::close(client);
    }
  }

  std::string says_;
  bool for_ever_;
  int listener_ = -1;
  int port_ = 0;
  std::jthread thread_;
};

TEST(RedisProbe, ReturnsInTimeWhateverTheServerDoes) {
  const ProbedRepository repository;
  struct Case {
    const char* says;
    bool for_ever;
  };
  for (const Case& each : {Case{"", false}, Case{"HTTP/1.1 400 Bad Request\r\n\r\n", false},
                           Case{"$999999999\r\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", true},
                           Case{"*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n", true}, Case{"+", true}}) {
    const FakeServer server(each.says, each.for_ever);
    const Outcome outcome = repository.probe("redis", "redis://" + server.at(), std::chrono::milliseconds(400));
    EXPECT_EQ(outcome.status, Status::fail) << each.says << ": " << statuses_of(outcome);
    EXPECT_EQ(check_of(outcome, "ping").status, Status::fail);
  }
}

}  // namespace
}  // namespace fingerpost
