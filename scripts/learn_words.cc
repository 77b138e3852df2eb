// Paragraphs on stdin → a vector for each of the commonest words, on stdout, as troubleshooting-index/learned.txt keeps
// them. Counts which words stand near which, weighs by positive pointwise mutual information (Levy, Goldberg, Dagan:
// Improving Distributional Similarity, 2015) and reduces by a randomised singular value decomposition (Halko,
// Martinsson, Tropp, 2011). Built and run by scripts/learn_words.sh; no part of the program. The same text gives the
// same vectors, but for the last digit where a compiler sums in another order.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "pointer-map/terms.h"
#include "troubleshooting-index/learned_words.h"

namespace {

using fingerpost::TermId;
using Matrix = std::vector<float>;  // rows of kWide

constexpr std::size_t kWords = 20'000;  // the most frequent ones get a vector
constexpr std::size_t kContexts = 10'000;
constexpr std::size_t kWide = 220;  // of which the first kKept have settled after so few rounds
constexpr std::size_t kKept = 200;
constexpr std::size_t kListed = 12'000;
constexpr auto kDimensions = fingerpost::kLearnedDimensions;
constexpr std::uint32_t kLeastSeen = 40;
constexpr int kWindow = 8;
constexpr TermId kBreak = ~TermId{0};

struct Sparse {
  std::vector<std::size_t> begin = {0};
  std::vector<std::uint32_t> column;
  std::vector<float> value;
};

// a = m × b, and a = mᵀ × b.
Matrix times(const Sparse& m, const Matrix& b, std::size_t rows) {
  Matrix a(rows * kWide);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t i = m.begin[r]; i < m.begin[r + 1]; ++i)
      for (std::size_t k = 0; k < kWide; ++k) a[r * kWide + k] += m.value[i] * b[m.column[i] * kWide + k];
  return a;
}
Matrix transposed_times(const Sparse& m, const Matrix& b, std::size_t rows) {
  Matrix a(kContexts * kWide);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t i = m.begin[r]; i < m.begin[r + 1]; ++i)
      for (std::size_t k = 0; k < kWide; ++k) a[m.column[i] * kWide + k] += m.value[i] * b[r * kWide + k];
  return a;
}

// Makes the columns orthonormal (Gram-Schmidt); returns their lengths before.
std::vector<double> orthonormalise(Matrix& m) {
  const std::size_t rows = m.size() / kWide;
  std::vector<double> lengths;
  for (std::size_t c = 0; c < kWide; ++c) {
    for (std::size_t before = 0; before < c; ++before) {
      double dot = 0;
      for (std::size_t r = 0; r < rows; ++r) dot += m[r * kWide + c] * m[r * kWide + before];
      for (std::size_t r = 0; r < rows; ++r) m[r * kWide + c] -= static_cast<float>(dot) * m[r * kWide + before];
    }
    double length = 0;
    for (std::size_t r = 0; r < rows; ++r) length += m[r * kWide + c] * m[r * kWide + c];
    length = std::sqrt(length);
    lengths.push_back(length);
    for (std::size_t r = 0; r < rows; ++r) m[r * kWide + c] /= static_cast<float>(length + 1e-12);
  }
  return lengths;
}

bool is_plain(std::string_view term) {
  return term.size() >= 2 && term.size() <= 20 &&
         std::all_of(term.begin(), term.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

char digit(int value) {
  return fingerpost::kLearnedDigits[static_cast<std::size_t>(value + fingerpost::kLearnedMost)];
}

}  // namespace

int main() {
  fingerpost::Analyzer analyzer;
  std::vector<TermId> text;
  std::vector<std::uint32_t> seen;
  for (std::string line; std::getline(std::cin, line); text.push_back(kBreak)) {
    const std::size_t from = text.size();
    analyzer.analyze(line, text);
    for (std::size_t i = from; i < text.size(); ++i) {
      if (text[i] >= seen.size()) seen.resize(text[i] + 1);
      ++seen[text[i]];
    }
  }
  std::vector<TermId> words;
  for (TermId id = 0; id < seen.size(); ++id)
    if (seen[id] >= kLeastSeen && is_plain(analyzer.term(id))) words.push_back(id);
  std::sort(words.begin(), words.end(),
            [&](TermId a, TermId b) { return seen[a] != seen[b] ? seen[a] > seen[b] : a < b; });
  if (words.size() > kWords) words.resize(kWords);
  const std::size_t rows = words.size();
  if (rows < kContexts) return std::fputs("too little text\n", stderr), 1;
  std::fprintf(stderr, "%zu terms read, %zu words\n", text.size(), rows);

  std::vector<std::uint32_t> number(seen.size(), kBreak);
  for (std::size_t r = 0; r < rows; ++r) number[words[r]] = static_cast<std::uint32_t>(r);
  Matrix near(rows * kContexts);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == kBreak || number[text[i]] == kBreak) continue;
    for (std::size_t d = 1; d <= kWindow && i + d < text.size() && text[i + d] != kBreak; ++d) {
      const std::uint32_t a = number[text[i]];
      const std::uint32_t b = number[text[i + d]];
      if (b == kBreak || a == b) continue;
      const float weight = 1.0f / static_cast<float>(d);
      if (b < kContexts) near[a * kContexts + b] += weight;
      if (a < kContexts) near[b * kContexts + a] += weight;
    }
  }

  std::vector<double> of_word(rows);
  std::vector<double> of_context(kContexts);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < kContexts; ++c) {
      of_word[r] += near[r * kContexts + c];
      of_context[c] += near[r * kContexts + c];
    }
  double all = 0;
  for (double& count : of_context) all += count = std::pow(count, 0.75);
  Sparse pmi;
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < kContexts; ++c) {
      const float count = near[r * kContexts + c];
      if (count < 1) continue;
      const double value = std::log(count / of_word[r] * all / of_context[c]);
      if (value <= 0) continue;
      pmi.column.push_back(static_cast<std::uint32_t>(c));
      pmi.value.push_back(static_cast<float>(value));
    }
    pmi.begin.push_back(pmi.column.size());
  }
  near = Matrix();
  std::fprintf(stderr, "%zu cells\n", pmi.value.size());

  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  Matrix basis(kContexts * kWide);
  for (float& value : basis) value = normal(random);
  Matrix vectors;
  std::vector<double> lengths;
  for (int round = 0; round < 5; ++round) {
    vectors = times(pmi, basis, rows);
    lengths = orthonormalise(vectors);
    basis = transposed_times(pmi, vectors, rows);
    lengths = orthonormalise(basis);
  }
  for (std::size_t r = 0; r < rows; ++r) {
    double length = 0;
    for (std::size_t k = 0; k < kKept; ++k) {
      vectors[r * kWide + k] *= static_cast<float>(std::sqrt(lengths[k]));
      length += vectors[r * kWide + k] * vectors[r * kWide + k];
    }
    for (std::size_t k = 0; k < kKept; ++k) vectors[r * kWide + k] /= static_cast<float>(std::sqrt(length) + 1e-9);
  }

  // By word: its rarity, then its vector, each number a digit.
  double total = 0;
  for (const std::uint32_t count : seen) total += count;
  const double rarest = std::log(total / seen[words.back()]);
  std::vector<std::string> lines;
  for (std::size_t r = 0; r < std::min(kListed, rows); ++r) {
    float most = 0;
    for (std::size_t k = 0; k < kDimensions; ++k) most = std::max(most, std::abs(vectors[r * kWide + k]));
    std::string line = std::string(analyzer.term(words[r])) + ' ';
    const double rarity = std::log(total / seen[words[r]]) / rarest;
    line += digit(static_cast<int>(std::lround(rarity * 2 * fingerpost::kLearnedMost)) - fingerpost::kLearnedMost);
    for (std::size_t k = 0; k < kDimensions; ++k)
      line += digit(
          static_cast<int>(std::lround(vectors[r * kWide + k] / most * static_cast<float>(fingerpost::kLearnedMost))));
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) std::puts(line.c_str());
}
