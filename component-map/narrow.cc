#include "component-map/narrow.h"

#include <algorithm>

#include "component-map/held_words.h"

namespace fingerpost {

AnswerLines narrow(const AskedWords& asked, const LiveFile& file, int first, int end) {
  constexpr int kLookedAt = 2000;
  constexpr int kAround = 12;  // lines that are looked at together
  constexpr int kBefore = 3;   // shown before them, for what they belong to
  constexpr float kClearly = 1.3f;
  const int last = std::min({end, file.lines->count(), first + kLookedAt - 1});
  if (end - first + 1 <= kMostAnswerLines) return {first, end};
  const Question& question = asked.question();
  const std::size_t count = question.groups.size();
  // By line, what it holds of each group; windows of a few lines are then compared by their sums of best holdings.
  std::vector<Held> lines;
  for (int line = first; line <= last; ++line) {
    lines.emplace_back(count, 0.0f);
    hold(asked, file.lines->line(line), lines.back());
  }
  const auto together = [&](int from, int to) {
    float sum = 0;
    for (std::size_t g = 0; g < count; ++g) {
      float best = 0;
      for (int i = from; i < to; ++i) best = std::max(best, lines[static_cast<std::size_t>(i)][g]);
      sum += best * weight_of(question.groups[g]);
    }
    return sum;
  };
  const int length = static_cast<int>(lines.size());
  const AnswerLines beginning = {first, first + kMostAnswerLines - 1};
  const float at_the_beginning = together(0, std::min(kMostAnswerLines, length));
  float most = at_the_beginning * kClearly;
  int found = -1;
  for (int start = 0; start + kAround <= length; ++start)
    if (const float holds = together(start, start + kAround); holds > most) {
      most = holds;
      found = start;
    } else if (found == start - 1 && found >= 0 && holds == most) {
      found = start;  // begins nearer to the words
    }
  if (found < 0) return beginning;
  const int from = std::max(first, first + found - kBefore);
  return {from, std::min(end, first + found + kAround - 1)};
}

}  // namespace fingerpost
