#include "probes/outcome.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

TEST(Outcome, TakesItsStatusAndSummaryFromTheWorstCheck) {
  Outcome outcome;
  outcome.add("resolve", Status::pass, "127.0.0.1");
  outcome.add("connect", Status::fail, "nothing listens on 127.0.0.1:5433", "start the service");
  outcome.add("login", Status::skip, "needs connect");
  outcome.conclude();
  EXPECT_EQ(outcome.status, Status::fail);
  EXPECT_EQ(outcome.summary, "connect: nothing listens on 127.0.0.1:5433");
  EXPECT_TRUE(outcome.failed("connect"));
  EXPECT_FALSE(outcome.failed("login"));
}

TEST(Outcome, WithNothingButSkippedChecksIsSkipped) {
  Outcome outcome;
  outcome.add("daemon", Status::skip, "no Docker socket");
  outcome.conclude();
  EXPECT_EQ(outcome.status, Status::skip);
  EXPECT_EQ(outcome.summary, "daemon: no Docker socket");
}

TEST(Outcome, BecomesJsonWithItsPlacesAndMeasures) {
  Outcome outcome;
  outcome.probe = "tcp";
  outcome.target = "127.0.0.1:5433";
  outcome.origin = {Origin::Kind::variable, "DATABASE_URL", {".env", 3}};
  outcome.measure("connect_ms", 1.5);
  outcome.measure("version", "15.4");
  outcome.add("connect", Status::pass, "answered").source = {
      "compose.yml",
      14,
  };
  outcome.codes.push_back("ECONNREFUSED");
  outcome.conclude();
  EXPECT_EQ(
      to_line(json_of(outcome)),
      R"({"probe":"tcp","target":"127.0.0.1:5433","origin":{"kind":"variable","key":"DATABASE_URL","path":".env",)"
      R"("line":3},"status":"pass","summary":"connect: answered","ms":0.0,"checks":[{"name":"connect","status":)"
      R"("pass","seen":"answered","path":"compose.yml","line":14,"ms":0.0}],"measures":{"connect_ms":1.5,)"
      R"("version":"15.4"},"codes":["ECONNREFUSED"]})");
}

}  // namespace
}  // namespace fingerpost
