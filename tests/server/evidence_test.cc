#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "server/evidence/local_advice.h"
#include "server/repository.h"
#include "server/tool.h"
#include "tests/support/fake_engine.h"
#include "tests/support/fake_server.h"
#include "tests/support/free_port.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

class DiagnoseWithEvidence : public ::testing::Test {
 protected:
  DiagnoseWithEvidence() {
    ::setenv("XDG_STATE_HOME", files_.map_file("state").c_str(), 1);
    ::setenv("XDG_CONFIG_HOME", files_.map_file("config").c_str(), 1);
    ::setenv("DOCKER_HOST", "tcp://127.0.0.1:1", 1);  // of which nothing is asked
  }
  // Two entries about refused connections, each of a server that .env names.
  void write(int api, int worker) {
    files_.write(".env", fmt::format("API_URL=http://127.0.0.1:{}/\nWORKER_URL=http://127.0.0.1:{}/\n", api, worker));
    files_.write("docs/troubleshooting.md",
                 "# Troubleshooting\n\n"
                 "## Connection refused by the api\n\n**Symptom**: `ECONNREFUSED`, connection refused\n\n"
                 "**Cause**: API_URL has no server.\n\n**Fix**: Start the api.\n\n"
                 "## Connection refused by the worker\n\n**Symptom**: `ECONNREFUSED`, connection refused\n\n"
                 "**Cause**: WORKER_URL has no server.\n\n**Fix**: Start the worker.\n");
  }
  Json ask(Json arguments) {
    if (!repository_) {
      RepositoryOptions options;
      options.directory = files_.tree();
      options.map_file = files_.map_file();
      repository_ = std::move(*Repository::open(options));
    }
    auto reply = tool_named("diagnose")->run(arguments, *repository_);
    if (!reply) return {{"error", reply.error().text()}};
    text_ = reply->text;
    return reply->structured;
  }

  TemporaryRepository files_;
  std::unique_ptr<Repository> repository_;
  std::string text_;
};

TEST_F(DiagnoseWithEvidence, PutsTheEntryOfTheServerThatIsDownFirstAndNamesWhatWasSeen) {
  const FakeServer up(
      [](const FakeServer::Connection& connection) { connection.send(http_reply(200, "text/plain", "ok")); });
  const int down = free_port();
  for (const bool worker_down : {true, false}) {
    repository_.reset();
    write(worker_down ? up.port() : down, worker_down ? down : up.port());
    const Json reply = ask({{"symptom", "ECONNREFUSED connection refused"}, {"run_probes", true}});
    ASSERT_EQ(reply["entries"].size(), 2u) << reply.dump(1);
    EXPECT_EQ(reply["entries"][0]["title"],
              worker_down ? "Connection refused by the worker" : "Connection refused by the api")
        << reply.dump(1);
    const std::string seen = fmt::format("nothing listens on 127.0.0.1:{}", down);
    EXPECT_NE(reply["entries"][0]["probes"].dump().find(seen), std::string::npos) << reply.dump(1);
    EXPECT_NE(text_.find(seen), std::string::npos) << text_;
  }
}

TEST_F(DiagnoseWithEvidence, ConnectsToNothingUnlessAsked) {
  const FakeServer server([](const FakeServer::Connection& connection) { connection.stay_silent(); });
  write(server.port(), server.port());
  const Json reply = ask({{"symptom", fmt::format("ECONNREFUSED 127.0.0.1:{}", server.port())}});
  EXPECT_EQ(server.connections(), 0);
  EXPECT_FALSE(reply.contains("probes"));
}

TEST_F(DiagnoseWithEvidence, LetsTheEvidenceAnswerWhereNoEntryDoes) {
  const int down = free_port();
  files_.write(".env", fmt::format("API_URL=http://127.0.0.1:{}/\n", down));
  files_.write("README.md", "# Shop\n\nSells things.\n");
  const Json reply = ask({{"symptom", "API_URL gives me nothing"}, {"run_probes", true}});
  EXPECT_EQ(reply["known"], false);
  EXPECT_TRUE(reply.contains("gap"));
  EXPECT_NE(reply["probes"].dump().find(fmt::format("nothing listens on 127.0.0.1:{}", down)), std::string::npos)
      << reply.dump(1);
}

TEST_F(DiagnoseWithEvidence, KeepsAGapWhereOnlyTheEvidenceAnswers) {
  files_.write(".env", fmt::format("API_URL=http://127.0.0.1:{}/\n", free_port()));
  files_.write("README.md", "# Shop\n\nSells things.\n");
  const Json reply = ask({{"symptom", "API_URL gives me nothing"}, {"run_probes", true}});
  ASSERT_TRUE(reply.contains("gap_id")) << reply.dump(1);
  const auto gaps = tool_named("gaps")->run(Json::object(), *repository_);
  ASSERT_TRUE(gaps);
  EXPECT_NE(gaps->text.find("API_URL gives me nothing"), std::string::npos) << gaps->text;
  EXPECT_NE(text_.find("Now fails: "), std::string::npos) << text_;
}

TEST_F(DiagnoseWithEvidence, WithoutASymptomAsksForWhatPreflightFindsBroken) {
  files_.write("docs/troubleshooting.md",
               "# Troubleshooting\n\n## The payment key is missing\n\n**Symptom**: `PAYMENT_KEY` is missing\n\n"
               "**Fix**: Ask the team for PAYMENT_KEY and put it into `.env`.\n");
  files_.write(".env.example", "# what payments are signed with\nPAYMENT_KEY=\nREGION=syd\n");
  files_.write(".env", "REGION=syd\n");
  files_.write("src/pay.py", "import os\n\nkey = os.environ[\"PAYMENT_KEY\"]\n");
  const Json reply = ask({{"symptom", ""}, {"run_probes", true}});
  EXPECT_EQ(reply["known"], true) << reply.dump(1);
  EXPECT_EQ(reply["entries"][0]["title"], "The payment key is missing") << reply.dump(1);
  EXPECT_NE(reply["probes"].dump().find("PAYMENT_KEY"), std::string::npos) << reply.dump(1);
}

TEST_F(DiagnoseWithEvidence, WithoutASymptomSaysWhereNothingIsBroken) {
  files_.write(".env.example", "REGION=syd\n");
  files_.write(".env", "REGION=syd\n");
  files_.write("src/pay.py", "import os\n\nregion = os.environ[\"REGION\"]\n");
  const Json reply = ask({{"symptom", ""}, {"run_probes", true}});
  EXPECT_EQ(reply["entries"], Json::array());
  EXPECT_NE(text_.find("Nothing fails"), std::string::npos) << text_;
}

TEST_F(DiagnoseWithEvidence, NeverOffersForAManagedServerWhatTakesEncryptionAway) {
  files_.write("docs/troubleshooting.md",
               "# Troubleshooting\n\n## PostgreSQL refuses TLS\n\n"
               "**Symptom**: `server does not support SSL, but SSL was required`\n\n"
               "**Fix**:\n\n1. Add `?sslmode=disable` to DATABASE_URL.\n2. Start the application again.\n");
  const Json question = {{"symptom", "server does not support SSL, but SSL was required"}, {"run_probes", true}};
  files_.write(".env", "DATABASE_URL=postgres://app:pw@db.fingerpost.invalid:5432/shop\n");
  const Json managed = ask(question);
  ASSERT_EQ(managed["entries"].size(), 1u) << managed.dump(1);
  EXPECT_EQ(managed["entries"][0]["title"], "PostgreSQL refuses TLS");
  EXPECT_EQ(managed.dump().find("sslmode=disable"), std::string::npos) << managed.dump(1);
  EXPECT_EQ(text_.find("sslmode=disable"), std::string::npos) << text_;
  EXPECT_EQ(managed["entries"][0]["steps"], Json::array({"Start the application again."}));
  repository_.reset();
  files_.write(".env", fmt::format("DATABASE_URL=postgres://app:pw@127.0.0.1:{}/shop\n", free_port()));
  const Json local = ask(question);
  EXPECT_NE(local["entries"][0].dump().find("sslmode=disable"), std::string::npos) << local.dump(1);
}

TEST_F(DiagnoseWithEvidence, NamesTheContainerBehindThePort) {
  const int port = free_port();
  files_.write(".env", fmt::format("DATABASE_URL=postgres://app:pw@127.0.0.1:{}/shop\n", port));
  files_.write("compose.yml",
               fmt::format("services:\n  postgres:\n    image: postgres:16\n    ports: ['{}:5432']\n", port));
  files_.write("docs/troubleshooting.md",
               "# Troubleshooting\n\n"
               "## The database refuses connections\n\n**Symptom**: `ECONNREFUSED`, connection refused\n\n"
               "**Cause**: The container was killed (exit code 137).\n\n**Fix**: Give Docker more memory.\n");
  const FakeEngine engine("[" +
                              container("postgres", "exited", "Exited (137) 1 hour ago",
                                        std::filesystem::canonical(files_.tree()).string()) +
                              "]",
                          R"({"State":{"OOMKilled":true}})");
  ::setenv("DOCKER_HOST", ("unix://" + engine.path()).c_str(), 1);
  const Json reply = ask({{"symptom", fmt::format("connect ECONNREFUSED 127.0.0.1:{}", port)}, {"run_probes", true}});
  const std::string evidence = fmt::format(
      "nothing listens on 127.0.0.1:{0} (DATABASE_URL in .env:1); compose service postgres publishes "
      "{0}:5432 (compose.yml:4); its container is not running: exited with code 137: it ran out of memory",
      port);
  EXPECT_NE(reply["probes"].dump().find(evidence), std::string::npos) << reply.dump(1);
  EXPECT_NE(text_.find(evidence), std::string::npos) << text_;
  EXPECT_NE(reply["entries"][0]["why"].dump().find("what fails now"), std::string::npos) << reply.dump(1);
}

TEST_F(DiagnoseWithEvidence, TellsFirstWhatFailsOfWhatTheSymptomNames) {
  write(free_port(), free_port());
  const Json reply = ask({{"symptom", "ECONNREFUSED, WORKER_URL does not answer"}, {"run_probes", true}});
  ASSERT_GE(reply["probes"].size(), 2u) << reply.dump(1);
  EXPECT_NE(reply["probes"][0]["evidence"].dump().find("WORKER_URL"), std::string::npos) << reply.dump(1);
}

TEST_F(DiagnoseWithEvidence, ChoosesProbesByTheErrorCode) {
  const FakeServer up([](const FakeServer::Connection& connection) { connection.stay_silent(); });
  files_.write("compose.yml", fmt::format("services:\n  web:\n    image: web:1\n    ports: ['{}:80']\n", up.port()));
  files_.write("docs/troubleshooting.md",
               "# Troubleshooting\n\n## Port is already allocated\n\n"
               "**Symptom**: `Bind failed: port is already allocated`\n\n**Fix**: Stop what listens there.\n");
  const Json reply = ask({{"symptom", "Error: port is already allocated"}, {"run_probes", true}});
  EXPECT_EQ(reply["entries"][0]["probes"][0]["name"], "ports") << reply.dump(1);
  EXPECT_NE(reply["entries"][0]["probes"][0]["evidence"].dump().find("taken by"), std::string::npos) << reply.dump(1);
}

TEST_F(DiagnoseWithEvidence, DoesNotRefuteWhatNoProbeCanSee) {
  const FakeServer up(
      [](const FakeServer::Connection& connection) { connection.send(http_reply(200, "text/plain", "ok")); });
  files_.write(".env", fmt::format("API_URL=http://127.0.0.1:{}/\n", up.port()));
  files_.write("docs/troubleshooting.md",
               "# Troubleshooting\n\n## The order exists twice\n\n"
               "**Symptom**: `duplicate key value violates unique constraint` when API_URL is asked twice\n\n"
               "**Fix**: Send an idempotency key.\n");
  const Json reply = ask({{"symptom", "duplicate key value violates unique constraint"}, {"run_probes", true}});
  ASSERT_EQ(reply["entries"].size(), 1u) << reply.dump(1);
  EXPECT_EQ(reply["entries"][0].dump().find("refuted"), std::string::npos) << reply.dump(1);
}

TEST(LocalAdvice, IsKnownHoweverItIsWritten) {
  for (const char* text : {"add ?sslmode=disable to the URL", "PGSSLMODE=disable", "set `sslmode` to `disable`",
                           "ssl: false in knexfile.js", "\"ssl\": false", "sslmode = 'disable'"})
    EXPECT_TRUE(is_local_advice(text)) << text;
  for (const char* text : {"sslmode=require", "locally sslmode=disable, in production sslmode=require",
                           "disable the firewall", "ssl is on", "nossl: false alarms"})
    EXPECT_FALSE(is_local_advice(text)) << text;
}

}  // namespace
}  // namespace fingerpost
