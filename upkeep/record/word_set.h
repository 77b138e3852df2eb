// The words of a text that tell something, in the form in which the map holds them.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace fingerpost {

using WordSet = std::set<std::string>;

// Without stop words. Any thread.
WordSet word_set_of(std::string_view text);

}  // namespace fingerpost
