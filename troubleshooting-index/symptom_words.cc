#include "troubleshooting-index/symptom_words.h"

#define XXH_INLINE_ALL  // words are short: a call would cost more than their hash
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>

#include "base/text.h"
#include "pointer-map/stems.h"

namespace fingerpost {

extern const std::string_view symptoms_data;  // symptoms.txt, by the build

namespace {

constexpr float kDefaultWeight = 0.8f;
constexpr std::size_t kWidestGap = 2;
constexpr std::size_t kMostSymptomWords = 20'000;
constexpr std::size_t kRemembered = std::size_t{1} << 14;  // words of which a thread knows the stem

// Letters and digits in lower case; 0 for all other bytes.
constexpr std::array<char, 256> kFolded = [] {
  std::array<char, 256> table{};
  for (std::size_t c = 0; c < table.size(); ++c) {
    const char letter = static_cast<char>(c);
    if (c < 0x80 && is_alnum(letter)) table[c] = is_upper(letter) ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  return table;
}();

// Lower-case words; an apostrophe joins (won't, won’t → wont), everything else separates.
class Words {
 public:
  explicit Words(std::string_view text) { read(text); }
  Words() = default;

  void read(std::string_view text) {
    ends_.clear();
    letters_.resize(text.size());
    char* const letters = letters_.data();
    std::size_t end = 0;    // of the letters so far
    std::size_t begin = 0;  // of the word at hand
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (const char letter = kFolded[static_cast<unsigned char>(text[at])]; letter != 0) {
        letters[end++] = letter;
        continue;
      }
      if (end == begin) continue;
      const char c = text[at];
      if (c == '\'' && at + 1 < text.size() && is_alpha(text[at + 1])) continue;
      if (c == '\xe2' && text.substr(at, 3) == "\xe2\x80\x99") {
        at += 2;
        continue;
      }
      ends_.push_back(static_cast<std::uint32_t>(end));
      begin = end;
      if (ends_.size() == kMostSymptomWords) return;
    }
    if (end > begin) ends_.push_back(static_cast<std::uint32_t>(end));
  }

  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t i) const {
    const std::size_t from = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(letters_).substr(from, ends_[i] - from);
  }

 private:
  std::string letters_;              // of all words, one behind the other
  std::vector<std::uint32_t> ends_;  // in letters_
};

bool is_weight(std::string_view word) {
  return word == "1" ||
         (word.size() >= 3 && word[0] == '0' && word[1] == '.' && std::all_of(word.begin() + 2, word.end(), is_digit));
}

}  // namespace

const SymptomWords& SymptomWords::built_in() {
  static const SymptomWords words = parse(symptoms_data);
  return words;
}

SymptomWords SymptomWords::parse(std::string_view text) {
  static std::atomic<std::uint64_t> made = 0;
  SymptomWords out;
  out.serial_ = ++made;
  out.phrases_.resize(1);
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    const std::size_t colon = line.find(':');
    if (line.empty() || line.front() == '#' || colon == std::string_view::npos || colon == 0) continue;
    const std::size_t family = out.names_.size();
    out.names_.emplace_back(trim(line.substr(0, colon)));
    out.sayings_.emplace_back();
    std::vector<Phrase> phrases;
    std::vector<std::string> sayings;
    for (std::string_view word : split(line.substr(colon + 1), ' ')) {
      word = trim(word);
      if (word.empty()) continue;
      if (is_weight(word)) {
        if (!phrases.empty()) phrases.back().weight = std::strtof(std::string(word).c_str(), nullptr);
        continue;
      }
      Phrase phrase;
      phrase.family = family;
      phrase.weight = kDefaultWeight;
      std::string said;
      const Words parts(word);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string stem = stem_of(parts[i]);
        phrase.stems.push_back(
            out.stem_ids_.emplace(stem, static_cast<StemId>(out.stem_ids_.size() + 1)).first->second);
        said.append(said.empty() ? "" : "+").append(stem);
      }
      if (phrase.stems.empty()) continue;
      phrases.push_back(std::move(phrase));
      sayings.push_back(std::move(said));
    }
    out.phrases_.resize(out.stem_ids_.size() + 1);
    for (std::size_t i = 0; i < phrases.size(); ++i) {
      out.sayings_.back().emplace_back(std::move(sayings[i]), phrases[i].weight);
      std::vector<Phrase>& list = out.phrases_[phrases[i].stems.front()];
      list.push_back(std::move(phrases[i]));
    }
  }
  return out;
}

namespace {

// Kept by each thread from text to text, so that none pays for its size.
struct SymptomScratch {
  // Texts repeat their words, so the stems of those met last are remembered, by what they hash to.
  struct Known {
    std::uint64_t hash = 0;
    std::uint64_t stem = 0;
  };
  std::vector<Known> known;
  std::uint64_t serial = 0;  // of the table whose stems they are
  Words words;
  std::vector<std::uint32_t> stems;
  std::vector<std::uint32_t> said_of;  // by family: its number among those said, plus one; zero between texts
};

SymptomScratch& symptom_scratch() {
  thread_local SymptomScratch kept;
  return kept;
}

}  // namespace

SymptomWords::StemId SymptomWords::stem_id(std::string_view word) const {
  const auto found = stem_ids_.find(stem_of(word));
  return found == stem_ids_.end() ? 0 : found->second;
}

std::vector<SymptomWords::Said> SymptomWords::families_in(std::string_view text) const {
  SymptomScratch& scratch = symptom_scratch();
  if (scratch.serial != serial_) {
    scratch.known.assign(kRemembered, {});
    scratch.said_of.assign(names_.size(), 0);
    scratch.serial = serial_;
  }
  const Words& words = scratch.words;
  scratch.words.read(text);
  std::vector<StemId>& stems = scratch.stems;
  stems.clear();
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const std::uint64_t hash = XXH3_64bits(word.data(), word.size());
    SymptomScratch::Known& known = scratch.known[hash % kRemembered];
    if (known.hash != hash) known = {hash, stem_id(word)};
    stems.push_back(static_cast<StemId>(known.stem));
  }

  std::vector<std::pair<std::size_t, Said>> by_family;  // those said, with their numbers
  for (std::size_t i = 0; i < stems.size(); ++i) {
    if (stems[i] == 0) continue;
    for (const Phrase& phrase : phrases_[stems[i]]) {
      std::size_t at = i;
      bool whole = true;
      for (std::size_t p = 1; p < phrase.stems.size() && whole; ++p) {
        std::size_t next = at + 1;
        const std::size_t limit = std::min(stems.size(), at + 2 + kWidestGap);
        while (next < limit && stems[next] != phrase.stems[p]) ++next;
        whole = next < limit;
        at = next;
      }
      if (!whole) continue;
      std::uint32_t& number = scratch.said_of[phrase.family];
      if (number == 0) {
        by_family.push_back({phrase.family, {names_[phrase.family], 0, {}}});
        number = static_cast<std::uint32_t>(by_family.size());
      }
      Said& said = by_family[number - 1].second;
      // Two sayings of which each alone would be wrong one time in five are wrong together less often.
      std::string as_said;
      for (std::size_t k = i; k <= at && k < i + 8; ++k) as_said.append(as_said.empty() ? "" : " ").append(words[k]);
      if (std::find(said.words.begin(), said.words.end(), as_said) != said.words.end()) {
        said.weight = std::max(said.weight, phrase.weight);
        continue;
      }
      if (said.words.size() < 8) {
        said.weight = said.weight + (1 - said.weight) * phrase.weight;
        said.words.push_back(std::move(as_said));
      }
    }
  }
  std::sort(by_family.begin(), by_family.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Said> out;
  for (auto& [family, said] : by_family) {
    scratch.said_of[family] = 0;
    if (said.weight > 0) out.push_back(std::move(said));
  }
  std::stable_sort(out.begin(), out.end(), [](const Said& a, const Said& b) { return a.weight > b.weight; });
  return out;
}

std::vector<std::pair<std::string, float>> SymptomWords::families(std::string_view stem) const {
  std::vector<std::pair<std::string, float>> out;
  const auto found = stem_ids_.find(std::string(stem));
  if (found == stem_ids_.end()) return out;
  for (const Phrase& phrase : phrases_[found->second])
    if (phrase.stems.size() == 1) out.emplace_back(names_[phrase.family], phrase.weight);
  return out;
}

const std::vector<std::pair<std::string, float>>& SymptomWords::sayings(std::string_view family) const {
  static const std::vector<std::pair<std::string, float>> kNone;
  const auto found = std::find(names_.begin(), names_.end(), family);
  return found == names_.end() ? kNone : sayings_[static_cast<std::size_t>(found - names_.begin())];
}

}  // namespace fingerpost
