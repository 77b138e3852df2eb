#include <fmt/format.h>
#include <gtest/gtest.h>

#include "probes/docker/compose_rules.h"
#include "probes/docker/engine.h"
#include "probes/docker/running.h"
#include "tests/support/fake_engine.h"
#include "tests/support/surrounded.h"

namespace fingerpost {
namespace {

using Texts = std::vector<std::string>;

Texts faults(const Outcome& out) {
  Texts lines;
  for (const Check& check : out.checks)
    if (check.status != Status::pass)
      lines.push_back(fmt::format("{} {} {} | {}", check.name, name_of(check.status), check.source.text(), check.seen));
  return lines;
}

Texts compose_faults(const Surrounded& repository) {
  const Surroundings around = repository.around();
  Outcome out;
  for (const ComposeModel* model : around.active_composes())
    check_compose(*model, around.active_composes(), around, out);
  return faults(out);
}

TEST(ComposeRules, FindWhatUpWouldStumbleOver) {
  const Surrounded repository({{"compose.yml",
                                "services:\n"
                                "  db:\n"
                                "    image: postgres\n"
                                "    container_name: shop\n"
                                "    ports: [\"127.0.0.1:5432:5432\"]\n"
                                "    volumes:\n"
                                "      - data:/var/lib/postgresql/data\n"
                                "      - ./init.sql:/docker-entrypoint-initdb.d/init.sql\n"
                                "  cache:\n"
                                "    image: redis:7\n"
                                "    container_name: shop\n"
                                "    ports:\n"
                                "      - \"6379:6379\"\n"
                                "      - \"5432:7000\"\n"
                                "  api:\n"
                                "    build: .\n"
                                "    env_file: api.env\n"
                                "    networks: [back]\n"
                                "    environment:\n"
                                "      TOKEN_URL: ${TOKEN_URL:?say where tokens are}\n"
                                "      REGION: ${REGION}\n"
                                "    depends_on:\n"
                                "      db: {condition: service_healthy}\n"
                                "      queue: {condition: service_started}\n"
                                "  web:\n"
                                "    image: web:1\n"
                                "    depends_on: [worker]\n"
                                "  worker:\n"
                                "    image: worker@sha256:0123\n"
                                "    depends_on: [web]\n"
                                "  nothing:\n"
                                "    restart: always\n"}});
  EXPECT_EQ(
      compose_faults(repository),
      Texts(
          {"variables fail compose.yml:20 | TOKEN_URL is not set, and compose stops: say where tokens are",
           "variables warn compose.yml:21 | REGION is not set: compose puts nothing in its place",
           "images warn compose.yml:3 | service db runs postgres without a tag: another image tomorrow",
           "images fail compose.yml:31 | service nothing has neither an image nor a build",
           "ports warn compose.yml:13 | cache is open to the network on port 6379: published on every address",
           "ports fail compose.yml:14 | db and cache both want port 5432 of this machine (compose.yml:5)",
           "ports warn compose.yml:14 | cache is open to the network on port 5432: published on every address",
           "container-names fail compose.yml:11 | db and cache share the container name shop",
           "depends-on fail compose.yml:23 | api waits for db to be healthy, which has no healthcheck (compose.yml:2)",
           "depends-on fail compose.yml:24 | api depends on queue, which is no service here",
           "depends-on fail compose.yml:30 | services wait for each other: web -> worker -> web",
           "env-files fail compose.yml:17 | api takes api.env, which is not there",
           "volumes fail compose.yml:7 | db mounts the volume data, which is not declared",
           "volumes fail compose.yml:8 | db mounts init.sql, which is not there: Docker makes an empty directory of "
           "that name",
           "networks fail compose.yml:18 | api joins the network back, which is not declared"}));
}

TEST(ComposeRules, FindNothingInACarefulProject) {
  const Surrounded repository(
      {{"compose.yml",
        "services:\n  db:\n    image: postgres:16\n    ports: [\"127.0.0.1:${DB_PORT:-5432}:5432\"]\n"
        "    healthcheck: {test: [CMD, pg_isready]}\n    volumes: [\"data:/data\", \"./sql:/sql\"]\n"
        "  api:\n    build: .\n    depends_on: {db: {condition: service_healthy}}\nvolumes:\n  data:\n"},
       {"sql/a.sql", ""}});
  EXPECT_EQ(compose_faults(repository), Texts());
}

TEST(ComposeRules, TellTwoProfilesFromAClash) {
  const Surrounded repository({{"compose.yml",
                                "services:\n  a:\n    image: a:1\n    profiles: [one]\n    ports: [\"80:80\"]\n"
                                "  b:\n    image: b:1\n    profiles: [two]\n    ports: [\"80:80\"]\n"}});
  EXPECT_EQ(compose_faults(repository), Texts());
}

Outcome running(const Surrounded& repository, const std::string& socket, int milliseconds = 20000) {
  const Surroundings around = repository.around();
  Outcome out;
  check_running(*around.active_composes().at(0), around, DockerEngine(socket),
                Deadline(std::chrono::milliseconds(milliseconds)), out);
  return out;
}

const char* const kFourServices =
    "services:\n  db:\n    image: db:1\n  api:\n    image: api:1\n    env_file: api.env\n  job:\n    image: job:1\n  "
    "web:\n    image: web:1\n";

TEST(RunningContainers, AreComparedWithTheirServices) {
  const Surrounded repository({{"compose.yml", kFourServices}, {"api.env", "A=1\n"}});
  const std::string tree = std::filesystem::canonical(repository.repository().tree()).string();
  const FakeEngine engine("[" + container("db", "running", "Up 2 minutes (unhealthy)", tree) + "," +
                              container("api", "running", "Up 1 hour", tree) + "," +
                              container("job", "exited", "Exited (137) 3 hours ago", tree) + "," +
                              container("db", "running", "Up", "/elsewhere") + "]",
                          R"({"State":{"OOMKilled":true}})");
  EXPECT_EQ(
      faults(running(repository, engine.path())),
      Texts({"container fail compose.yml:2 | db runs and is unhealthy",
             "container warn compose.yml:4 | api was made before api.env was last changed, and has the old values",
             "container fail compose.yml:7 | job is exited with code 137: it ran out of memory",
             "container warn compose.yml:9 | web has no container"}));
}

TEST(RunningContainers, AreAskedForWithThreeFixedRequests) {
  const Surrounded repository({{"compose.yml", "services:\n  job:\n    image: job:1\n"}});
  const std::string tree = std::filesystem::canonical(repository.repository().tree()).string();
  const FakeEngine engine("[" + container("job", "exited", "Exited (137) 1 hour ago", tree) + "]");
  running(repository, engine.path());
  EXPECT_EQ(engine.requests(), Texts({"GET /_ping HTTP/1.0", "GET /containers/json?all=1 HTTP/1.0",
                                      "GET /containers/abcjob/json HTTP/1.0"}));
}

TEST(RunningContainers, OfAnotherProjectMayHoldAName) {
  const Surrounded repository({{"compose.yml", "services:\n  db:\n    image: db:1\n    container_name: shop-db-1\n"}});
  const FakeEngine engine("[" + container("db", "running", "Up", "/elsewhere") + "]");
  EXPECT_EQ(
      faults(running(repository, engine.path())),
      Texts({"container fail compose.yml:4 | the name shop-db-1 is taken by a container of project shop (running)",
             "container skip  | no container of this project is there: docker compose up -d starts them"}));
}

TEST(RunningContainers, AreSkippedWithAReasonWithoutDocker) {
  const Surrounded repository({{"compose.yml", kFourServices}});
  const std::string nowhere = repository.repository().map_file("none.sock");
  EXPECT_EQ(faults(running(repository, nowhere)),
            Texts({"docker skip  | there is no Docker socket at " + nowhere, "container skip  | needs docker"}));
  EXPECT_EQ(faults(running(repository, "")),
            Texts({"docker skip  | DOCKER_HOST names no unix socket, and nothing else is asked"}));
}

TEST(RunningContainers, AreNotWaitedForLongerThanTheDeadline) {
  const Surrounded repository({{"compose.yml", kFourServices}});
  const FakeEngine engine("", "", true);
  EXPECT_EQ(faults(running(repository, engine.path(), 100)),
            Texts({"docker fail  | the Docker engine did not answer in time", "container skip  | needs docker"}));
}

TEST(RunningContainers, AreNotReadFromGarbage) {
  const Surrounded repository({{"compose.yml", kFourServices}});
  for (const char* garbage : {"", "[", "{}", "[1,null,{\"Labels\":3,\"Names\":{},\"Ports\":[null]}]", "[[[[]]]]"}) {
    const FakeEngine engine(garbage);
    const Outcome out = running(repository, engine.path());
    EXPECT_FALSE(out.checks.empty()) << garbage;
    EXPECT_FALSE(out.failed("container")) << garbage;
  }
}

}  // namespace
}  // namespace fingerpost
