#include "pointer-map/stems.h"

#include <libstemmer.h>

#define XXH_INLINE_ALL  // words are short: a call would cost more than their hash
#include <xxhash.h>

#include <algorithm>

#include "base/text.h"
#include "pointer-map/inflections.h"

namespace fingerpost {
namespace {

// Words that carry nothing in any question or document. Negations stay: "not ready" is not "ready".
constexpr std::string_view kStopWords[] = {
    "a",     "about", "all",   "also",  "am",    "an",   "and",    "any",   "are",  "as",   "at",    "be",   "been",
    "but",   "by",    "can",   "could", "did",   "do",   "does",   "for",   "from", "had",  "has",   "have", "her",
    "him",   "his",   "how",   "i",     "if",    "in",   "into",   "is",    "it",   "its",  "me",    "my",   "of",
    "on",    "or",    "our",   "s",     "shall", "she",  "should", "so",    "some", "such", "than",  "that", "the",
    "their", "them",  "then",  "there", "these", "they", "this",   "those", "to",   "was",  "we",    "were", "what",
    "when",  "where", "which", "while", "who",   "whom", "whose",  "why",   "will", "with", "would", "you",  "your"};

// A word of up to eight bytes as one number.
constexpr std::uint64_t packed(std::string_view word) {
  std::uint64_t number = 0;
  for (const char c : word) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

constexpr auto kPackedStopWords = [] {
  std::array<std::uint64_t, std::size(kStopWords)> numbers{};
  std::transform(std::begin(kStopWords), std::end(kStopWords), numbers.begin(), packed);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}();

}  // namespace

bool is_stop_word(std::string_view word) {
  constexpr std::size_t kLongestStopWord = 6;
  return word.size() <= kLongestStopWord &&
         std::binary_search(kPackedStopWords.begin(), kPackedStopWords.end(), packed(word));
}

std::string fold(std::string_view raw) {
  static constexpr std::string_view kLatin1 =
      "aaaaaaaceeeeiiiidnooooo*ouuuuyts"   // C3 80–9F
      "aaaaaaaceeeeiiiidnooooo*ouuuuyty";  // C3 A0–BF
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const auto c = static_cast<unsigned char>(raw[i]);
    if (c == 0xC3 && i + 1 < raw.size()) {
      const auto next = static_cast<unsigned char>(raw[i + 1]);
      if (next >= 0x80 && next <= 0xBF) {
        out += kLatin1[next - 0x80u];
        ++i;
        continue;
      }
    }
    out += is_upper(raw[i]) ? static_cast<char>(raw[i] + 32) : raw[i];
  }
  return out;
}

Stemmer::Stemmer() : stemmer_(sb_stemmer_new("english", "UTF_8")) {}
Stemmer::~Stemmer() {
  sb_stemmer_delete(stemmer_);
}

std::string Stemmer::operator()(std::string_view word) const {
  constexpr std::size_t kShortest = 4;  // without an ending
  if (word.size() < kShortest || stemmer_ == nullptr) return std::string(base_form(word));
  for (char c : word)
    if (c < 'a' || c > 'z') return std::string(word);
  Known& known = known_[XXH3_64bits(word.data(), word.size()) % known_.size()];
  if (known.word != word) {
    known.word = std::string(word);
    const std::string_view base = base_form(word);
    const auto* stem =
        base.size() < kShortest
            ? nullptr
            : sb_stemmer_stem(stemmer_, reinterpret_cast<const sb_symbol*>(base.data()), static_cast<int>(base.size()));
    known.stem = stem == nullptr ? std::string(base)
                                 : std::string(reinterpret_cast<const char*>(stem),
                                               static_cast<std::size_t>(sb_stemmer_length(stemmer_)));
  }
  return known.stem;
}

const Stemmer& stemmer_of_this_thread() {
  thread_local const Stemmer stem;
  return stem;
}

std::string stem_of(std::string_view word) {
  return stemmer_of_this_thread()(word);
}

}  // namespace fingerpost
