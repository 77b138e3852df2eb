// Which words of the map a misspelt word may mean.
#pragma once

#include <cstddef>
#include <cstdint>
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

// Many words, asked often: what tells most of them from a misspelt one is kept beside them, four bytes a word.
// Immutable, any thread.
class WordList {
 public:
  WordList() = default;
  // In any order, some of them twice.
  explicit WordList(std::vector<std::string> words);

  const std::vector<std::string>& words() const { return words_; }  // sorted, each once
  bool contains(std::string_view word) const;
  // As spellings_of().
  std::vector<Spelling> nearest(std::string_view misspelt, std::size_t most) const;

 private:
  std::vector<std::string> words_;
  std::vector<std::uint32_t> letters_;  // by word, filled up to whole blocks
};

}  // namespace fingerpost
