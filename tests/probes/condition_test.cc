#include "probes/condition.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

bool test(const std::string& condition, Measure measure) {
  const auto parsed = parse_condition(condition);
  EXPECT_TRUE(parsed) << condition;
  return parsed && holds(*parsed, measure);
}

TEST(Condition, ComparesNumbersVersionsAndTexts) {
  EXPECT_TRUE(test("status == 200", {"status", 200.0}));
  EXPECT_FALSE(test("status == 200", {"status", 503.0}));
  EXPECT_TRUE(test("latency_p95_ms<100", {"latency_p95_ms", 99.5}));
  EXPECT_FALSE(test("latency_p95_ms < 100", {"latency_p95_ms", 100.0}));
  EXPECT_TRUE(test("version >= 14.2", {"version", "14.10"}));
  EXPECT_FALSE(test("version >= 7.2", {"version", "7.0.15"}));
  EXPECT_TRUE(test("version == 7", {"version", "7.0"}));
  EXPECT_TRUE(test("body.status == \"ready\"", {"body.status", "ready"}));
  EXPECT_TRUE(test("policy != noeviction", {"policy", "allkeys-lru"}));
  EXPECT_TRUE(test("body contains 'all good'", {"body", "it is all good here"}));
  EXPECT_FALSE(test("version > newest", {"version", "7.0"})) << "words have no order";
}

TEST(Condition, SaysWhatItDidNotUnderstand) {
  EXPECT_EQ(parse_condition("latency_ms 100").error().message,
            "'latency_ms 100' is no condition: one of == != < <= > >= contains expected at byte 12");
  for (const char* bad : {"", "== 3", "a ==", "a == b c", "a == \"b", "a < < 3", "3 == a", "a == 'b' c'"})
    EXPECT_FALSE(parse_condition(bad)) << bad;
  EXPECT_FALSE(parse_condition("a == " + std::string(5000, 'x')));
}

TEST(Condition, WrittenAgainIsTheSame) {
  for (const char* text : {"status == 200", "body.status != \"not ready\"", "a >= 1.5", "body contains ok"})
    EXPECT_EQ(parse_condition(text)->text(), text);
}

TEST(Judging, LetsTheRepositoryGoBeforeWhatIsBuiltIn) {
  const std::vector<Threshold> built_in = {
      {"", *parse_condition("latency_ms < 500"), Status::warn, "look at the load", {}, ""},
      {"", *parse_condition("latency_ms < 2000"), Status::fail, "it is too slow", {}, ""}};
  const auto judged = [&](double latency, std::vector<Threshold> repository) {
    Outcome outcome;
    outcome.probe = "http";
    outcome.measure("latency_ms", latency);
    judge(outcome, repository, built_in);
    EXPECT_EQ(outcome.checks.size(), 1u);
    return outcome.checks.at(0);
  };
  EXPECT_EQ(judged(100, {}).status, Status::pass);
  EXPECT_EQ(judged(700, {}).status, Status::warn);
  EXPECT_EQ(judged(2500, {}).status, Status::fail);
  EXPECT_EQ(judged(2500, {}).expected, "latency_ms < 2000");
  const Threshold own = {"http", *parse_condition("latency_ms < 50"), Status::fail, "", {".fingerpost.toml", 7}, ""};
  EXPECT_EQ(judged(100, {own}).status, Status::fail);
  EXPECT_EQ(judged(100, {own}).source.text(), ".fingerpost.toml:7");
  const Threshold other = {"redis", *parse_condition("latency_ms < 50"), Status::fail, "", {".fingerpost.toml", 9}, ""};
  EXPECT_EQ(judged(100, {other}).status, Status::pass) << "it is another probe's";
}

}  // namespace
}  // namespace fingerpost
