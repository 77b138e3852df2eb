#include "component-map/held_words.h"

#include <algorithm>

namespace fingerpost {

void hold(const AskedWords& asked, std::string_view text, Held& held) {
  asked.for_each_word(text.substr(0, 2000), [&](const TermId* terms, std::size_t count) {
    for (std::size_t t = 0; t < count; ++t)
      for (const AskedWords::Asked& one : asked.all())
        if (one.term == terms[t]) held[one.group] = std::max(held[one.group], one.weight);
  });
}

float weight_of(const TermGroup& group) {
  return group.importance * group.rarity;
}

float weight_of(const Question& question) {
  float sum = 0;
  for (const TermGroup& group : question.groups) sum += weight_of(group);
  return sum;
}

}  // namespace fingerpost
