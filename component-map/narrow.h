// Which lines of a long place answer a question.
#pragma once

#include "component-map/asked_words.h"
#include "indexer/live.h"

namespace fingerpost {

inline constexpr int kMostAnswerLines = 40;

struct AnswerLines {
  int first = 1;
  int last = 1;
};

// Of the place [first, end]: all lines of one that has at most kMostAnswerLines. Of a longer one its beginning, unless
// other lines of it hold clearly more of the question: then these. Time linear in the place's text, of which 2,000
// lines are looked at.
AnswerLines narrow(const AskedWords& asked, const LiveFile& file, int first, int end);

}  // namespace fingerpost
