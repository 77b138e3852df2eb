#include "component-map/surroundings.h"

#include <algorithm>
#include <cstdint>

#include "component-map/held_words.h"

namespace fingerpost {
namespace {

// The share of the question's weight that groups bring.
class Coverage {
 public:
  explicit Coverage(const Question& question) : total_(weight_of(question)) {
    for (const TermGroup& group : question.groups) weights_.push_back(weight_of(group));
  }

  float of(std::uint32_t groups) const {
    float sum = 0;
    for (std::uint32_t left = groups; left != 0; left &= left - 1)
      sum += weights_[static_cast<std::size_t>(__builtin_ctz(left))];
    return total_ > 0 ? sum / total_ : 0;
  }

 private:
  std::vector<float> weights_;
  float total_;
};

}  // namespace

void note_surroundings(Map& map, const Question& question, std::vector<Placed>& candidates) {
  const Coverage coverage(question);
  // Places are numbered file by file, each before those that it holds. Of a script as a whole and its first place, the
  // script comes first.
  std::sort(candidates.begin(), candidates.end(), [](const Placed& a, const Placed& b) {
    return a.doc == b.doc ? a.whole_file > b.whole_file : a.doc < b.doc;
  });
  std::vector<std::uint32_t> inside(candidates.size(), 0);  // what is held by each place and what it holds
  std::vector<std::size_t> open;                            // the candidates that hold the one at hand
  std::size_t file = 0;                                     // the first candidate of the file at hand
  std::uint32_t held_in_file = 0;
  const auto end_file = [&](std::size_t end) {
    for (; file < end; ++file) candidates[file].file_coverage = coverage.of(held_in_file);
    held_in_file = 0;
    open.clear();
  };
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    Placed& candidate = candidates[i];
    if (candidate.source != candidates[file].source) end_file(i);
    while (!open.empty() && candidates[open.back()].doc + map.info(candidates[open.back()].doc).span <= candidate.doc)
      open.pop_back();
    inside[i] = candidate.covered;
    held_in_file |= candidate.covered;
    for (const std::size_t outer : open) {
      ++candidates[outer].inside;
      candidates[outer].inside_words = std::max(candidates[outer].inside_words, candidate.words);
      inside[outer] |= candidate.covered;
    }
    open.push_back(i);
  }
  end_file(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) candidates[i].inside_coverage = coverage.of(inside[i]);
}

}  // namespace fingerpost
