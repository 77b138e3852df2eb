#include "component-map/ranking.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/text.h"
#include "component-map/priors.h"
#include "pointer-map/terms.h"

namespace fingerpost {
namespace {

float weight_of(const TermGroup& group) { return group.importance * group.rarity; }

// The share of the question's weight whose words stand in `text`, and the share of the text's words that the question names.
struct Overlap {
  float of_question = 0;
  float of_text = 0;
};

Overlap overlap_of(const Question& question, float total, std::string_view text) {
  Overlap out;
  std::uint32_t seen = 0;
  int named = 0;
  int words = 0;
  for (const Word& word : words_of_question(text)) {
    const std::size_t parts = word.terms.size() > 1 ? word.terms.size() - 1 : word.terms.size();
    for (std::size_t t = 0; t < word.terms.size(); ++t) {
      bool hit = false;
      for (std::size_t g = 0; g < question.groups.size(); ++g)
        for (const TermGroup::Alternative& alternative : question.groups[g].alternatives)
          if (alternative.weight >= 0.5f && alternative.term == word.terms[t]) {
            hit = true;
            if ((seen & (1u << g)) == 0) out.of_question += weight_of(question.groups[g]) * alternative.weight;
            seen |= 1u << g;
          }
      if (t < parts) {
        ++words;
        named += hit ? 1 : 0;
      }
    }
  }
  if (total > 0) out.of_question /= total;
  if (words > 0) out.of_text = static_cast<float>(named) / static_cast<float>(words);
  return out;
}

bool overlaps(const Ranked& a, const Ranked& b) {
  return a.source == b.source && a.place.line_start <= b.place.line_end && b.place.line_start <= a.place.line_end;
}

}  // namespace

Result<std::vector<Ranked>> rank(Map& map, const Question& question, const std::vector<Candidate>& candidates, std::size_t most) {
  float total = 0;
  for (const TermGroup& group : question.groups) total += weight_of(group);
  std::vector<Ranked> ranked;
  std::unordered_map<std::int64_t, std::vector<StoredPlace>> places;
  for (const Candidate& candidate : candidates) {
    Ranked r;
    r.doc = candidate.doc;
    r.source = map.source_of(candidate.doc, r.index);
    if (r.source == nullptr) continue;
    auto known = places.find(r.source->id);
    if (known == places.end()) {
      auto read = map.places_of(*r.source);
      if (!read) return read.error();
      known = places.emplace(r.source->id, std::move(*read)).first;
    }
    const std::vector<StoredPlace>& of_source = known->second;
    if (r.index >= of_source.size()) continue;
    r.place = of_source[r.index];
    for (std::size_t at = r.index; at != 0; at = static_cast<std::size_t>(of_source[at].parent))
      if (!of_source[at].key.empty()) r.locator.insert(r.locator.begin(), of_source[at].key);
    float covered = 0;
    for (std::size_t g = 0; g < question.groups.size(); ++g)
      if ((candidate.covered >> g & 1u) != 0) covered += weight_of(question.groups[g]);
    r.words = total > 0 ? candidate.score / total : 0;
    r.coverage = total > 0 ? covered / total : 0;
    const Overlap key = overlap_of(question, total, r.index == 0 ? base_name(r.source->path) : std::string_view(r.place.key));
    r.key_match = key.of_question * 0.6f + key.of_text * std::min(key.of_question * 3.0f, 1.0f) * 0.4f;
    r.prior = prior_of_kind(question, r.place.kind, r.place.role) * prior_of_path(question, r.source->path);
    // Something small that covers the question is a better answer than something large that does.
    const auto lines = static_cast<float>(map.info(r.doc).lines);
    const float size = 1.0f - 0.03f * std::max(0.0f, std::log2(lines / 24.0f));
    r.score = (0.55f * r.words + 0.45f * r.coverage * r.coverage + 0.22f * r.key_match) * r.prior * size;
    ranked.push_back(std::move(r));
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.source != b.source) return a.source->path < b.source->path;
    return a.place.line_start < b.place.line_start;
  });
  std::vector<Ranked> out;
  for (Ranked& r : ranked) {
    if (out.size() >= most) break;
    if (std::none_of(out.begin(), out.end(), [&](const Ranked& kept) { return overlaps(kept, r); })) out.push_back(std::move(r));
  }
  return out;
}

}  // namespace fingerpost
