#include "troubleshooting-index/symptom_words.h"

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
constexpr std::size_t kRemembered = 50'000;  // words of which a thread knows the stem

// Lower-case words; an apostrophe joins (won't, won’t → wont), everything else separates.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t at = 0; at < text.size() && words.size() < kMostSymptomWords; ++at) {
    const char c = text[at];
    if (is_alnum(c)) {
      word.push_back(is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c);
      continue;
    }
    const bool letter_next = at + 1 < text.size() && is_alpha(text[at + 1]);
    if (c == '\'' && !word.empty() && letter_next) continue;
    if (text.substr(at, 3) == "\xe2\x80\x99" && !word.empty()) {
      at += 2;
      continue;
    }
    end_word();
  }
  end_word();
  return words;
}

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
      for (const std::string& part : words_of(word)) {
        const std::string stem = stem_of(part);
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

// Texts repeat their words: each is stemmed once by each thread.
SymptomWords::StemId SymptomWords::stem_id(const std::string& word) const {
  thread_local std::unordered_map<std::string, StemId> known;
  thread_local std::uint64_t known_of = 0;
  if (known_of != serial_ || known.size() >= kRemembered) {
    known.clear();
    known_of = serial_;
  }
  const auto [at, fresh] = known.try_emplace(word, 0);
  if (fresh) {
    const auto found = stem_ids_.find(stem_of(word));
    if (found != stem_ids_.end()) at->second = found->second;
  }
  return at->second;
}

std::vector<SymptomWords::Said> SymptomWords::families_in(std::string_view text) const {
  const std::vector<std::string> words = words_of(text);
  std::vector<StemId> stems;
  stems.reserve(words.size());
  for (const std::string& word : words) stems.push_back(stem_id(word));

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
      for (std::size_t k = i; k <= at && k < i + 8; ++k) as_said += (as_said.empty() ? "" : " ") + words[k];
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
