#include "troubleshooting-index/learned_words.h"

#include <algorithm>

namespace fingerpost {

extern const std::string_view learned_data;

namespace {

constexpr auto kValues = [] {
  std::array<std::int8_t, 128> values{};
  for (std::size_t i = 0; i < kLearnedDigits.size(); ++i)
    values[static_cast<unsigned char>(kLearnedDigits[i])] =
        static_cast<std::int8_t>(static_cast<int>(i) - kLearnedMost);
  return values;
}();

std::int16_t value_of(char digit) {
  const auto at = static_cast<unsigned char>(digit);
  return at < kValues.size() ? kValues[at] : std::int16_t{0};
}

}  // namespace

const LearnedWords& LearnedWords::built_in() {
  static const LearnedWords words(learned_data);
  return words;
}

LearnedWords::LearnedWords(std::string_view text) : text_(text) {
  for (std::size_t at = 0; at < text.size() && rows_.size() < kNone;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const std::size_t blank = line.find(' ');
    const bool whole = blank != std::string_view::npos && line.size() == blank + 2 + kLearnedDimensions;
    const Row row = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(blank)};
    if (whole && line.front() != '#' && (rows_.empty() || stem(rows_.back()) < stem(row))) rows_.push_back(row);
    at = end + 1;
  }
}

LearnedWords::Number LearnedWords::find(std::string_view wanted) const {
  const auto found = std::lower_bound(rows_.begin(), rows_.end(), wanted,
                                      [&](const Row& row, std::string_view word) { return stem(row) < word; });
  if (found == rows_.end() || stem(*found) != wanted) return kNone;
  return static_cast<Number>(found - rows_.begin());
}

float LearnedWords::rarity(Number word) const {
  const Row& row = rows_[word];
  return static_cast<float>(value_of(text_[row.begin + row.stem + 1]) + kLearnedMost) / (2 * kLearnedMost);
}

LearnedWords::Vector LearnedWords::vector(Number word) const {
  const Row& row = rows_[word];
  Vector out{};
  for (std::size_t i = 0; i < kLearnedDimensions; ++i) out[i] = value_of(text_[row.begin + row.stem + 2 + i]);
  return out;
}

}  // namespace fingerpost
