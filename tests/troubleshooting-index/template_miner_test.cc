#include "troubleshooting-index/template_miner.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

std::vector<LogProblem> problems_of(std::string_view log, std::size_t chunk = 1 << 20) {
  TemplateMiner miner;
  for (std::size_t at = 0; at < log.size(); at += chunk) miner.feed(log.substr(at, chunk));
  return miner.finish();
}

constexpr std::string_view kLog =
    "2025-10-22T10:11:01Z INFO request served in 12 ms\n"
    "2025-10-22T10:11:02Z WARN slow query took 187 ms\n"
    "2025-10-22T10:11:03Z ERROR connect ECONNREFUSED 10.0.0.7:5432\n"
    "2025-10-22T10:11:04Z WARN slow query took 391 ms\n"
    "2025-10-22T10:11:05Z ERROR job 17 failed\n"
    "Traceback (most recent call last):\n"
    "  File \"/app/jobs.py\", line 12, in run\n"
    "    send(mail)\n"
    "TimeoutError: mail server did not answer\n"
    "2025-10-22T10:11:06Z INFO request served in 9 ms\n"
    "2025-10-22T10:11:07Z ERROR connect ECONNREFUSED 10.0.0.8:5432\n"
    "2025-10-22T10:11:08Z FATAL no space left on device\n";

TEST(TemplateMiner, ProblemsAreGroupedAndTheMostSevereComesFirst) {
  const auto problems = problems_of(kLog);
  ASSERT_EQ(problems.size(), 4u);
  EXPECT_EQ(problems[0].masked, "no space left on device");
  EXPECT_EQ(problems[0].severity, Severity::fatal);
  EXPECT_EQ(problems[1].masked, "connect ECONNREFUSED <ip>:5432");
  EXPECT_EQ(problems[1].count, 2);
  EXPECT_EQ(problems[1].first_line, 3);
  EXPECT_EQ(problems[1].last_line, 11);
  EXPECT_EQ(problems[2].masked, "TimeoutError: mail server did not answer");
  EXPECT_EQ(problems[3].masked, "slow query took <duration>");
  EXPECT_EQ(problems[3].count, 2);
}

TEST(TemplateMiner, TheExampleIsTheWholeRecord) {
  const auto problems = problems_of(kLog);
  EXPECT_EQ(problems[2].first_line, 5);
  EXPECT_EQ(problems[2].last_line, 9);
  EXPECT_NE(problems[2].example.find("job 17 failed"), std::string::npos);
  EXPECT_NE(problems[2].example.find("jobs.py"), std::string::npos);
}

TEST(TemplateMiner, ChunksMayCutLinesAnywhere) {
  const auto whole = problems_of(kLog);
  for (const std::size_t chunk : {1u, 7u, 64u}) {
    const auto cut = problems_of(kLog, chunk);
    ASSERT_EQ(cut.size(), whole.size());
    for (std::size_t i = 0; i < cut.size(); ++i) {
      EXPECT_EQ(cut[i].masked, whole[i].masked);
      EXPECT_EQ(cut[i].first_line, whole[i].first_line);
      EXPECT_EQ(cut[i].example, whole[i].example);
    }
  }
}

TEST(TemplateMiner, CasesThatDifferInANameAreOneProblem) {
  const auto problems = problems_of(
      "ERROR: user alice could not be invited to the project team\n"
      "ERROR: user bob could not be invited to the project team\n"
      "ERROR: user carol could not be invited to the project team\n");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].masked, "user <*> could not be invited to the project team");
  EXPECT_EQ(problems[0].count, 3);
}

TEST(TemplateMiner, CasesThatDifferInACodeAreTwo) {
  EXPECT_EQ(problems_of("ERROR: the shop cannot talk to its bank today: ECONNREFUSED\n"
                        "ERROR: the shop cannot talk to its bank today: ETIMEDOUT\n")
                .size(),
            2u);
}

TEST(TemplateMiner, AQuietLogHasNoProblems) {
  EXPECT_TRUE(problems_of("").empty());
  EXPECT_TRUE(problems_of("Starting\nListening on 8080\n0 errors\nDone").empty());
}

TEST(TemplateMiner, MemoryIsBoundedAndWhatHadNoRoomIsCounted) {
  TemplateMiner miner;
  std::string log;
  for (int i = 0; i < 6000; ++i) {
    std::string word;
    for (int k = i + 1; k > 0; k /= 26) word.push_back(static_cast<char>('a' + k % 26));
    log += "ERROR: " + word + " failed\n";
  }
  log += "ERROR: " + std::string(100'000, 'x') + " failed\n";
  miner.feed(log);
  const auto problems = miner.finish(10);
  EXPECT_EQ(problems.size(), 10u);
  EXPECT_EQ(miner.lines(), 6001);
  EXPECT_GT(miner.left_out(), 0);
}

}  // namespace
}  // namespace fingerpost
