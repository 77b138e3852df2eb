#include "component-map/precedence.h"

#include <gtest/gtest.h>

#include "tests/support/indexed_repository.h"

namespace fingerpost {
namespace {

// The note of the answer at this place, "(not among the answers)" when there is none.
std::string note_at(const WhereReply& reply, std::string_view path, int line) {
  for (const WhereAnswer& answer : reply.answers)
    if (answer.path == path && answer.line_start == line) return answer.note;
  return "(not among the answers)";
}

TEST(Extends, NamesTheBaseInTheSameFileAndInAnother) {
  IndexedRepository repository;
  repository.write("common.yml", "services:\n  app:\n    image: acme/app:1.0\n    stop_grace_period: 10s\n");
  repository.write("docker-compose.yml",
                   "services:\n"
                   "  worker:\n"
                   "    extends:\n"
                   "      file: ./common.yml\n"
                   "      service: app\n"
                   "    image: acme/worker:2.0\n"
                   "  mailer:\n"
                   "    extends: worker\n"
                   "    image: acme/mailer:3.0\n");
  repository.index();
  EXPECT_EQ(note_at(repository.ask("mailer image"), "docker-compose.yml", 9),
            "overrides docker-compose.yml:6, common.yml:3 (taken over by extends)");
  EXPECT_EQ(
      note_at(repository.ask("worker image"), "docker-compose.yml", 6),
      "overridden by docker-compose.yml:9 (for mailer, by extends); overrides common.yml:3 (taken over by extends)");
  EXPECT_EQ(note_at(repository.ask("image in common.yml"), "common.yml", 3),
            "overridden by docker-compose.yml:6 (for worker, by extends)");
}

TEST(Extends, ACircleAndAFileOutsideOfTheRootAreHarmless) {
  IndexedRepository repository;
  repository.write("compose.yml",
                   "services:\n  a:\n    extends: b\n    image: one\n  b:\n    extends: a\n    image: two\n  c:\n    "
                   "extends:\n      file: ../../outside.yml\n      service: x\n    image: three\n");
  repository.index();
  EXPECT_EQ(note_at(repository.ask("service a image"), "compose.yml", 4),
            "overridden by compose.yml:7 (for b, by extends); overrides compose.yml:7, compose.yml:4 (taken over by "
            "extends)");
  EXPECT_EQ(note_at(repository.ask("service c image"), "compose.yml", 12), "");
}

TEST(Include, NamesTheFileThatIncludes) {
  IndexedRepository repository;
  repository.write("compose.yml", "include:\n  - ops/monitoring.yml\nservices:\n  web:\n    image: nginx:1.27\n");
  repository.write("ops/monitoring.yml", "services:\n  grafana:\n    image: grafana/grafana:11.1\n");
  repository.index();
  EXPECT_EQ(note_at(repository.ask("grafana image"), "ops/monitoring.yml", 3), "included by compose.yml:2");
}

TEST(EnvFiles, LoseToTheEnvironmentOfTheService) {
  IndexedRepository repository;
  repository.write("deploy/app.env", "LOG_LEVEL=debug\nCACHE_SIZE=12\n");
  repository.write("deploy/compose.yml",
                   "services:\n  app:\n    image: acme/app\n    env_file:\n      - app.env\n    environment:\n"
                   "      LOG_LEVEL: warn\n      CACHE_SIZE: ${CACHE_SIZE}\n");
  repository.index();
  const WhereReply reply = repository.ask("LOG_LEVEL");
  EXPECT_EQ(note_at(reply, "deploy/compose.yml", 7), "overrides deploy/app.env:1 (env_file)");
  EXPECT_EQ(note_at(reply, "deploy/app.env", 1), "overridden by deploy/compose.yml:7 (environment of app)");
  EXPECT_EQ(note_at(repository.ask("CACHE_SIZE"), "deploy/app.env", 2), "") << "a reference overrides nothing";
}

TEST(Layers, EveryFileGivenWithFIsNamed) {
  IndexedRepository repository;
  repository.write("docker-compose.yml", "services:\n  db:\n    image: postgres:15\n");
  repository.write("docker-compose.override.yml", "services:\n  db:\n    image: postgres:16\n");
  repository.write("docker-compose.prod.yml", "services:\n  db:\n    image: postgres:17\n");
  repository.index();
  EXPECT_EQ(note_at(repository.ask("which db image"), "docker-compose.yml", 3),
            "overridden by docker-compose.override.yml:3 (merged by docker compose without being asked), "
            "docker-compose.prod.yml:3 (when given with -f)");
}

class PipelineTest : public testing::Test {
 protected:
  void SetUp() override {
    repository.write(".env", "NODE_ENV=development\nAPI_PORT=3000\n");
    repository.write(".github/workflows/ci.yml",
                     "name: CI\n"
                     "on: [push]\n"
                     "env:\n"
                     "  NODE_ENV: test\n"
                     "  API_PORT: 3000\n"
                     "jobs:\n"
                     "  e2e:\n"
                     "    runs-on: ubuntu-latest\n"
                     "    env:\n"
                     "      NODE_ENV: production\n"
                     "    steps:\n"
                     "      - name: Smoke\n"
                     "        run: ./smoke\n"
                     "        env:\n"
                     "          NODE_ENV: smoke\n");
    repository.index();
  }

  // The note of the variable on this line of the workflow.
  std::string note_of_place(int line) {
    const Source* source = repository.map().find(".github/workflows/ci.yml");
    auto places = repository.map().places_of(*source);
    for (DocId i = 0; i < (*places)->size(); ++i) {
      if ((**places)[i].kind != Kind::variable || (**places)[i].line_start != line) continue;
      LiveReader live(repository.root());
      auto note = precedence_note(repository.map(), live, ranked_at(repository.map(), *source, **places, i));
      return note ? *note : note.error().text();
    }
    return "(no variable there)";
  }

  IndexedRepository repository;
};

TEST_F(PipelineTest, TheWorkflowWinsOverTheEnvFileInCi) {
  EXPECT_EQ(note_at(repository.ask("NODE_ENV in .env file"), ".env", 1),
            "in CI: .github/workflows/ci.yml:4 (the whole pipeline) wins");
}

TEST_F(PipelineTest, TheInnerLevelWins) {
  const std::string ci = ".github/workflows/ci.yml";
  EXPECT_EQ(note_of_place(4),
            "overridden by " + ci + ":10 (job e2e), " + ci + ":15 (step Smoke); wins in CI; locally: .env:1");
  EXPECT_EQ(note_of_place(10), "overridden by " + ci + ":15 (step Smoke); overrides " + ci +
                                   ":4 (the whole pipeline); wins in CI; locally: .env:1");
  EXPECT_EQ(note_of_place(15),
            "overrides " + ci + ":4 (the whole pipeline), " + ci + ":10 (job e2e); wins in CI; locally: .env:1");
}

TEST_F(PipelineTest, TheSameValueEverywhereNeedsNoNote) {
  EXPECT_EQ(note_at(repository.ask("API_PORT in .env file"), ".env", 2), "");
}

}  // namespace
}  // namespace fingerpost
