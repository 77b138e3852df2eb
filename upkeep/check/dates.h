// Dates as people write them in documents. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace fingerpost {

struct StatedDate {
  int day = 0;             // days since the epoch; of a month or a quarter its last
  std::size_t at = 0;      // where it begins in the text
  std::size_t length = 0;  // bytes
};

// The first date of a text: "2025-03-04", "2025/03/04", "4 March 2025", "March 4th, 2025", "Mar 2025", "2025-03",
// "Q3 2025". Forms that one country reads otherwise than another ("03/04/2025") are none.
std::optional<StatedDate> date_in(std::string_view text);

}  // namespace fingerpost
