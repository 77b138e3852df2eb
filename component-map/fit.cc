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
  score += (3.1f + 3.25f * fit.prior) * fit.words;
  score += (2.12f + 2.36f * fit.prior + 2.02f * fit.prior * fit.coverage) * fit.coverage;
  score += 2.63f * fit.held + 2.33f * std::log(fit.prior + 0.1f) + fit.path_bonus;
  // What it lacks is told by its words; that it lacks the one which tells most is not worse than that.
  if (fit.misses_most) score += 0.31f;
  // A key that the question names; hardly anything where the question says much more than that.
  const float little_covered = 1.0f - std::min(1.0f, 2.0f * fit.coverage);
  score += (1.3f + 1.44f * std::min(1.0f, 3.0f * fit.key_match) - 2.04f * little_covered) * fit.key_named;
  if (fit.exact_name) score += fit.coverage;
  // Where it stands: what lies deep takes words over from everything above it, which are about its neighbours too.
  score -= 0.38f * fit.depth + 0.39f * fit.folders + 0.6f * fit.extra + 0.32f * std::log2(std::max(fit.lines, 1.0f));
  // A file that is about the question, the more where the place is too, and a place whose parts are.
  score += (1.9f + 1.37f * fit.coverage) * (fit.file_coverage - fit.coverage);
  score += 2.06f * (fit.inside_coverage - fit.coverage) + 0.92f * fit.inside_words;
  score += 1.54f * std::min(1.0f, static_cast<float>(fit.inside) / kMostInside);
  // What it is, given what is asked for. A fitting kind makes no answer of a lone word, nor of many that are barely
  // there.
  score += 14.0f * fit.kind_bonus * std::min(1.0f, 1.5f * fit.coverage) * std::min(1.0f, 2.5f * fit.words);
  if (fit.kind == Kind::list_item) score -= 1.09f;  // one of several, beside which the answer is their section
  if (fit.kind == Kind::table_row) score += 0.99f;
  // Whole sentences are asked of texts, words of configuration and code as well.
  if (prose) score += 1.16f * std::clamp((static_cast<float>(question.groups.size()) - 3.0f) / 5.0f, 0.0f, 1.0f);
  if (question.wants(Intent::how))
    score += (prose ? 0.77f : 0.0f) + (section ? 1.17f : 0.0f) - (one_line ? 1.43f : 0.0f);
  if (question.wants(Intent::configuration) && prose) score -= 0.89f;
  return score;
}

}  // namespace fingerpost
