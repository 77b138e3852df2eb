// How much a line of text sounds like trouble, by its words alone. Linear, never throws, any thread.
#pragma once

#include <string_view>

namespace fingerpost {

// 0 for none, 1 for a crash. Negated words ("0 errors", "no error") and words that praise ("completed") do not count.
double trouble_in(std::string_view text);

}  // namespace fingerpost
