// Days of the calendar, in UTC. Any thread.
#pragma once

#include <cstdint>
#include <string>

namespace fingerpost {

inline constexpr std::int64_t kDay = 24 * 3600;  // seconds

// "2026-11-21", of seconds since the epoch.
std::string day_of(std::int64_t seconds);

}  // namespace fingerpost
