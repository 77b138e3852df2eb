#include "troubleshooting-index/symptom_words.h"

#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "base/text.h"
#include "pointer-map/terms.h"

namespace fingerpost {

extern const std::string_view symptoms_data;  // symptoms.txt, by the build

namespace {

constexpr float kDefaultWeight = 0.8f;
constexpr std::size_t kWidestGap = 2;
constexpr std::size_t kMostSymptomWords = 20'000;
constexpr std::size_t kRemembered = std::size_t{1} << 14;  // words of which a thread knows the stem

// Lower-case words; an apostrophe joins (won't, won’t → wont), everything else separates.
class Words {
 public:
  explicit Words(std::string_view text) {
    letters_.reserve(text.size());
    for (std::size_t at = 0; at < text.size() && ends_.size() < kMostSymptomWords; ++at) {
      const char c = text[at];
      if (is_alnum(c)) {
        letters_.push_back(is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c);
        continue;
      }
      const bool letter_next = at + 1 < text.size() && is_alpha(text[at + 1]);
      if (c == '\'' && in_word() && letter_next) continue;
      if (c == '\xe2' && in_word() && text.substr(at, 3) == "\xe2\x80\x99") {
        at += 2;
        continue;
      }
      end_word();
    }
    end_word();
  }

  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t i) const {
    const std::size_t from = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(letters_).substr(from, ends_[i] - from);
  }

 private:
  bool in_word() const { return letters_.size() > (ends_.empty() ? 0 : ends_.back()); }
  void end_word() {
    if (in_word()) ends_.push_back(letters_.size());
  }

  std::string letters_;            // of all words, one behind the other
  std::vector<std::size_t> ends_;  // in letters_
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

// Texts repeat their words, so each thread remembers the stems of those it met last, by what they hash to.
SymptomWords::StemId SymptomWords::stem_id(std::string_view word) const {
  struct Known {
    std::uint64_t hash = 0;
    std::uint64_t serial = 0;  // of the table, 0 for none
    StemId stem = 0;
  };
  thread_local std::vector<Known> remembered(kRemembered);
  const std::uint64_t hash = XXH3_64bits(word.data(), word.size());
  Known& known = remembered[hash % kRemembered];
  if (known.hash != hash || known.serial != serial_) {
    const auto found = stem_ids_.find(stem_of(word));
    known = {hash, serial_, found == stem_ids_.end() ? 0 : found->second};
  }
  return known.stem;
}

std::vector<SymptomWords::Said> SymptomWords::families_in(std::string_view text) const {
  const Words words(text);
  std::vector<StemId> stems;
  stems.reserve(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) stems.push_back(stem_id(words[i]));

  std::vector<Said> by_family(names_.size());
  for (std::size_t i = 0; i < stems.size(); ++i) {
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
      Said& said = by_family[phrase.family];
      said.family = names_[phrase.family];
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
  std::vector<Said> out;
  for (Said& said : by_family)
    if (said.weight > 0) out.push_back(std::move(said));
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
