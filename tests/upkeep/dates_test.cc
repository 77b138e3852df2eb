#include "upkeep/check/dates.h"

#include <gtest/gtest.h>

#include <string>

#include "base/day.h"

namespace fingerpost {
namespace {

// "2025-03-04 at 9+10", or "".
std::string read(std::string_view text) {
  const auto date = date_in(text);
  if (!date) return {};
  return day_of(std::int64_t{date->day} * 24 * 3600) + " at " + std::to_string(date->at) + "+" +
         std::to_string(date->length);
}

TEST(StatedDate, IsReadAsPeopleWriteIt) {
  EXPECT_EQ(read("Updated: 2025-03-04."), "2025-03-04 at 9+10");
  EXPECT_EQ(read("2025/03/04"), "2025-03-04 at 0+10");
  EXPECT_EQ(read("on 4 March 2025"), "2025-03-04 at 3+12");
  EXPECT_EQ(read("4th of Mar 2025"), "2025-03-04 at 0+15");
  EXPECT_EQ(read("4th March 2025"), "2025-03-04 at 0+14");
  EXPECT_EQ(read("March 4, 2025"), "2025-03-04 at 0+13");
  EXPECT_EQ(read("Sept 4th, 2025"), "2025-09-04 at 0+14");
  EXPECT_EQ(read("2025-03-04T10:00:00Z"), "2025-03-04 at 0+10");
}

TEST(StatedDate, IsTheLastDayOfAMonthOrQuarter) {
  EXPECT_EQ(read("February 2024"), "2024-02-29 at 0+13");
  EXPECT_EQ(read("2025-04"), "2025-04-30 at 0+7");
  EXPECT_EQ(read("by Q3 2025"), "2025-09-30 at 3+7");
}

TEST(StatedDate, IsNoneWhereItMayMeanAnything) {
  EXPECT_EQ(read("03/04/2025"), "");
  EXPECT_EQ(read("2025-02-30"), "");
  EXPECT_EQ(read("2025-13"), "");
  EXPECT_EQ(read("version 2025-1"), "");
  EXPECT_EQ(read("in May 20"), "");
  EXPECT_EQ(read("marching 2025"), "");
  EXPECT_EQ(read("Q5 2025"), "");
  EXPECT_EQ(read(""), "");
  EXPECT_EQ(read(std::string(100'000, '1')), "");
}

}  // namespace
}  // namespace fingerpost
