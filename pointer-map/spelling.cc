#include "pointer-map/spelling.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace fingerpost {
namespace {

constexpr std::size_t kLongest = 32;

// Edits between two words, or `limit + 1` when there are more. Damerau–Levenshtein, restricted (optimal string
// alignment).
int edits_between(std::string_view a, std::string_view b, int limit) {
  if (a.size() > kLongest || b.size() > kLongest) return limit + 1;
  std::array<std::array<int, kLongest + 1>, 3> rows;
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i - 1) % 3];
    row[0] = static_cast<int>(i);
    int least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
  }
  return rows[a.size() % 3][b.size()];
}

// The bytes of a word, to tell those of another one that it lacks: each of them takes an edit of its own. Most words
// are told apart by their first few letters.
class Bytes {
 public:
  explicit Bytes(std::string_view word) {
    for (const char c : word) has_[static_cast<unsigned char>(c)] = true;
  }
  bool lacks_more_than(int limit, std::string_view word) const {
    for (const char c : word)
      if (!has_[static_cast<unsigned char>(c)] && --limit < 0) return true;
    return false;
  }

 private:
  std::array<bool, 256> has_{};
};

// One bit a letter: two words within n edits differ in at most 2n letters.
std::uint32_t letters_of(std::string_view word) {
  std::uint32_t bits = 0;
  for (char c : word)
    if (c >= 'a' && c <= 'z') bits |= 1u << (c - 'a');
  return bits;
}

// What a word is compared with, and what was found so far.
class Search {
 public:
  explicit Search(std::string_view misspelt)
      : misspelt_(misspelt), limit_(misspelt.size() <= 5 ? 1 : 2), letters_(letters_of(misspelt)), bytes_(misspelt) {}

  static bool is_tried(std::string_view misspelt) { return misspelt.size() >= 4 && misspelt.size() <= kLongest; }
  std::uint32_t letters() const { return letters_; }
  int most_other_letters() const { return 2 * limit_; }

  void compare(const std::string& word) {
    if (std::abs(static_cast<int>(word.size()) - static_cast<int>(misspelt_.size())) > limit_) return;
    if (bytes_.lacks_more_than(limit_, word)) return;
    const int edits = edits_between(misspelt_, word, limit_);
    if (edits > limit_) return;
    float likeness = 1.0f - 0.18f * static_cast<float>(edits);
    if (word.front() != misspelt_.front()) likeness -= 0.12f;  // people seldom miss the first letter
    if (word.size() < misspelt_.size()) likeness -= 0.03f;     // leaving letters out is commoner than putting them in
    found_.push_back({word, likeness});
  }

  std::vector<Spelling> take(std::size_t most) {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Spelling& a, const Spelling& b) { return a.likeness > b.likeness; });
    if (found_.size() > most) found_.resize(most);
    return std::move(found_);
  }

 private:
  std::string_view misspelt_;
  int limit_;
  std::uint32_t letters_;
  Bytes bytes_;
  std::vector<Spelling> found_;
};

constexpr std::size_t kBlock = 64;  // words looked at together

}  // namespace

std::vector<Spelling> spellings_of(std::string_view misspelt, const std::vector<std::string>& words, std::size_t most) {
  if (!Search::is_tried(misspelt)) return {};
  Search search(misspelt);
  for (const std::string& word : words) search.compare(word);
  return search.take(most);
}

WordList::WordList(std::vector<std::string> words) : words_(std::move(words)) {
  std::sort(words_.begin(), words_.end());
  words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
  letters_.reserve((words_.size() + kBlock - 1) / kBlock * kBlock);
  for (const std::string& word : words_) letters_.push_back(letters_of(word));
  letters_.resize((words_.size() + kBlock - 1) / kBlock * kBlock, ~0u);
}

bool WordList::contains(std::string_view word) const {
  return std::binary_search(words_.begin(), words_.end(), word);
}

std::vector<Spelling> WordList::nearest(std::string_view misspelt, std::size_t most) const {
  if (!Search::is_tried(misspelt)) return {};
  Search search(misspelt);
  const std::uint32_t letters = search.letters();
  const bool few = search.most_other_letters() == 2;
  std::array<std::uint32_t, kBlock> other;  // letters that only one of both has, less as many as there may be
  for (std::size_t begin = 0; begin < letters_.size(); begin += kBlock) {
    const std::uint32_t* block = letters_.data() + begin;
    for (std::size_t i = 0; i < kBlock; ++i) {
      std::uint32_t bits = block[i] ^ letters;
      bits &= bits - 1;
      bits &= bits - 1;
      other[i] = bits;
    }
    if (!few)
      for (std::uint32_t& bits : other) {
        bits &= bits - 1;
        bits &= bits - 1;
      }
    for (std::size_t i = 0; i < kBlock; ++i)
      if (other[i] == 0 && begin + i < words_.size()) search.compare(words_[begin + i]);
  }
  return search.take(most);
}

}  // namespace fingerpost
