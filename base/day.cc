#include "base/day.h"

#include <chrono>

#include <fmt/format.h>

namespace fingerpost {

std::string day_of(std::int64_t seconds) {
  const auto days = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
  const std::chrono::year_month_day day(days);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

}  // namespace fingerpost
