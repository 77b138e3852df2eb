#include "component-map/excerpt.h"

#include <algorithm>

#include "base/utf8.h"
#include "pointer-map/secrets.h"
#include "pointer-map/terms.h"

namespace fingerpost {
namespace {

// How much of the question a line holds.
float weight_of_line(const Question& question, std::string_view line) {
  float weight = 0;
  std::uint32_t seen = 0;
  for (const Word& word : words_of_question(line.substr(0, 400)))
    for (const std::string& term : word.terms)
      for (std::size_t g = 0; g < question.groups.size(); ++g) {
        if ((seen >> g & 1u) != 0) continue;
        for (const TermGroup::Alternative& alternative : question.groups[g].alternatives)
          if (alternative.term == term) {
            weight += question.groups[g].importance * question.groups[g].rarity * alternative.weight;
            seen |= 1u << g;
            break;
          }
      }
  return weight;
}

}  // namespace

std::string excerpt_of(const LiveFile& file, std::string_view path, int first, int last, const Question& question,
                       const ExcerptLimits& limits) {
  last = std::min(last, file.lines->count());
  std::string text;
  if (last - first + 1 <= limits.lines) {
    text = std::string(file.lines->range(first, last));
  } else {
    // The first line names the place; the window with most of the question follows it.
    const int window = limits.lines - 1;
    std::vector<float> weights;
    for (int line = first + 1; line <= std::min(last, first + 400); ++line)
      weights.push_back(weight_of_line(question, file.lines->line(line)));
    float sum = 0;
    float best = -1;
    int at = first + 1;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      sum += weights[i];
      if (i >= static_cast<std::size_t>(window)) sum -= weights[i - static_cast<std::size_t>(window)];
      const int start = first + 1 + std::max(0, static_cast<int>(i) - window + 1);
      if (static_cast<int>(i) + 1 >= window && sum > best + 1e-4f) {
        best = sum;
        at = start;
      }
    }
    const int end = std::min(last, at + window - 1);
    text = std::string(file.lines->line(first)) + "\n";
    if (at > first + 1) text += "…\n";
    text += file.lines->range(at, end);
    if (end < last) text += "\n…";
  }
  // Masked as a whole, before it is cut: half a secret is a secret.
  text = sanitize_for_display(mask_secrets(text, path));
  return clip(text, limits.bytes);
}

}  // namespace fingerpost
