// What the other candidates say of one: a place whose file is about the question, or whose parts are, is a better
// answer than the same words somewhere else.
#pragma once

#include <vector>

#include "component-map/fit.h"
#include "pointer-map/map.h"
#include "pointer-map/retrieval.h"

namespace fingerpost {

// A candidate, and where the map holds it.
struct Placed : Fit {
  GlobalDoc doc = 0;
  const Source* source = nullptr;
  DocId index = 0;            // of the place in its source
  std::uint32_t covered = 0;  // bit i: group i of the question is held
};

// Fills in what is measured of the candidates around each other, and sorts them by place.
void note_surroundings(Map& map, const Question& question, std::vector<Placed>& candidates);

}  // namespace fingerpost
