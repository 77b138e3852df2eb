#include "component-map/held_words.h"

#include <algorithm>

#include "pointer-map/terms.h"

namespace fingerpost {

void hold(const Question& question, std::string_view text, Held& held) {
  for (const Word& word : words_of_question(text.substr(0, 2000)))
    for (const std::string& term : word.terms)
      for (std::size_t g = 0; g < question.groups.size(); ++g)
        for (const TermGroup::Alternative& alternative : question.groups[g].alternatives)
          if (alternative.term == term) held[g] = std::max(held[g], alternative.weight);
}

float weight_of(const TermGroup& group) {
  return group.importance * group.rarity;
}

}  // namespace fingerpost
