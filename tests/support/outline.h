// What a reader makes of a text, as lines to compare.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/support/reading_check.h"

namespace fingerpost {

// The outline of a text read as a file of this path, whose promises all hold.
inline std::string outline(std::string_view path, std::string_view text) {
  const Reading reading = read_text(path, text);
  EXPECT_EQ(broken_promise(reading, text), "");
  return outline_of(reading);
}

}  // namespace fingerpost
