// Whether a probe may prove that writing works, and the names it writes under.
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

// Why a probe does not write in this environment; "" when it may. Nothing is written where people's data lives.
std::string reason_not_to_write(std::string_view environment);

// "fingerpost:probe:<128 random bits>": a name that nobody else has, now or later.
std::string unique_name(std::string_view separator = ":");

}  // namespace fingerpost
