#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/repository.h"
#include "server/tool.h"
#include "tests/support/fake_server.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

class DiagnoseWithEvidence : public ::testing::Test {
 protected:
  DiagnoseWithEvidence() {
    ::setenv("XDG_STATE_HOME", files_.map_file("state").c_str(), 1);
    ::setenv("XDG_CONFIG_HOME", files_.map_file("config").c_str(), 1);
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

}  // namespace
}  // namespace fingerpost
