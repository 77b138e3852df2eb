#include <fmt/format.h>
#include <gtest/gtest.h>

#include "probes/listeners.h"
#include "probes/network.h"
#include "tests/support/fake_server.h"
#include "tests/support/free_port.h"
#include "tests/support/probing.h"
#include "tests/support/surrounded.h"

namespace fingerpost {
namespace {

using namespace std::chrono_literals;

TEST(TcpProbe, SaysThatAnotherServerSpeaksThere) {
  const FakeServer server([](const FakeServer::Connection& connection) {
    connection.send("SSH-2.0-OpenSSH_9.2p1 Debian\r\n");
    connection.stay_silent();
  });
  const Surrounded repository(
      {{".env", fmt::format("DATABASE_URL=postgres://app:pw@127.0.0.1:{}/shop\n", server.port())}});
  const Outcome outcome = probed("tcp", "DATABASE_URL", repository.around());
  EXPECT_EQ(words_of(outcome, "banner"), fmt::format("fail: 127.0.0.1:{} speaks SSH", server.port()));
  EXPECT_EQ(check_of(outcome, "banner").expected, "PostgreSQL");
  EXPECT_EQ(check_of(outcome, "banner").source.text(), ".env:1");
}

TEST(TcpProbe, PassesWhenAServerAnswersAndStaysSilent) {
  const FakeServer server([](const FakeServer::Connection& connection) { connection.stay_silent(); });
  const Outcome outcome = probed("tcp", std::to_string(server.port()), Surrounded({}).around());
  EXPECT_EQ(outcome.status, Status::pass) << to_pretty(json_of(outcome));
}

TEST(TcpProbe, ExplainsTheMappingWhenTheContainersPortIsUsedFromHere) {
  const int container = free_port();
  const int host = free_port();
  const Surrounded repository(
      {{".env", fmt::format("DATABASE_URL=postgres://app:pw@127.0.0.1:{}/shop\n", container)},
       {"compose.yml",
        fmt::format("services:\n  db:\n    image: postgres:16\n    ports: ['{}:{}']\n", host, container)}});
  const Outcome outcome = probed("tcp", "DATABASE_URL", repository.around());
  EXPECT_EQ(words_of(outcome, "connect"), fmt::format("fail: nothing listens on 127.0.0.1:{}", container));
  EXPECT_EQ(check_of(outcome, "connect").advice,
            fmt::format("compose.yml:4 publishes db's port {} as {} on this machine: use {}", container, host, host));
  EXPECT_EQ(check_of(outcome, "connect").source.text(), ".env:1");
}

TEST(TcpProbe, SaysThatAHostIsReachedByIpv6Alone) {
  const Address newer = *numeric_address("2001:db8::1", 5432);
  const Address older = *numeric_address("192.0.2.1", 5432);
  EXPECT_NE(advice_for_no_route({newer}).find("the host has IPv6 addresses only"), std::string::npos);
  EXPECT_EQ(advice_for_no_route({newer, older}), "check the network, and whether a VPN is needed");
}

TEST(TcpProbe, SaysThatAServicesNameIsKnownToContainersOnly) {
  const Surrounded repository(
      {{".env", "DATABASE_URL=postgres://app:pw@fingerpost-db:5432/shop\n"},
       {"compose.yml", "services:\n  fingerpost-db:\n    image: postgres:16\n    ports: ['5433:5432']\n"}});
  const Outcome outcome = probed("tcp", "DATABASE_URL", repository.around());
  const Check check = check_of(outcome, "resolve");
  EXPECT_EQ(check.status, Status::fail);
  if (outcome.codes.at(0) == "ENOTFOUND") {  // and not a machine without any name server
    EXPECT_EQ(check.advice,
              "fingerpost-db is a service of compose.yml:2, a name that only containers know: from this machine use "
              "localhost:5433");
  }
  EXPECT_EQ(words_of(outcome, "connect"), "skip: needs resolve");
}

TEST(TcpProbe, EndsWithinItsDeadlineAtAnAddressThatNeverAnswers) {
  // A listener whose queue is full answers no more: Linux drops what comes then.
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(listener, 0), 0);
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const int port = ntohs(address.sin_port);
  std::vector<Connected> waiting;
  for (int i = 0; i < 8; ++i) waiting.push_back(connect_to(*numeric_address("127.0.0.1", port), Deadline(50ms)));
  const Stopwatch watch;
  const Outcome outcome = probed("tcp", std::to_string(port), Surrounded({}).around(), Deadline(300ms));
  EXPECT_LT(watch.milliseconds(), 5000);
  EXPECT_EQ(outcome.status, Status::fail);
  EXPECT_NE(check_of(outcome, "connect").seen.find(fmt::format("no answer from 127.0.0.1:{} in time", port)),
            std::string::npos)
      << check_of(outcome, "connect").seen;
  ::close(listener);
}

TEST(TcpProbe, RefusesAStrangerAndNamesTheWayToAllowIt) {
  const Surrounded repository({});
  const auto refused = probe_named("tcp")->aim("10.1.2.3:22", repository.around());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::denied);
  SurroundingsOptions options;
  options.allowed = {"10.1.2.3:22"};
  EXPECT_TRUE(probe_named("tcp")->aim("10.1.2.3:22", repository.around(options)));
}

TEST(PortsProbe, NamesTheProcessThatHoldsAPublishedPort) {
  const FakeServer server([](const FakeServer::Connection& connection) { connection.stay_silent(); });
  const int unused = free_port();
  const Surrounded repository({{"compose.yml", fmt::format(R"(services:
  db:
    image: postgres:16
    ports: ["{}:5432"]
  cache:
    image: redis:7
    ports: ["{}:6379"]
)",
                                                           server.port(), unused)}});
  const auto planned = probe_named("ports")->plan(repository.around());
  ASSERT_EQ(planned.size(), 1u);
  const Outcome outcome = run_probes(planned, repository.around(), Deadline(5s)).at(0);
  const Check taken = check_of(outcome, fmt::format("port {}", server.port()));
  EXPECT_EQ(taken.status, Status::fail);
  EXPECT_EQ(taken.seen,
            fmt::format("taken by process {} (probes_test); wanted by service db (compose.yml:4), {} on this "
                        "machine is 5432 in the container",
                        ::getpid(), server.port()));
  EXPECT_EQ(words_of(outcome, fmt::format("port {}", unused)),
            fmt::format("pass: free; for service cache (compose.yml:7), {} on this machine is 6379 in the container",
                        unused));
  EXPECT_EQ(outcome.codes, std::vector<std::string>{"EADDRINUSE"});
}

TEST(PortsProbe, TakesTheSameServerOutsideOfAContainerForOneThatMayBeMeant) {
  const FakeServer server([](const FakeServer::Connection& connection) { connection.stay_silent(); });
  const Surrounded repository({{"compose.yml", fmt::format("services:\n  db:\n    image: example.com/probes:16\n"
                                                           "    ports: [\"{}:5432\"]\n",
                                                           server.port())}});
  const Outcome outcome = probed("ports", std::to_string(server.port()), repository.around());
  EXPECT_EQ(check_of(outcome, fmt::format("port {}", server.port())).status, Status::warn);
}

TEST(PortsProbe, FindsTwoServicesThatWantOnePort) {
  const Surrounded repository({{"compose.yml", R"(services:
  a:
    image: redis:7
    ports: ["127.0.0.1:6390:6379"]
  b:
    image: redis:7
    ports: ["6390:6379"]
)"}});
  const Outcome outcome =
      run_probes(probe_named("ports")->plan(repository.around()), repository.around(), Deadline(5s)).at(0);
  EXPECT_EQ(words_of(outcome, "port 6390"),
            "fail: claimed twice: by service a (compose.yml:4) and service b (compose.yml:7)");
}

TEST(PortsProbe, SaysWhichOfTheTwoNumbersAVariableMustUse) {
  const Surrounded repository(
      {{".env", "# local\nDATABASE_URL=postgres://app:pw@localhost:5432/shop\n"},
       {"compose.yml", "services:\n  db:\n    image: postgres:16\n    ports: ['5439:5432']\n"}});
  const Outcome outcome =
      run_probes(probe_named("ports")->plan(repository.around()), repository.around(), Deadline(5s)).at(0);
  EXPECT_EQ(
      words_of(outcome, "mapping"),
      "warn: DATABASE_URL uses port 5432, which is service db's inside of its container; on this machine it is 5439 "
      "(compose.yml:4)");
  EXPECT_EQ(check_of(outcome, "mapping").advice, "use localhost:5439 in .env:2");
}

TEST(Listeners, ShowThisProcess) {
  const FakeServer server([](const FakeServer::Connection& connection) { connection.stay_silent(); });
  const Listeners listeners = read_listeners();
  ASSERT_TRUE(listeners.known);
  const PortListener* own = listeners.on(server.port());
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(own->process, ::getpid());
  EXPECT_EQ(own->command, "probes_test");
  EXPECT_FALSE(own->any_address);
}

}  // namespace
}  // namespace fingerpost
