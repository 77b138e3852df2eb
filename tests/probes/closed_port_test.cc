#include "probes/docker/closed_port.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/fake_engine.h"
#include "tests/support/fake_server.h"
#include "tests/support/free_port.h"
#include "tests/support/probing.h"
#include "tests/support/surrounded.h"

namespace fingerpost {
namespace {

using Texts = std::vector<std::string>;

// A port that compose publishes for the service `db`, and on which nothing listens.
class ClosedPort : public ::testing::Test {
 protected:
  ClosedPort() : tree_(std::filesystem::canonical(repository_.repository().tree()).string()) {}
  Outcome seen(const std::string& socket) {
    ::setenv("DOCKER_HOST", ("unix://" + socket).c_str(), 1);
    return probed("tcp", "DATABASE_URL", repository_.around());
  }
  Outcome seen_with(const std::string& state, const std::string& status, const std::string& inspected = "{}",
                    int published = 1) {
    const FakeEngine engine("[" + container("db", state, status, tree_, 1, published) + "]", inspected);
    return seen(engine.path());
  }
  Texts notes(const std::string& last) const {
    return {fmt::format("compose service db publishes {}:5432 (compose.yml:4)", port_), last};
  }

  int port_ = free_port();
  Surrounded repository_{
      {".env", fmt::format("DATABASE_URL=postgres://app:CANARY_1f@127.0.0.1:{}/shop\n", port_)},
      {"compose.yml", fmt::format("services:\n  db:\n    image: postgres:16\n    ports: ['{}:5432']\n", port_)}};
  std::string tree_;
};

TEST_F(ClosedPort, IsThatOfAContainerThatEnded) {
  const Outcome out = seen_with("exited", "Exited (137) 3 hours ago", R"({"State":{"OOMKilled":true}})");
  EXPECT_EQ(out.summary, fmt::format("connect: nothing listens on 127.0.0.1:{}", port_));
  EXPECT_EQ(out.notes, notes("its container is not running: exited with code 137: it ran out of memory"));
  EXPECT_EQ(out.codes, Texts({"ECONNREFUSED", "exit 137"}));
  EXPECT_EQ(check_of(out, "connect").advice, "see why it ended: docker compose logs db; then docker compose up -d db");
}

TEST_F(ClosedPort, IsThatOfAContainerThatWasStopped) {
  const Outcome out = seen_with("exited", "Exited (0) 3 hours ago");
  EXPECT_EQ(out.notes, notes("its container is not running: exited with code 0"));
  EXPECT_EQ(out.codes, Texts({"ECONNREFUSED"}));
  EXPECT_EQ(check_of(out, "connect").advice,
            "service db publishes it (compose.yml:4): start it with docker compose up -d db");
}

TEST_F(ClosedPort, IsThatOfAContainerThatEndsAgainAndAgain) {
  const Outcome out = seen_with("restarting", "Restarting (1) 2 seconds ago");
  EXPECT_EQ(out.notes, notes("its container ends again and again, and is started again each time"));
  EXPECT_EQ(check_of(out, "connect").advice, "see why it ends: docker compose logs db");
}

TEST_F(ClosedPort, IsThatOfAContainerThatIsUnhealthyOrNotReady) {
  EXPECT_EQ(seen_with("running", "Up 2 minutes (unhealthy)", "{}", port_).notes,
            notes("its container runs and is unhealthy"));
  EXPECT_EQ(seen_with("running", "Up 1 second", "{}", port_).notes,
            notes("its container runs, and nothing in it takes connections yet"));
}

TEST_F(ClosedPort, IsNewerThanItsContainer) {
  const Outcome out = seen_with("running", "Up 2 days", "{}", 5432);
  EXPECT_EQ(out.notes,
            notes("its container runs without publishing the port: it was made before the port was written"));
  EXPECT_EQ(check_of(out, "connect").advice, "make it anew: docker compose up -d db --force-recreate");
}

TEST_F(ClosedPort, HasNoContainerBehindIt) {
  const FakeEngine engine("[" + container("db", "running", "Up", "/elsewhere") + "]");
  EXPECT_EQ(seen(engine.path()).notes, notes("it has no container"));
}

TEST_F(ClosedPort, WaitsForDockerItself) {
  const std::string nowhere = repository_.repository().map_file("none.sock");
  const Outcome out = seen(nowhere);
  EXPECT_EQ(out.notes, notes("its container cannot be asked for: there is no Docker socket at " + nowhere));
  EXPECT_EQ(check_of(out, "connect").advice,
            "start Docker, then the service that publishes it (compose.yml:4): docker compose up -d db");
}

TEST_F(ClosedPort, IsNotWaitedForWhereDockerDoesNotAnswer) {
  const FakeEngine engine("", "", true);
  const Outcome out = seen(engine.path());
  EXPECT_EQ(out.notes, notes("its container cannot be asked for: the Docker engine did not answer in time"));
  EXPECT_EQ(check_of(out, "connect").advice,
            "service db publishes it (compose.yml:4): start it with docker compose up -d db");
}

TEST(PortsThatNobodyPublishes, AreNotExplainedByCompose) {
  const int port = free_port();
  const Surrounded repository({{"compose.yml", "services:\n  db:\n    image: postgres:16\n    ports: ['1:2']\n"}});
  const FakeEngine engine("[]");
  ::setenv("DOCKER_HOST", ("unix://" + engine.path()).c_str(), 1);
  const Outcome out = probed("tcp", std::to_string(port), repository.around());
  EXPECT_EQ(out.notes, Texts());
  EXPECT_EQ(engine.requests(), Texts()) << "Docker is not asked for nothing";
}

}  // namespace
}  // namespace fingerpost
