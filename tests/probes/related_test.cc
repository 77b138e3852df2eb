#include "probes/related.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

using Texts = std::vector<std::string>;

Outcome outcome(const std::string& probe, const std::string& target, Status status, const std::string& summary,
                Texts codes = {}) {
  Outcome out;
  out.probe = probe;
  out.target = target;
  out.status = status;
  out.summary = summary;
  out.codes = std::move(codes);
  return out;
}

TEST(RelatedOutcomes, NameTheServerThatAnotherOneWaitsFor) {
  std::vector<Outcome> all = {
      outcome("health", "localhost:8000", Status::fail, "running but not ready: database unreachable", {"HTTP 503"}),
      outcome("postgres", "localhost:5433", Status::fail, "connect: nothing listens on 127.0.0.1:5433"),
      outcome("redis", "localhost:6379", Status::fail, "auth: wrong password")};
  relate(all);
  EXPECT_EQ(all[0].notes, Texts({"postgres localhost:5433 fails now too (connect: nothing listens on 127.0.0.1:5433): "
                                 "mend that first"}))
      << "it says that the database is what it lacks";
  EXPECT_EQ(all[1].notes, Texts());
}

TEST(RelatedOutcomes, NameEachWhereTheServerDoesNotSayWhatItLacks) {
  std::vector<Outcome> all = {
      outcome("health", "localhost:8000", Status::fail, "running but not ready: not_ready", {"HTTP 503"}),
      outcome("postgres", "localhost:5433", Status::fail, "connect: x"),
      outcome("redis", "localhost:6379", Status::fail, "auth: y")};
  relate(all);
  EXPECT_EQ(all[0].notes.size(), 2u);
}

TEST(RelatedOutcomes, AreNotMadeUp) {
  for (const Outcome& server : {outcome("health", "a", Status::fail, "down", {"ECONNREFUSED"}),
                                outcome("health", "a", Status::pass, "alive and ready"),
                                outcome("http", "a", Status::fail, "status: HTTP 404", {"HTTP 404"})}) {
    std::vector<Outcome> all = {server, outcome("postgres", "b", Status::fail, "connect: x")};
    relate(all);
    EXPECT_EQ(all[0].notes, Texts()) << server.summary;
  }
  std::vector<Outcome> well = {outcome("health", "a", Status::fail, "not ready", {"HTTP 503"}),
                               outcome("postgres", "b", Status::pass, "all pass")};
  relate(well);
  EXPECT_EQ(well[0].notes, Texts());
}

Outcome timed(double round_trip, double way) {
  Outcome out;
  out.measure("latency_p50_ms", round_trip);
  out.measure("connect_ms", way);
  explain_latency(out, 100);
  return out;
}

TEST(SlowRoundTrips, ComeFromTheWayOrFromTheServer) {
  EXPECT_EQ(timed(180, 170).notes, Texts({"a connection alone takes 170 ms: it is the way that is long (another "
                                          "region?), not the server"}));
  EXPECT_EQ(timed(180, 2).notes,
            Texts({"a connection alone takes 2 ms: it is the server that is slow, not the way to it"}));
  EXPECT_EQ(timed(180, 60).notes, Texts()) << "neither is clear";
  EXPECT_EQ(timed(20, 19).notes, Texts()) << "it is not slow";
}

}  // namespace
}  // namespace fingerpost
