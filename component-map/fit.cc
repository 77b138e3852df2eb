#include "component-map/fit.h"

#include <algorithm>
#include <cmath>

namespace fingerpost {

// The weights are those of a regression: a listwise softmax over the candidates of questions on many repositories
// (references/ranking.md says how, and what it brought).
float score_of(const Question& question, const Fit& fit) {
  constexpr float kMostInside = 6.0f;
  const bool prose = fit.in_document;
  const bool section = fit.kind == Kind::section;
  const bool one_line = fit.lines <= 1.0f && !fit.whole_file;
  float score = 0;
  // What is said of the question by the place, with what it has from the places above it.
  score += (2.99f + 3.14f * fit.prior) * fit.words;
  score += (1.98f + 2.25f * fit.prior + 1.88f * fit.prior * fit.coverage) * fit.coverage;
  score += 2.43f * fit.held + 2.31f * std::log(fit.prior + 0.1f);
  // A key that the question names; hardly anything where the question says much more than that.
  const float little_covered = 1.0f - std::min(1.0f, 2.0f * fit.coverage);
  score += (1.39f + 1.56f * std::min(1.0f, 3.0f * fit.key_match) - 1.86f * little_covered) * fit.key_named;
  if (fit.exact_name) score += fit.coverage;
  // Where it stands: what lies deep takes words over from everything above it, which are about its neighbours too.
  score -= 0.37f * fit.depth + 0.56f * fit.folders + 0.69f * fit.extra + 0.29f * std::log2(std::max(fit.lines, 1.0f));
  // A file that is about the question, and a place whose parts are.
  score += 2.14f * (fit.file_coverage - fit.coverage) + 1.59f * (fit.inside_coverage - fit.coverage);
  score += 1.46f * std::min(1.0f, static_cast<float>(fit.inside) / kMostInside) + fit.inside_words;
  // What it is, given what is asked for. A fitting kind makes no answer of a lone word, nor of many that are barely
  // there.
  score += 14.0f * fit.kind_bonus * std::min(1.0f, 1.5f * fit.coverage) * std::min(1.0f, 2.5f * fit.words);
  // Whole sentences are asked of texts, words of configuration and code as well.
  if (prose) score += 1.33f * std::clamp((static_cast<float>(question.groups.size()) - 3.0f) / 5.0f, 0.0f, 1.0f);
  if (question.wants(Intent::how))
    score += (prose ? 0.8f : 0.0f) + (section ? 1.03f : 0.0f) - (one_line ? 1.39f : 0.0f);
  if (question.wants(Intent::configuration) && prose) score -= 0.91f;
  return score;
}

}  // namespace fingerpost
