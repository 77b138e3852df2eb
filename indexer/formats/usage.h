// Help texts of programs, as documents quote them. Pure.
#pragma once

#include <string_view>

namespace fingerpost {

// Whether a block of text lists the options of a program: two or more, each with what is said of it. Linear.
bool is_usage(std::string_view text);

}  // namespace fingerpost
