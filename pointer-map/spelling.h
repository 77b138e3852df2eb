// Which words of the map a misspelt word may mean.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

struct Spelling {
  std::string word;  // as it stands in the map
  float likeness;    // 1 for equal, less the further away
};

// The nearest of `words` (sorted, lower case) within one edit for words of up to five letters and two for longer ones,
// best first, at most `most`. An edit is a letter put in, left out, changed, or exchanged with its neighbour (optimal
// string alignment). Linear in the number of words; no allocation per word.
std::vector<Spelling> spellings_of(std::string_view misspelt, const std::vector<std::string>& words, std::size_t most);

}  // namespace fingerpost
