#include "server/probe_schedule.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "tests/support/fake_server.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

class ScheduledProbes : public ::testing::Test {
 protected:
  ScheduledProbes() {
    ::setenv("XDG_STATE_HOME", files_.map_file("state").c_str(), 1);
    ::setenv("XDG_CONFIG_HOME", files_.map_file("config").c_str(), 1);
    ::setenv("DOCKER_HOST", "tcp://127.0.0.1:1", 1);
  }
  std::unique_ptr<Workspace> opened() {
    RepositoryOptions options;
    options.directory = files_.tree();
    options.map_file = files_.map_file();
    return std::move(*Workspace::open({options}));
  }
  static std::vector<ProbeState> states(Workspace& workspace) {
    std::vector<ProbeState> out;
    workspace.visit("", [&](const std::string&, Repository& repository) {
      if (auto kept = repository.probe_history().states(std::time(nullptr))) out = std::move(*kept);
    });
    return out;
  }

  TemporaryRepository files_;
};

TEST_F(ScheduledProbes, KeepTheHistoryUpToDateByThemselves) {
  const FakeServer server(http_server([](const std::string&) { return http_reply(200, "text/plain", "x"); }));
  files_.write(".env", fmt::format("API_URL=http://127.0.0.1:{}/\n", server.port()));
  const auto workspace = opened();
  const ProbeSchedule schedule(*workspace, std::chrono::milliseconds(1));
  const auto looked_at_twice = [&] {
    for (const ProbeState& state : states(*workspace))
      if (state.probe == "http" && state.state == "pass" && state.times >= 2) return true;
    return false;
  };
  while (!looked_at_twice()) std::this_thread::yield();
}

TEST_F(ScheduledProbes, KeepNobodyWaiting) {
  const FakeServer server([](const FakeServer::Connection& connection) { connection.stay_silent(); });
  files_.write(".env", fmt::format("API_URL=http://127.0.0.1:{}/\n", server.port()));
  const auto workspace = opened();
  {
    const ProbeSchedule schedule(*workspace, std::chrono::hours(1));
    while (server.connections() == 0) std::this_thread::yield();
    EXPECT_TRUE(states(*workspace).empty()) << "asked while the server is still waited for";
  }
  for (const ProbeState& state : states(*workspace)) EXPECT_NE(state.probe, "http") << "it was stopped halfway";
}

}  // namespace
}  // namespace fingerpost
