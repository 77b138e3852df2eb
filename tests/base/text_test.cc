#include "base/text.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

TEST(Lines, CountsFromOneAndKeepsLineEndsOut) {
  const Lines lines("one\r\ntwo\n\nfour");
  EXPECT_EQ(lines.count(), 4);
  EXPECT_EQ(lines.line(1), "one");
  EXPECT_EQ(lines.line(3), "");
  EXPECT_EQ(lines.range(2, 9), "two\n\nfour");
  EXPECT_EQ(lines.line_of(0), 1);
  EXPECT_EQ(lines.line_of(5), 2);
}

TEST(Lines, ATrailingLineEndMakesNoLine) {
  EXPECT_EQ(Lines("a\n").count(), 1);
  EXPECT_EQ(Lines("").count(), 0);
  EXPECT_EQ(Lines("\n").count(), 1);
}

TEST(Clip, CutsAtACharactersStart) {
  EXPECT_EQ(clip("naïve", 3), "na…");
  EXPECT_EQ(clip("short", 9), "short");
}

TEST(Paths, AreTakenApart) {
  EXPECT_EQ(base_name("a/b/c.tar.gz"), "c.tar.gz");
  EXPECT_EQ(directory_of("a/b/c"), "a/b");
  EXPECT_EQ(extension_of("a/.env"), "");
  EXPECT_EQ(extension_of("a/x.YAML"), "YAML");
}

}  // namespace
}  // namespace fingerpost
