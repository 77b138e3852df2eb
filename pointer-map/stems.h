// The forms of a word: what carries nothing, and the stem under which the others are indexed.
#pragma once

#include <array>
#include <string>
#include <string_view>

struct sb_stemmer;

namespace fingerpost {

// Whether a lower-case word is left out of every analysis: articles, pronouns, question words.
bool is_stop_word(std::string_view word);

// Lower-cases and takes the accents off Latin letters ("Café" → "cafe"); other scripts are kept as they are.
std::string fold(std::string_view raw);

// The stem under which a lower-case plain word is indexed: of its base where it follows no rule, by Snowball's
// "english" otherwise. What is no plain word is its own. For one thread: it keeps what was asked lately.
class Stemmer {
 public:
  Stemmer();
  ~Stemmer();
  Stemmer(const Stemmer&) = delete;
  Stemmer& operator=(const Stemmer&) = delete;

  std::string operator()(std::string_view word) const;

 private:
  // What was asked lately: texts say the same words again and again.
  struct Known {
    std::string word;
    std::string stem;
  };

  sb_stemmer* stemmer_;
  mutable std::array<Known, 512> known_;  // by a word's hash
};

// The one of the thread that calls.
const Stemmer& stemmer_of_this_thread();

// The stem by it.
std::string stem_of(std::string_view word);

}  // namespace fingerpost
