// A day as people write it. Any thread.
#pragma once

#include <cstdint>
#include <string>

namespace fingerpost {

// "2026-11-21", in UTC, of seconds since the epoch.
std::string day_of(std::int64_t seconds);

}  // namespace fingerpost
