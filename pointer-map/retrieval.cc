#include "pointer-map/retrieval.h"

#include <algorithm>
#include <cmath>

namespace fingerpost {
namespace {

// What is left of a key's impact for the places below it.
constexpr float kInheritedShare = 0.5f;
constexpr float kInheritedPathShare = 0.42f;

// Adds one segment's postings of a term to the scores: each place gets the stronger of its own and what it inherits.
// A place that the group has been counted for already is passed over, unless this alternative comes first.
template <bool kFirst>
class ListScorer {
 public:
  ListScorer(RetrievalScratch& scratch, GlobalDoc docs, std::uint32_t bit, float weight)
      : scores_(scratch.scores.data()), covered_(scratch.covered.data()), docs_(docs), bit_(bit), weight_(weight) {
    for (std::size_t i = 0; i < kImpacts; ++i) value_[i] = weight * (static_cast<float>(i) / 127.0f);
  }

  void add(GlobalDoc base, std::string_view postings) {
    open_.clear();
    at_ = 0;
    GlobalDoc open_until = 0;  // where the outermost subtree that inherits ends
    PostingReader reader(postings);
    Posting posting;
    while (reader.next(posting)) {
      const GlobalDoc doc = base + posting.doc;
      if (doc >= docs_) break;
      if (doc >= open_until && !posting.inherited) {  // most of all postings
        if (!open_.empty()) close_until(doc);
        give(doc, value_[posting.impact]);
        continue;
      }
      close_until(doc);
      const float above = open_.empty() ? 0.0f : open_.back().impact;
      const float impact = static_cast<float>(posting.impact) / 127.0f;
      give(doc, weight_ * std::max(impact + 0.25f * above, above));
      at_ = doc + 1;
      if (!posting.inherited || posting.below == 0) continue;
      const float passed = impact * (posting.document ? kInheritedPathShare : kInheritedShare);
      // What a damaged list says is kept inside the map, and inside what is open.
      const GlobalDoc most = open_.empty() ? docs_ : open_.back().end;
      const auto end = static_cast<GlobalDoc>(std::min<std::uint64_t>(most, std::uint64_t{doc} + 1 + posting.below));
      if (open_.empty()) open_until = end;
      open_.push_back({end, std::max(passed, above)});
    }
    close_until(docs_);
  }

 private:
  static constexpr std::size_t kImpacts = 128;
  struct Open {
    GlobalDoc end;
    float impact;
  };

  void give(GlobalDoc doc, float value) {
    if (!kFirst && (covered_[doc] & bit_) != 0) return;
    scores_[doc] += value;
    covered_[doc] |= bit_;
  }

  // Gives what open ancestors have to the places before `doc`, and closes those that end there.
  void close_until(GlobalDoc doc) {
    while (!open_.empty()) {
      const Open& top = open_.back();
      const float value = weight_ * top.impact;
      for (const GlobalDoc stop = std::min(doc, top.end); at_ < stop; ++at_) give(at_, value);
      if (top.end > doc) return;
      open_.pop_back();
    }
  }

  float* const scores_;
  std::uint32_t* const covered_;
  const GlobalDoc docs_;
  const std::uint32_t bit_;
  const float weight_;
  float value_[kImpacts];
  std::vector<Open> open_;
  GlobalDoc at_ = 0;  // the first place that has not got what is open
};

// How many live places hold a term themselves, and how many inherit it.
struct Reach {
  std::uint32_t own = 0;
  std::uint64_t below = 0;
};

Reach reach_of(const Map& map, const std::vector<Map::TermList>& lists) {
  Reach out;
  const auto& dead = map.dead();
  std::size_t d = 0;
  for (const Map::TermList& list : lists) {
    const PostingList parts(list.bytes);
    if (dead.empty()) {
      out.own += parts.count;
      out.below += parts.below;
      continue;
    }
    PostingReader reader(parts.postings);
    Posting posting;
    while (reader.next(posting)) {
      const GlobalDoc doc = list.base + posting.doc;
      while (d < dead.size() && dead[d].second <= doc) ++d;
      if (d < dead.size() && dead[d].first <= doc) continue;
      ++out.own;
      if (posting.inherited) out.below += posting.below;
    }
  }
  return out;
}

// The places with the best scores. Most places are passed over sixteen at a time.
std::vector<Candidate> best_of(const RetrievalScratch& scratch, std::size_t most) {
  std::vector<Candidate> best;
  const auto better = [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.doc < b.doc;
  };
  float floor = 0.0f;
  const std::size_t docs = scratch.scores.size();
  const auto look_at = [&](std::size_t doc) {
    const float score = scratch.scores[doc];
    if (score <= floor) return;
    best.push_back({static_cast<GlobalDoc>(doc), score, scratch.covered[doc]});
    if (best.size() < 2 * most + 64) return;
    std::nth_element(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(most), best.end(), better);
    best.resize(most);
    floor = std::min_element(best.begin(), best.end(), [](const Candidate& a, const Candidate& b) {
              return a.score < b.score;
            })->score;
  };
  constexpr std::size_t kStride = 16;
  std::size_t doc = 0;
  for (; doc + kStride <= docs; doc += kStride) {
    bool any = false;
    for (std::size_t i = 0; i < kStride; ++i) any |= scratch.scores[doc + i] > floor;
    if (!any) continue;
    for (std::size_t i = 0; i < kStride; ++i) look_at(doc + i);
  }
  for (; doc < docs; ++doc) look_at(doc);
  std::sort(best.begin(), best.end(), better);
  if (best.size() > most) best.resize(most);
  return best;
}

// 1 for a term in one place, towards 0 for one that is everywhere.
float rarity_of(double places, double live) {
  if (live < 2) return 1.0f;
  const double idf = std::log((live + 1.0) / (places + 0.5));
  return static_cast<float>(std::clamp(idf / std::log(live + 1.0), 0.02, 1.0));
}

}  // namespace

Result<std::vector<Candidate>> retrieve(Map& map, std::vector<TermGroup>& groups, std::size_t most,
                                        RetrievalScratch& scratch) {
  const GlobalDoc docs = map.doc_count();
  scratch.scores.assign(docs, 0.0f);
  scratch.covered.assign(docs, 0);
  const std::size_t count = std::min(groups.size(), kMostGroups);
  std::vector<float> rarities;
  std::vector<Map::TermLists> lists;
  for (std::size_t g = 0; g < count; ++g) {
    TermGroup& group = groups[g];
    rarities.assign(group.alternatives.size(), 0.0f);
    lists.assign(group.alternatives.size(), nullptr);
    group.places = 0;
    group.rarity = 0;
    group.sureness = 0;
    float own_rarity = 0;  // of the word itself, where it stands anywhere
    for (std::size_t a = 0; a < group.alternatives.size(); ++a) {
      auto found = map.lists(group.alternatives[a].term);
      if (!found) return found.error();
      lists[a] = std::move(*found);
      const Reach reach = reach_of(map, *lists[a]);
      group.places += reach.own;
      if (reach.own == 0) continue;
      group.sureness = std::max(group.sureness, group.alternatives[a].weight);
      rarities[a] = rarity_of(static_cast<double>(reach.own) + 0.15 * static_cast<double>(reach.below),
                              static_cast<double>(map.live_count()));
      if (group.alternatives[a].weight >= 0.999f && own_rarity == 0) own_rarity = rarities[a];
      group.rarity = std::max(group.rarity, rarities[a] * group.alternatives[a].weight);
    }
    if (own_rarity > 0) group.rarity = own_rarity;
    if (group.places == 0) {
      group.rarity = 1.0f;  // stands nowhere: as telling as can be, if it is missed
      continue;
    }
    const std::uint32_t bit = 1u << g;
    // A place gets the strongest alternative that it holds: they are taken in order, and a place counts once a group.
    std::vector<std::pair<float, std::size_t>> order;
    for (std::size_t a = 0; a < group.alternatives.size(); ++a) {
      // A synonym that is rarer than the word itself must not count for more than the word.
      const float rarity = own_rarity > 0 ? std::min(rarities[a], own_rarity) : rarities[a];
      if (rarity > 0) order.emplace_back(group.importance * rarity * group.alternatives[a].weight, a);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [weight, a] : order) {
      if (a == order.front().second) {
        ListScorer<true> scorer(scratch, docs, bit, weight);
        for (const Map::TermList& list : *lists[a]) scorer.add(list.base, PostingList(list.bytes).postings);
      } else {
        ListScorer<false> scorer(scratch, docs, bit, weight);
        for (const Map::TermList& list : *lists[a]) scorer.add(list.base, PostingList(list.bytes).postings);
      }
    }
  }
  for (const auto& [begin, end] : map.dead())
    std::fill(scratch.scores.begin() + begin, scratch.scores.begin() + end, 0.0f);
  return best_of(scratch, most);
}

}  // namespace fingerpost
