#include "server/cli/probe_watch.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace fingerpost {
namespace {

class ProbeRounds : public ::testing::Test {
 protected:
  ProbeRounds() {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
  }
  static ProbeReport report(const std::vector<std::pair<std::string, Status>>& targets) {
    ProbeReport out;
    out.name = "all";
    for (const auto& [target, status] : targets) {
      Outcome one;
      one.probe = "tcp";
      one.target = target;
      one.add("connect", status, status == Status::pass ? "it answers" : "nothing listens");
      one.conclude();
      out.outcomes.push_back(std::move(one));
    }
    out.verdict = verdict_on(out.outcomes);
    return out;
  }
  static constexpr std::int64_t kNoon = 1'700'049'600;  // 2023-11-15 12:00:00 UTC

  ProbeWatch rounds_{5};
};

TEST_F(ProbeRounds, AppendTheFirstInFullAndThenWhatChanged) {
  rounds_.take(report({{"a:1", Status::pass}, {"b:2", Status::pass}}), {}, kNoon);
  EXPECT_EQ(rounds_.lines(),
            "12:00:00 pass: 2 of 2 pass\n"
            "12:00:00 pass  tcp a:1: connect: it answers\n"
            "12:00:00 pass  tcp b:2: connect: it answers\n");
  rounds_.take(report({{"a:1", Status::pass}, {"b:2", Status::fail}}), {}, kNoon + 5);
  EXPECT_EQ(rounds_.lines(),
            "12:00:05 fail: 1 of 2 pass, 1 fails; mend first: tcp b:2\n"
            "12:00:05 fail  tcp b:2: connect: nothing listens (was pass)\n");
  rounds_.take(report({{"b:2", Status::fail}, {"c:3", Status::pass}}), {}, kNoon + 10);
  EXPECT_EQ(rounds_.lines(),
            "12:00:10 fail: 1 of 2 pass, 1 fails; mend first: tcp b:2\n"
            "12:00:10 pass  tcp c:3: connect: it answers (was new)\n"
            "12:00:10 gone  tcp a:1 (was pass)\n");
}

TEST_F(ProbeRounds, AreDrawnOverTheOneBeforeWithWhatChangedMarked) {
  rounds_.take(report({{"a:1", Status::pass}, {"b:2", Status::pass}}), {}, kNoon);
  EXPECT_EQ(rounds_.table({24, false}),
            "\x1b[?7l"
            "12:00:00  round 1, every 5 s; Ctrl-C ends it\x1b[K\n"
            "pass: 2 of 2 pass\x1b[K\n"
            "  pass    12:00:00  tcp a:1  connect: it answers\x1b[K\n"
            "  pass    12:00:00  tcp b:2  connect: it answers\x1b[K\n"
            "\x1b[J\x1b[?7h");
  rounds_.take(report({{"a:1", Status::pass}, {"b:2", Status::fail}}), {}, kNoon + 5);
  EXPECT_EQ(rounds_.table({24, true}),
            "\x1b[?7l\x1b[4A\r"
            "12:00:05  round 2, every 5 s; Ctrl-C ends it\x1b[K\n"
            "fail: 1 of 2 pass, 1 fails; mend first: tcp b:2\x1b[K\n"
            "  pass    12:00:00  tcp a:1  connect: it answers\x1b[K\n"
            "\x1b[1m* fail    12:00:05  tcp b:2  (was pass) connect: nothing listens\x1b[0m\x1b[K\n"
            "\x1b[J\x1b[?7h");
}

TEST_F(ProbeRounds, OfMoreThanHasRoomShowWhatChangedAndWhatFails) {
  std::vector<std::pair<std::string, Status>> targets;
  for (int i = 1; i <= 9; ++i) targets.emplace_back("host:" + std::to_string(i), Status::pass);
  rounds_.take(report(targets), {}, kNoon);
  targets[8].second = Status::fail;
  rounds_.take(report(targets), {}, kNoon + 5);
  const std::string table = rounds_.table({6, false});
  EXPECT_NE(table.find("* fail    12:00:05  tcp host:9"), std::string::npos) << table;
  EXPECT_NE(table.find("  … and 7 more\x1b[K\n\x1b[J"), std::string::npos) << table;
}

TEST_F(ProbeRounds, KnowFromTheHistorySinceWhenAndWhatGoesUpAndDown) {
  ProbeState state;
  state.probe = "tcp";
  state.target = "a:1";
  state.state = "fail";
  state.since = kNoon - 3 * 86'400;
  state.flapping = true;
  rounds_.take(report({{"a:1", Status::fail}}), {state}, kNoon);
  EXPECT_NE(rounds_.lines().find("connect: nothing listens (since 2023-11-12); goes up and down\n"), std::string::npos)
      << rounds_.lines();
}

TEST_F(ProbeRounds, AreOneJsonDocumentALine) {
  rounds_.take(report({{"a:1", Status::pass}}), {}, kNoon);
  rounds_.take(report({{"a:1", Status::fail}}), {}, kNoon + 5);
  const std::string line = rounds_.json_line();
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto document = parse_json(line);
  ASSERT_TRUE(document);
  EXPECT_EQ((*document)["round"], 2);
  EXPECT_EQ((*document)["time"], "2023-11-15T12:00:05Z");
  EXPECT_EQ((*document)["status"], "fail");
  EXPECT_EQ((*document)["outcomes"][0]["was"], "pass");
  EXPECT_EQ((*document)["outcomes"][0]["since"], "2023-11-15T12:00:05Z");
}

}  // namespace
}  // namespace fingerpost
