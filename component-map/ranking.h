// Candidates → answers in order: how well a place fits what was asked, beyond the words that it holds.
#pragma once

#include <string>
#include <vector>

#include "component-map/question.h"
#include "component-map/surroundings.h"
#include "pointer-map/map.h"

namespace fingerpost {

// A place that may answer, with all that ranking knows of it.
struct Ranked : Placed {
  StoredPlace place;
  std::vector<std::string> locator;
  float score = 0.0f;   // beside the other answers of the same question
  float share = 0.0f;   // 0..1, how likely it is the answer of these
  float beside = 0.0f;  // the share of the question's weight that its file holds and it does not
};

// A place of a source as something to answer with: where it is, and nothing yet of how well it fits.
Ranked ranked_at(Map& map, const Source& source, const std::vector<StoredPlace>& places, DocId index);

// Ranks, best first. Overlapping places of one file are kept only once, the better one. Deterministic.
Result<std::vector<Ranked>> rank(Map& map, const Question& question, const std::vector<Candidate>& candidates,
                                 std::size_t most);

}  // namespace fingerpost
