// How near an entry is to a symptom told in other words, by the company that their words keep in technical prose.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "troubleshooting-index/learned_words.h"

namespace fingerpost {

// The learned words of an entry, none twice.
struct EntryWords {
  std::span<const LearnedWords::Number> head;  // of its title and symptoms
  std::span<const LearnedWords::Number> rest;
};

class Likeness {
 public:
  struct Said {
    LearnedWords::Number word;
    float importance;
  };
  // `said` are the words of the symptom, the most important ones first; the first kMostWords count.
  Likeness(const LearnedWords& words, std::span<const Said> said);
  static constexpr std::size_t kMostWords = 16;

  struct Found {
    float words = 0;    // 0..1: the share of the symptom's words that a word of the entry is, or is near
    float subject = 0;  // 0..1: how near all words of both are, taken together; the title counts as much as the whole
  };
  // Linear in the entry's words; what was found out about a word is kept for the next entry.
  Found of(const EntryWords& entry);

 private:
  // Padded, so that products are summed in whole registers.
  using Padded = std::array<std::int16_t, 104>;
  struct Word {
    std::array<float, kLearnedDimensions> told;  // its vector, as long as it is rare
    std::array<float, kMostWords> near;          // to each word of the symptom, 0..1
  };
  struct Asked {
    Padded vector;
    float length = 0;
    float weight = 0;
  };
  const Word& know(LearnedWords::Number word);

  const LearnedWords& words_;
  std::vector<Asked> asked_;
  float asked_weight_ = 0;
  std::array<float, kLearnedDimensions> subject_{};
  float subject_length_ = 0;
  std::vector<std::int32_t> places_;  // in known_, by word; -1 for none
  std::deque<Word> known_;
};

}  // namespace fingerpost
