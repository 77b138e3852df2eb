#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/cli/probe_formats.h"
#include "server/probing.h"
#include "server/repository.h"
#include "server/tool.h"
#include "tests/support/fake_server.h"
#include "tests/support/free_port.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

class ProbeTool : public ::testing::Test {
 protected:
  ProbeTool() {
    ::setenv("XDG_STATE_HOME", files_.map_file("state").c_str(), 1);
    ::setenv("XDG_CONFIG_HOME", files_.map_file("config").c_str(), 1);
  }
  Repository& repository() {
    if (!repository_) {
      RepositoryOptions options;
      options.directory = files_.tree();
      options.map_file = files_.map_file();
      repository_ = std::move(*Repository::open(options));
    }
    return *repository_;
  }
  Result<ToolReply> call(const Json& arguments) { return tool_named("probe")->run(arguments, repository()); }

  TemporaryRepository files_;
  std::unique_ptr<Repository> repository_;
};

TEST_F(ProbeTool, WithoutANameListsWhatCouldBeProbedAndConnectsToNothing) {
  const FakeServer server([](const FakeServer::Connection& connection) { connection.stay_silent(); });
  files_.write(".env", fmt::format("API_URL=http://app:CANARY_77aa@127.0.0.1:{}/v1\n", server.port()));
  const auto reply = call(Json::object());
  ASSERT_TRUE(reply);
  EXPECT_NE(
      reply->text.find(fmt::format("  http://127.0.0.1:{}/v1: API_URL in .env:1 is a URL of it\n", server.port())),
      std::string::npos)
      << reply->text;
  EXPECT_EQ(reply->text.find("CANARY"), std::string::npos);
  EXPECT_EQ(to_line(reply->structured).find("CANARY"), std::string::npos);
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(ProbeTool, SaysWhatWasSeenWhereItIsWrittenAndWhatToDo) {
  const int port = free_port();
  files_.write(".env", fmt::format("# api\nAPI_URL=http://127.0.0.1:{}/\n", port));
  const auto reply = call({{"name", "http"}});
  ASSERT_TRUE(reply);
  EXPECT_FALSE(reply->found);
  EXPECT_EQ(reply->text.substr(0, reply->text.find("\nfail http")),
            fmt::format("fail: 0 of 1 pass, 1 fails; mend first: http http://127.0.0.1:{0}/\n"
                        "1. fail http http://127.0.0.1:{0}/ — connect: nothing listens on 127.0.0.1:{0} (.env:2)\n"
                        "   → start what should listen on port {0}, or correct the port in .env:2",
                        port));
  EXPECT_EQ(reply->structured["status"], "fail");
  EXPECT_EQ(reply->structured["outcomes"][0]["codes"], Json::array({"ECONNREFUSED"}));
  EXPECT_EQ(reply->structured["mend"][0]["check"], "connect");
}

TEST_F(ProbeTool, RefusesUnknownNamesAndStrangers) {
  const auto misspelt = call({{"name", "htpp"}});
  ASSERT_FALSE(misspelt);
  EXPECT_EQ(misspelt.error().text(), "there is no probe 'htpp' (did you mean 'http'?)");
  const auto stranger = call({{"name", "tcp"}, {"target", "evil.example.org:80"}});
  ASSERT_FALSE(stranger);
  EXPECT_EQ(stranger.error().code, Code::denied);
  const auto metadata = call({{"name", "http"}, {"target", "http://169.254.169.254/"}});
  ASSERT_FALSE(metadata);
  EXPECT_EQ(metadata.error().code, Code::denied);
}

TEST_F(ProbeTool, TakesTargetsThatTheUserAllowsForGood) {
  std::filesystem::create_directories(files_.map_file("config") + "/fingerpost");
  std::ofstream(files_.map_file("config") + "/fingerpost/allowed-targets") << "# mine\nallowed.invalid:80\n";
  const auto reply = call({{"name", "tcp"}, {"target", "allowed.invalid:80"}});
  ASSERT_TRUE(reply) << reply.error().text();
  EXPECT_EQ(reply->structured["outcomes"][0]["checks"][0]["name"], "resolve");
}

TEST_F(ProbeTool, SaysWhichNameOfTheListIsNone) {
  files_.write(".fingerpost.toml", "[probes]\npreflight = [\"disk\", \"prots\"]\n");
  const auto reply = call({{"name", "preflight"}});
  ASSERT_TRUE(reply);
  EXPECT_NE(reply->text.find("prots"), std::string::npos) << reply->text;
  EXPECT_EQ(reply->structured["mend"][0]["check"], "plan") << reply->structured.dump(1);
  EXPECT_NE(reply->structured["mend"][0]["seen"].dump().find("prots"), std::string::npos);
}

TEST_F(ProbeTool, RemembersTheLastStateAndOverviewShowsIt) {
  const FakeServer server(http_server([](const std::string&) { return http_reply(200, "text/plain", "x"); }));
  files_.write(".env", fmt::format("API_URL=http://127.0.0.1:{}/\n", server.port()));
  ASSERT_TRUE(call({{"name", "http"}}));
  const auto overview = tool_named("overview")->run(Json::object(), repository());
  ASSERT_TRUE(overview);
  EXPECT_NE(overview->text.find(fmt::format("  http http://127.0.0.1:{}/  .env:1  pass since ", server.port())),
            std::string::npos)
      << overview->text;
}

ProbeReport sample() {
  ProbeReport out;
  out.name = "all";
  Outcome good;
  good.probe = "tcp";
  good.target = "localhost:1";
  good.add("connect", Status::pass, "127.0.0.1:1 answers");
  good.measure("connect_ms", 1.5);
  good.milliseconds = 12;
  good.conclude();
  Outcome bad;
  bad.probe = "http";
  bad.target = "http://x/<a>";
  bad.add("status", Status::fail, "HTTP 500: \"no\"", "look | at # it").expected = "status == 200";
  bad.add("tls", Status::warn, "soon");
  bad.add("body", Status::skip, "needs status");
  bad.conclude();
  out.outcomes = {good, bad};
  out.verdict = verdict_on(out.outcomes);
  return out;
}

TEST(ProbeFormats, JunitCountsAndEscapes) {
  const std::string out = junit_of(sample());
  EXPECT_NE(
      out.find("<testsuite name=\"http http://x/&lt;a&gt;\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\""),
      std::string::npos)
      << out;
  EXPECT_NE(out.find("<failure type=\"status\" message=\"HTTP 500: &quot;no&quot;; look | at # it\"/>"),
            std::string::npos);
}

TEST(ProbeFormats, TapPlansEveryCheck) {
  EXPECT_EQ(tap_of(sample()),
            "TAP version 13\n1..4\n"
            "ok 1 - tcp localhost:1 connect\n"
            "not ok 2 - http http://x/<a> status\n"
            "  ---\n  status: fail\n  seen: \"HTTP 500: \\\"no\\\"\"\n  expected: \"status == 200\"\n"
            "  advice: \"look | at # it\"\n  ...\n"
            "not ok 3 - http http://x/<a> tls # TODO warning\n"
            "  ---\n  status: warn\n  seen: \"soon\"\n  ...\n"
            "ok 4 - http http://x/<a> body # SKIP needs status\n");
}

TEST(ProbeFormats, NagiosSaysItInOneLine) {
  EXPECT_EQ(nagios_of(sample()),
            "FINGERPOST CRITICAL - 1 of 2 pass, 1 fails; mend first: http http://x/<a> | 'tcp localhost:1'=12ms 'http "
            "http://x/<a>'=0ms\n");
  EXPECT_EQ(nagios_status(sample()), 2);
}

TEST(ProbeFormats, PrometheusHasEveryMeasure) {
  const std::string out = prometheus_of(sample());
  EXPECT_NE(out.find("fingerpost_probe_success{probe=\"tcp\",target=\"localhost:1\"} 1\n"), std::string::npos);
  EXPECT_NE(out.find("fingerpost_probe_success{probe=\"http\",target=\"http://x/<a>\"} 0\n"), std::string::npos);
  EXPECT_NE(out.find("fingerpost_probe_measure{probe=\"tcp\",target=\"localhost:1\",measure=\"connect_ms\"} 1.5\n"),
            std::string::npos);
}

}  // namespace
}  // namespace fingerpost
