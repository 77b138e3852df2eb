// What a kind of place and a file's name say about how likely a place is the answer, before its words are looked at.
#pragma once

#include <cstdint>

#include "component-map/question.h"
#include "pointer-map/pointer.h"

namespace fingerpost {

// What speaks for a place because of what it is, given what the question asks for; around 0, weighed by score_of().
// `in_document`: it stands in a document, where a key in an example explains as prose does.
float bonus_of_kind(const Question& question, Kind kind, Role role, bool in_document);

// What a path says about how likely its file is meant, unless the question names the likes of it.
struct PathPrior {
  float share = 1.0f;  // at most 1, of what its words count: less for change logs, licences, tests, archives
  float bonus = 0.0f;  // of the score: less for what records decisions, more for what agents are told
  float folders = 0;   // that the file lies in, at most 255
};

// Made once for a question and asked for many paths.
class PathPriors {
 public:
  explicit PathPriors(const Question& question);
  PathPrior of(Map& map, const Source& source) const;

 private:
  std::uint64_t asked_ = 0;  // rules whose word the question names
};

}  // namespace fingerpost
