// The field's vocabulary: vocabulary.txt, parsed once; most of it only when it is asked for, since a question needs a
// few of its thousands of lines. To its callers immutable; any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "pointer-map/pointer.h"
#include "pointer-map/spelling.h"

namespace fingerpost {

// What an asker wants to see; several may hold.
enum class Intent : std::uint8_t { value, configuration, document, code, how, script, workflow, list, standard };
inline constexpr std::size_t kIntentCount = 9;

class Vocabulary {
 public:
  // A word of at most this importance ("not", "each") parts no saying: "could not connect" holds "could+connect".
  static constexpr float kPartsNoSaying = 0.3f;

  struct Synonym {
    std::string term;  // a stem, or several joined by '+' (all of them are meant)
    float weight;
  };

  // The vocabulary built into the program.
  static const Vocabulary& built_in();
  // Parses the format that vocabulary.txt explains. A line that says nothing known is left out. `text` outlives this.
  static Vocabulary parse(std::string_view text);

  // What a stem, or stems joined by '+', also means.
  const std::vector<Synonym>& synonyms(std::string_view stem) const;
  // How much a word of a question tells, 1 unless it is a filler. By the word as typed, in lower case.
  float importance(std::string_view word) const;
  // Every plain word that the vocabulary speaks of: what a misspelt word may also have meant.
  const WordList& words() const;
  // Whether a lower-case word is the name of a product, protocol or platform: what one is about, another is not.
  bool is_name(std::string_view word) const { return names_.contains(std::string(word)); }
  // Which kinds of place the word speaks of (by stem).
  const std::vector<Kind>& kinds(std::string_view stem) const;
  // Whether a sentence that begins with the lower-case word tells somebody to do something: "rotate the keys".
  bool is_imperative(std::string_view word) const { return imperatives_.contains(std::string(word)); }
  // The intents of a word or of words joined by '+', as typed, in lower case.
  const std::vector<Intent>& intents(std::string_view word) const;

 private:
  // What a stem also means: its list of [same], and its lines of [toward] until they are asked for.
  struct Meanings {
    mutable std::vector<Synonym> known;
    std::vector<std::string_view> toward;  // in the text
    mutable std::once_flag read;
  };
  struct Words {
    WordList list;
    std::once_flag read;
  };
  static void add_synonym(std::vector<Synonym>& list, const std::string& term, float weight);

  std::string_view text_;  // that was parsed
  std::unique_ptr<Words> words_ = std::make_unique<Words>();
  std::unordered_set<std::string> names_;
  std::unordered_set<std::string> imperatives_;
  std::unordered_map<std::string, Meanings> meanings_;
  std::unordered_map<std::string, float> importance_;
  std::unordered_map<std::string, std::vector<Kind>> kinds_;
  std::unordered_map<std::string, std::vector<Intent>> intents_;
};

}  // namespace fingerpost
