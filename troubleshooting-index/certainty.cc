#include "troubleshooting-index/certainty.h"

#include <cmath>

namespace fingerpost {

double confidence_of(const EntryMatch& match, const IndexedEntry& entry, const AskedSymptom& asked,
                     const Message& message) {
  (void)entry;
  (void)message;
  const double z = -2.0 + 9.0 * static_cast<double>(match.score) + 1.0 * static_cast<double>(asked.known_share);
  return 1 / (1 + std::exp(-z));
}

float confirmed_share(int confirmations) {
  // (successes + 1) / (all + 2) in spirit: saturating at a tenth either way.
  return 1.0f + 0.1f * std::tanh(static_cast<float>(confirmations) / 3.0f);
}

}  // namespace fingerpost
