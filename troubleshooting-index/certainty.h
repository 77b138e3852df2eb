// How sure an answer is. Calibrated on questions over several repositories, answerable and not: of the answers given
// with confidence p, about p are right (references/ranking.md).
#pragma once

#include "troubleshooting-index/entry_index.h"

namespace fingerpost {

// Below this the reply says that it does not know. Low, since people describe problems in other words than documents
// do, and a doubtful pointer, shown with its confidence, still helps; an answer from nothing does not.
inline constexpr double kKnownConfidence = 0.12;

// The confidence that a match is what was asked for. `runner_up` is the score of the next entry elsewhere, or 0;
// `known_share` the part of what was said that stands in some entry.
double confidence_of(const EntryMatch& match, const IndexedEntry& entry, float runner_up, float known_share);

// What a history of confirmations does to a score: a little, so that it never outweighs a clearly better match.
float confirmed_share(int confirmations);

}  // namespace fingerpost
