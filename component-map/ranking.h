// Candidates → answers in order: how well a place fits what was asked, beyond the words that it holds.
#pragma once

#include <string>
#include <vector>

#include "component-map/question.h"
#include "pointer-map/map.h"

namespace fingerpost {

// How well a place fits a question.
struct Fit {
  float words = 0.0f;        // 0..1: the share of the question's weight that the place's words bring
  float coverage = 0.0f;     // 0..1: the rarity-weighted share of the question's words that it holds at all
  float missed = 0.0f;       // 0..1: the weight of the most telling word that stands elsewhere in the map but not here
  bool misses_most = false;  // that word tells more than any that it has
  bool misses_name = false;  // a name of the question that stands nowhere is not meant by the place either
  float key_match = 0.0f;    // 0..1: how much of the question the place's own key names
  float key_named = 0.0f;    // 0..1: how much of that key the question names
  bool exact_name = false;   // the question names the place's variable, target or symbol exactly
  float extra = 0.0f;        // words of the file's name that the question does not name
  float path_named = 0.0f;   // 0..1: how much of the question the file's path names
  float folders = 0.0f;      // above the file
  float depth = 0.0f;        // places above this one in its file
  float prior = 1.0f;        // of the file: how rarely the likes of it are meant
  bool whole_file = false;   // a script or workflow that is asked for, by all that stands in it
  float lines = 1.0f;        // that its size is reckoned by
  float kind = 0.0f;         // for what the place is, given what kind of answer is asked for
  float score = 0.0f;
};

// A place that may answer, with all that ranking knows of it.
struct Ranked : Fit {
  GlobalDoc doc = 0;
  const Source* source = nullptr;
  DocId index = 0;  // of the place in its source
  StoredPlace place;
  std::vector<std::string> locator;
};

// A place of a source as something to answer with: where it is, and nothing yet of how well it fits.
Ranked ranked_at(Map& map, const Source& source, const std::vector<StoredPlace>& places, DocId index);

// Ranks, best first. Overlapping places of one file are kept only once, the better one. Deterministic.
Result<std::vector<Ranked>> rank(Map& map, const Question& question, const std::vector<Candidate>& candidates,
                                 std::size_t most);

}  // namespace fingerpost
