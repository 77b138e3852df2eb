#include "pointer-map/spelling.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

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

}  // namespace

std::vector<Spelling> spellings_of(std::string_view misspelt, const std::vector<std::string>& words, std::size_t most) {
  std::vector<Spelling> found;
  if (misspelt.size() < 4 || misspelt.size() > kLongest) return found;
  const int limit = misspelt.size() <= 5 ? 1 : 2;
  const std::uint32_t letters = letters_of(misspelt);
  const Bytes bytes(misspelt);
  for (const std::string& word : words) {
    if (std::abs(static_cast<int>(word.size()) - static_cast<int>(misspelt.size())) > limit) continue;
    if (bytes.lacks_more_than(limit, word)) continue;
    if (__builtin_popcount(letters_of(word) ^ letters) > 2 * limit) continue;
    const int edits = edits_between(misspelt, word, limit);
    if (edits > limit) continue;
    float likeness = 1.0f - 0.18f * static_cast<float>(edits);
    if (word.front() != misspelt.front()) likeness -= 0.12f;  // people seldom miss the first letter
    if (word.size() < misspelt.size()) likeness -= 0.03f;     // leaving letters out is commoner than putting them in
    found.push_back({word, likeness});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Spelling& a, const Spelling& b) { return a.likeness > b.likeness; });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace fingerpost
