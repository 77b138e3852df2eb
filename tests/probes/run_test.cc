#include "probes/run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <thread>

#include "tests/support/fake_server.h"
#include "tests/support/probing.h"
#include "tests/support/surrounded.h"

namespace fingerpost {
namespace {

using namespace std::chrono_literals;

TEST(Running, FiftyProbesOfServersThatNeverSpeakEndTogetherByTheOneDeadline) {
  std::vector<std::unique_ptr<FakeServer>> servers;
  std::vector<Planned> planned;
  const Surrounded repository({});
  const Surroundings around = repository.around();
  for (int i = 0; i < 50; ++i) {
    servers.push_back(
        std::make_unique<FakeServer>([](const FakeServer::Connection& connection) { connection.stay_silent(); }));
    planned.push_back(*probe_named("http")->aim(servers.back()->url(), around));
  }
  const Stopwatch watch;
  RunOptions options;
  options.at_once = 8;
  const auto outcomes = run_probes(planned, around, Deadline(500ms), options);
  EXPECT_LT(watch.milliseconds(), 10'000);
  ASSERT_EQ(outcomes.size(), 50u);
  int asked = 0;
  for (const Outcome& outcome : outcomes) {
    if (outcome.status == Status::fail) ++asked;
    EXPECT_TRUE(outcome.status == Status::fail || outcome.summary == "deadline: no time was left to begin")
        << outcome.summary;
  }
  EXPECT_GE(asked, 8);
}

TEST(Running, FiftyProbesInParallelEachGetTheirOwnAnswer) {
  std::vector<std::unique_ptr<FakeServer>> servers;
  std::vector<Planned> planned;
  const Surrounded repository({});
  const Surroundings around = repository.around();
  for (int i = 0; i < 50; ++i) {
    servers.push_back(std::make_unique<FakeServer>(http_server(
        [i](const std::string&) { return http_reply(200, "text/html", fmt::format("<title>page {}</title>", i)); })));
    planned.push_back(*probe_named("http")->aim(servers.back()->url(), around));
  }
  RunOptions options;
  options.at_once = 16;
  std::atomic<int> told = 0;
  options.on_outcome = [&](std::size_t, const Outcome&) { ++told; };
  const auto outcomes = run_probes(planned, around, Deadline(60s), options);
  EXPECT_EQ(told, 50);
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    EXPECT_EQ(outcomes[i].notes.at(0), fmt::format("it serves a page titled 'page {}'", i));
}

TEST(Running, StopsSoonWhenSomebodyCancels) {
  const FakeServer server([](const FakeServer::Connection& connection) { connection.stay_silent(); });
  const Surrounded repository({});
  const Surroundings around = repository.around();
  const std::vector<Planned> planned(3, *probe_named("http")->aim(server.url(), around));
  std::stop_source source;
  const Stopwatch watch;
  const std::jthread canceller([&] {
    while (server.connections() == 0) std::this_thread::yield();
    source.request_stop();
  });
  const auto outcomes = run_probes(planned, around, Deadline(60s, source.get_token()));
  EXPECT_LT(watch.milliseconds(), 10'000);
  for (const Outcome& outcome : outcomes) {
    EXPECT_EQ(outcome.checks.back().seen, "cancelled");
    EXPECT_EQ(outcome.status, Status::error) << to_pretty(json_of(outcome));
  }
}

// Ends by being stopped alone: nothing else would within the hour that they all have.
TEST(Running, StopsEveryProbeWhateverItWaitsFor) {
  ::setenv("DOCKER_HOST", "tcp://127.0.0.1:1", 1);  // of which nothing is asked
  for (const auto& [name, scheme, rest] :
       std::vector<std::array<std::string, 3>>{{"http", "http", "/"},
                                               {"http", "https", "/"},
                                               {"health", "http", "/"},
                                               {"postgres", "postgres", "/shop"},
                                               {"postgres", "postgres", "/shop?sslmode=require"},
                                               {"redis", "redis", "/0"},
                                               {"redis", "rediss", "/0"}}) {
    const FakeServer server([](const FakeServer::Connection& connection) { connection.stay_silent(); });
    const Surrounded repository({});
    const Surroundings around = repository.around();
    const std::string url = fmt::format("{}://127.0.0.1:{}{}", scheme, server.port(), rest);
    const std::vector<Planned> planned = {*probe_named(name)->aim(url, around)};
    std::stop_source source;
    const std::jthread canceller([&] {
      while (server.connections() == 0) std::this_thread::yield();
      source.request_stop();
    });
    const Outcome outcome = run_probes(planned, around, Deadline(1h, source.get_token())).at(0);
    EXPECT_TRUE(outcome.failed("deadline")) << url << to_pretty(json_of(outcome));
    EXPECT_EQ(outcome.checks.back().seen, "cancelled") << url;
  }
}

TEST(Running, AsksOneServerOneProbeAtATime) {
  std::atomic<int> at_once = 0;
  std::atomic<int> most = 0;
  const FakeServer server([&](const FakeServer::Connection& connection) {
    if (connection.request().empty()) return;
    most = std::max(most.load(), ++at_once);
    std::this_thread::yield();
    --at_once;
    connection.send(http_reply(200, "text/plain", "x"));
  });
  const Surrounded repository({});
  const Surroundings around = repository.around();
  const std::vector<Planned> planned(12, *probe_named("http")->aim(server.url(), around));
  for (const Outcome& outcome : run_probes(planned, around, Deadline(60s))) EXPECT_EQ(outcome.status, Status::pass);
  EXPECT_EQ(most, 1);
}

void throw_something(const Planned&, const Surroundings&, const Deadline&, Outcome& out) {
  out.add("first", Status::pass, "seen");
  throw std::bad_alloc();
}

TEST(Running, KeepsWhatWasSeenWhenAProbeThrows) {
  const Probe broken = {"broken", "broken", "", "", 0, nullptr, nullptr, throw_something, {}};
  Planned planned;
  planned.probe = &broken;
  const std::vector<Planned> all = {planned};
  const Outcome outcome = run_probes(all, Surrounded({}).around(), Deadline(1s)).at(0);
  EXPECT_EQ(outcome.status, Status::error);
  ASSERT_EQ(outcome.checks.size(), 2u);
  EXPECT_EQ(outcome.checks[0].seen, "seen");
}

}  // namespace
}  // namespace fingerpost
