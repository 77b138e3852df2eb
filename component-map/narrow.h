// Which lines of a long place answer a question.
#pragma once

#include "component-map/question.h"
#include "indexer/live.h"
#include "pointer-map/pointer.h"

namespace fingerpost {

inline constexpr int kMostAnswerLines = 40;

struct AnswerLines {
  int first = 1;
  int last = 1;
};

// All lines of a place that has at most kMostAnswerLines. Of a longer one its beginning, unless other lines of it hold
// clearly more of the question: then these. Time linear in the place's text, of which 2,000 lines are looked at.
AnswerLines narrow(const Question& question, const LiveFile& file, const Place& place);

}  // namespace fingerpost
