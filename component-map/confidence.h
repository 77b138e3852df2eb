// How sure we are that a place answers a question.
#pragma once

#include <string_view>

#include "component-map/asked_words.h"
#include "component-map/question.h"
#include "component-map/ranking.h"
#include "indexer/live.h"

namespace fingerpost {

// Whether the place is about what is asked at all, be it the right one of several or not: from how much of it the place
// holds, and how strongly. What is not is given as not known.
bool is_about(const Question& question, const Ranked& place);

// 0..1, about how often such a place is the right answer: what its file holds beside it and its share among the best
// count too.
double confidence_of(const Question& question, const Ranked& place);

// `place` is given in place of `found`, or beside it as what it speaks of: as surely as that.
void answer_for(const Ranked& found, Ranked& place);

// Looks at the live text of a place for what the map cannot tell, and takes back coverage that the text does not bear
// out: words that only a far synonym stands for, and words that stand scattered over a long text.
void check_against_text(const AskedWords& asked, const LiveFile& file, Ranked& place);

// Whether the place names a flag, in its address or its lines, however it joins the flag's words: --max-retries,
// max_retries, maxRetries.
bool names_flag(std::string_view flag, const LiveFile& file, const Ranked& place);

}  // namespace fingerpost
