// Tells of most words that a table does not hold them, from their ends and their length alone: nearly every word of a
// document is asked for and in no table.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <string_view>

namespace fingerpost {

class WordSieve {
 public:
  void add(std::string_view word) { held_.set(index_of(word)); }
  // False for certain; true for every word that was added and some others. Letters count without their case.
  bool may_hold(std::string_view word) const { return held_.test(index_of(word)); }

 private:
  static std::size_t index_of(std::string_view word) {
    if (word.empty()) return 0;
    const auto low_bits = [](char c) { return static_cast<std::size_t>(static_cast<unsigned char>(c) & 31u); };
    return low_bits(word.front()) << 9 | low_bits(word.back()) << 4 | std::min<std::size_t>(word.size(), 15);
  }

  std::bitset<std::size_t{1} << 14> held_;
};

}  // namespace fingerpost
