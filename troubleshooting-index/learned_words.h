// What company words keep in technical prose: learned.txt, made by scripts/learn_words.sh. Of each word a vector, so
// that words which stand beside the same others ("slow", "latency") are near each other. Immutable; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace fingerpost {

inline constexpr std::size_t kLearnedDimensions = 100;
// The digits of a vector: -kLearnedMost is the first, 0 the one in the middle.
inline constexpr int kLearnedMost = 31;
inline constexpr std::string_view kLearnedDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

class LearnedWords {
 public:
  using Number = std::uint16_t;
  static constexpr Number kNone = 0xffff;
  using Vector = std::array<std::int16_t, kLearnedDimensions>;  // -kLearnedMost..kLearnedMost; of any length

  static const LearnedWords& built_in();
  // Lines of a stem, a blank, the digit of its rarity and those of its vector, sorted by stem; `text` outlives this.
  // A line that is none is left out, as are those after the 65535th.
  explicit LearnedWords(std::string_view text);

  std::size_t size() const { return rows_.size(); }
  // The word's number, or kNone for one that was not learned.
  Number find(std::string_view stem) const;
  // 0 for a word that stands everywhere in prose, 1 for the rarest.
  float rarity(Number word) const;
  Vector vector(Number word) const;

 private:
  struct Row {
    std::uint32_t begin;  // in text_
    std::uint32_t stem;   // bytes
  };
  std::string_view stem(const Row& row) const { return text_.substr(row.begin, row.stem); }

  std::string_view text_;
  std::vector<Row> rows_;
};

}  // namespace fingerpost
