// What a question asks: its words as groups of terms, and what kind of place would answer it.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pointer-map/map.h"
#include "pointer-map/retrieval.h"
#include "pointer-map/vocabulary.h"

namespace fingerpost {

struct QuestionWord {
  std::string text;       // as typed
  std::string corrected;  // the spelling that was searched instead, or ""
  std::size_t group = 0;  // its group of terms
  float importance = 1.0f;
  bool identifier = false;
  bool unknown = false;  // stands nowhere in the map, under no spelling
};

struct Question {
  std::string text;
  std::vector<TermGroup> groups;      // one a word that tells something
  std::vector<QuestionWord> words;    // of the groups, in the question's order
  std::vector<std::string> absent;    // names that mean one thing (MAIL_QUEUE_LIMIT), and stand nowhere
  std::vector<std::string> flags;     // of several words, as typed: --max-retries
  std::bitset<kKindCount> kinds;      // kinds of place the words speak of
  std::bitset<kIntentCount> intents;  // what is wanted

  bool wants(Intent intent) const { return intents.test(static_cast<std::size_t>(intent)); }
};

// Understands a question against a map: which of its words the map knows, and which it may mean instead.
Result<Question> understand(std::string_view text, Map& map, const Vocabulary& vocabulary);

}  // namespace fingerpost
