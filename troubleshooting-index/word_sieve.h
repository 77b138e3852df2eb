// Tells of most words that a table does not hold them, from their ends and their length alone: nearly every word of a
// document is asked for and in no table.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fingerpost {

class WordSieve {
 public:
  void add(std::string_view word) { held_.set(index_of(word)); }
  // False for certain; true for every word that was added and some others. Letters count without their case.
  bool may_hold(std::string_view word) const { return may_hold_at(index_of(word)); }
  // The same of a word that several are asked for.
  bool may_hold_at(std::size_t index) const { return held_.test(index); }
  // From the two first letters, the last one and the length.
  static std::size_t index_of(std::string_view word) {
    if (word.empty()) return 0;
    const auto low_bits = [](char c) { return static_cast<std::uint32_t>(static_cast<unsigned char>(c) & 31u); };
    const std::uint32_t ends = low_bits(word.front()) | low_bits(word[word.size() > 1 ? 1 : 0]) << 5 |
                               low_bits(word.back()) << 10 |
                               static_cast<std::uint32_t>(std::min<std::size_t>(word.size(), 31)) << 15;
    return (ends * 0x9E3779B1u) >> 16;
  }

 private:
  std::bitset<std::size_t{1} << 16> held_;
};

}  // namespace fingerpost
