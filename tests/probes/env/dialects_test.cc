#include "probes/env/dialects.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

struct Case {
  const char* raw;
  const char* node;
  const char* python;
  const char* compose;
  const char* shell;
};

TEST(Dialects, ReadOneLineEachInItsOwnWay) {
  const Case cases[] = {
      {"plain", "plain", "plain", "plain", "plain"},
      {"ab#cd", "ab", "ab#cd", "ab#cd", "ab#cd"},
      {"ab # note", "ab", "ab", "ab", "ab"},
      {"'ab#cd'", "ab#cd", "ab#cd", "ab#cd", "ab#cd"},
      {"\"a\\nb\"", "a\nb", "a\nb", "a\nb", "a\\nb"},
      {"two words", "two words", "two words", "two words", "two"},
      {"a&b", "a&b", "a&b", "a&b", "a"},
      {"a\\b", "a\\b", "a\\b", "a\\b", "ab"},
      {"", "", "", "", ""},
      {"#", "", "#", "", "#"},
  };
  for (const Case& one : cases) {
    const auto readings = read_in_dialects(one.raw);
    EXPECT_EQ(readings[0].value, one.node) << one.raw;
    EXPECT_EQ(readings[1].value, one.python) << one.raw;
    EXPECT_EQ(readings[2].value, one.compose) << one.raw;
    EXPECT_EQ(readings[3].value, one.shell) << one.raw;
  }
}

TEST(Dialects, SayWhereAReaderLeavesTheOthersAndNothingOfTheValue) {
  const auto readings = read_in_dialects("4x#z$v3 t");
  EXPECT_EQ(readings[0].because, "stops at '#' (character 3)");
  EXPECT_TRUE(readings[1].known);
  EXPECT_FALSE(readings[2].known);
  EXPECT_EQ(readings[2].because, "fills in a variable at '$' (character 5)");
  EXPECT_EQ(readings[3].because, "fills in or runs something at '$' (character 5)");
}

}  // namespace
}  // namespace fingerpost
