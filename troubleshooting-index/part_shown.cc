#include "troubleshooting-index/part_shown.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "pointer-map/terms.h"

namespace fingerpost {
namespace {

constexpr int kShort = 40;         // lines that are shown whole
constexpr int kBeginning = 24;     // lines of a long entry's beginning
constexpr int kLookedAt = 1500;    // lines of an entry
constexpr float kClearly = 1.05f;  // how much more than the beginning a part must hold
constexpr int kWindow = 16;        // lines that stand together where no place of their own holds them

// What each line of the entry holds of the query: the numbers of its terms, with what they weigh.
class Holdings {
 public:
  Holdings(const Lines& lines, int first, int last, const SymptomQuery& query, const EntryIndex& index)
      : first_(first), held_(static_cast<std::size_t>(last - first + 1)) {
    std::unordered_map<std::string_view, std::vector<std::pair<std::size_t, float>>> wanted;
    const std::size_t terms = std::min(query.terms.size(), kMostSymptomTerms);
    for (std::size_t i = 0; i < terms; ++i)
      for (const SymptomTerm::Alternative& alternative : query.terms[i].alternatives)
        wanted[alternative.term].emplace_back(
            i, query.terms[i].importance * alternative.weight * index.rarity(alternative.term));
    best_.resize(terms);
    for (int line = first; line <= last; ++line)
      for (const Word& word : words_of_question(lines.line(line)))
        for (const std::string& term : word.terms)
          if (const auto found = wanted.find(term); found != wanted.end()) {
            auto& here = held_[static_cast<std::size_t>(line - first)];
            here.insert(here.end(), found->second.begin(), found->second.end());
          }
  }

  // How much of the query these lines hold together, each term once.
  float of(int first, int last) {
    std::fill(best_.begin(), best_.end(), 0.0f);
    for (int line = first; line <= last; ++line)
      for (const auto& [term, weight] : held_[static_cast<std::size_t>(line - first_)])
        best_[term] = std::max(best_[term], weight);
    float sum = 0;
    for (const float weight : best_) sum += weight;
    return sum;
  }

 private:
  int first_;
  std::vector<std::vector<std::pair<std::size_t, float>>> held_;  // by line
  std::vector<float> best_;                                       // by term
};

}  // namespace

LineSpan part_to_show(const std::vector<Place>& places, const Lines& lines, const Entry& entry,
                      const SymptomQuery& query, const EntryIndex& index) {
  const int last = std::min({entry.line_end, lines.count(), entry.line_start + kLookedAt - 1});
  if (last - entry.line_start + 1 <= kShort) return {entry.line_start, entry.line_end};
  Holdings holdings(lines, entry.line_start, last, query, index);
  const LineSpan beginning = {entry.line_start, entry.line_start + kBeginning - 1};
  const float at_the_beginning = holdings.of(beginning.first, beginning.last);
  LineSpan best = beginning;
  float most = at_the_beginning * kClearly;
  const auto from = std::lower_bound(places.begin() + 1, places.end(), entry.line_start,
                                     [](const Place& place, int line) { return place.line_start < line; });
  for (auto place = from; place != places.end() && place->line_start <= last; ++place) {
    const int length = place->line_end - place->line_start + 1;
    if (length > kShort || place->line_end > last || place->line_start <= entry.line_start) continue;
    const float holds = holdings.of(place->line_start, place->line_end);
    // Of two that hold the same, the smaller one says it.
    if (holds > most ||
        (holds == most && holds > 0 && length < best.last - best.first + 1 && best.first != beginning.first)) {
      most = holds;
      best = {place->line_start, place->line_end};
    }
  }
  // A comment or a paragraph has no places inside.
  for (int first = entry.line_start + 1; first + kWindow - 1 <= last; ++first)
    if (const float holds = holdings.of(first, first + kWindow - 1); holds > most * kClearly) {
      most = holds;
      best = {first, first + kWindow - 1};
    }
  return best;
}

}  // namespace fingerpost
