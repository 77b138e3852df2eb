#include "base/json.h"

#include <gtest/gtest.h>

#include <limits>

namespace fingerpost {
namespace {

std::string as_the_library_writes(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

TEST(JsonTest, ALineIsWhatTheLibraryWrites) {
  Json value = {{"empty", {{"object", Json::object()}, {"list", Json::array()}, {"text", ""}}},
                {"numbers",
                 {0, -1, 0.1, 0.97, 1.0, 1e300, -2.5e-9, std::numeric_limits<std::int64_t>::min(),
                  std::numeric_limits<std::uint64_t>::max(), std::numeric_limits<double>::infinity()}},
                {"others", {true, false, nullptr}},
                {"a \"key\"\n", "C:\\path\t\"quoted\"\r\n\b\f"},
                {"letters", "caf\u00e9 \u203a \u2026 \U0001F600 \u007f/"}};
  EXPECT_EQ(to_line(value), as_the_library_writes(value));
  EXPECT_EQ(to_line("plain"), "\"plain\"");
}

TEST(JsonTest, EveryByteInEveryPlaceOfATextIsWrittenAsTheLibraryDoes) {
  for (int first = 0; first < 256; ++first)
    for (int second = 0; second < 256; ++second) {
      const std::string text = {'a', static_cast<char>(first), static_cast<char>(second), 'z'};
      ASSERT_EQ(to_line(text), as_the_library_writes(text)) << first << " " << second;
    }
}

TEST(JsonTest, WhatNestsTooDeepIsRefusedAndWhatIsQuotedDoesNotNest) {
  const auto nested = [](int depth, const std::string& inside) {
    return std::string(static_cast<std::size_t>(depth), '[') + inside +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  EXPECT_TRUE(parse_json(nested(64, "1")));
  EXPECT_TRUE(parse_json(nested(65, "")));
  EXPECT_FALSE(parse_json(nested(65, "1")));
  EXPECT_FALSE(parse_json(nested(1'000'000, "")));
  EXPECT_TRUE(parse_json("[\"" + std::string(100, '[') + "\\\"" + std::string(100, '{') + "\"]"));
  EXPECT_FALSE(parse_json("[1, 2"));
  EXPECT_FALSE(parse_json("\"\\"));
}

TEST(JsonTest, AnObjectWithRoomIsEmptyAndKeepsTheOrderOfItsMembers) {
  Json object = object_with_room(2);
  EXPECT_EQ(to_line(object), "{}");
  object["b"] = 1;
  object["a"] = 2;
  object["c"] = 3;
  EXPECT_EQ(to_line(object), "{\"b\":1,\"a\":2,\"c\":3}");
}

}  // namespace
}  // namespace fingerpost
