// How sure an answer is. Calibrated on questions over several repositories: of the answers given with confidence p,
// about p are right (references/ranking.md).
#pragma once

#include "troubleshooting-index/entry_index.h"
#include "troubleshooting-index/message.h"
#include "troubleshooting-index/symptom_query.h"

namespace fingerpost {

// Below this the reply says that it does not know.
inline constexpr double kKnownConfidence = 0.35;

double confidence_of(const EntryMatch& match, const IndexedEntry& entry, const AskedSymptom& asked,
                     const Message& message);

// What a history of confirmations does to a score: a little, so that it never outweighs a clearly better match.
float confirmed_share(int confirmations);

}  // namespace fingerpost
