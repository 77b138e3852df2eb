#include "upkeep/record/word_set.h"

#include "pointer-map/terms.h"

namespace fingerpost {

WordSet word_set_of(std::string_view text) {
  WordSet out;
  for (const Word& word : words_of_question(text))
    if (!word.stop) out.insert(word.terms.begin(), word.terms.end());
  return out;
}

}  // namespace fingerpost
