#include "troubleshooting-index/certainty.h"

#include <algorithm>
#include <cmath>

namespace fingerpost {

// A logistic curve fitted to right and wrong first answers, to questions without an answer, and to questions asked of
// other repositories than their own.
double confidence_of(const EntryMatch& match, const IndexedEntry& entry, float runner_up, float known_share) {
  const float lead = match.score > 0 ? std::max(0.0f, (match.score - runner_up) / match.score) : 0;
  const auto held = static_cast<float>(std::min(match.names_held, 2));
  const auto nowhere = static_cast<float>(std::min(match.names_nowhere, 2));
  // Likeness puts one entry before another, but every question has something that is like it: it makes no answer surer,
  // and none is sure when most of what was said stands nowhere.
  const float said = match.score - match.likeness - match.named;  // names count by themselves below
  const float unsaid = match.likeness > 0 ? 4.0f * std::max(0.0f, 0.5f - known_share) : 0;
  const float z = -3.77f + 2.3f * said + 1.49f * lead + 1.65f * match.coverage + 1.21f * match.head -
                  (match.contradicted ? 1.13f : 0.0f) - (match.other_port ? 1.13f : 0.0f) + 1.72f * match.pairs +
                  1.49f * match.codes + 1.94f * held - 1.67f * nowhere + 2.16f * entry.certainty - unsaid;
  return 1 / (1 + std::exp(-static_cast<double>(z)));
}

float confirmed_share(int confirmations) {
  // Saturates at a tenth either way.
  return 1.0f + 0.1f * std::tanh(static_cast<float>(confirmations) / 3.0f);
}

}  // namespace fingerpost
