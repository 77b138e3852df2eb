// The families of words with which people describe symptoms: symptoms.txt, parsed once. "Keeps restarting" and
// CrashLoopBackOff are of one family. Immutable after parsing; any thread. Linear in the text; never throws.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace fingerpost {

class SymptomWords {
 public:
  static const SymptomWords& built_in();
  // Parses the format that symptoms.txt explains. A line without a name is left out.
  static SymptomWords parse(std::string_view text);

  struct Said {
    std::string family;
    float weight = 0;                // 0..1: how surely the text speaks of it
    std::vector<std::string> words;  // that said so, as in the text, in lower case
  };
  // The families that a text speaks of, surest first; several sayings of one family make it surer.
  std::vector<Said> families_in(std::string_view text) const;

  // The families of a single word, by its stem.
  std::vector<std::pair<std::string, float>> families(std::string_view stem) const;
  // What else is said for a family: stems, several joined by '+', with their weights. Empty for an unknown name.
  const std::vector<std::pair<std::string, float>>& sayings(std::string_view family) const;

 private:
  // Numbers of stems, so that a text's words are compared as integers; 0 is a stem of no phrase.
  using StemId = std::uint32_t;
  struct Phrase {
    std::vector<StemId> stems;
    std::size_t family = 0;
    float weight = 0;
  };
  StemId stem_id(std::string_view word) const;

  std::vector<std::string> names_;
  std::vector<std::vector<std::pair<std::string, float>>> sayings_;  // by family
  std::unordered_map<std::string, StemId> stem_ids_;
  std::vector<std::vector<Phrase>> phrases_;  // by their first stem
  std::uint64_t serial_ = 0;                  // of this table, for what threads remember of its words
};

}  // namespace fingerpost
