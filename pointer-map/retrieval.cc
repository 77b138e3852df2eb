#include "pointer-map/retrieval.h"

#include <algorithm>
#include <cmath>

namespace fingerpost {
namespace {

// What is left of a key's impact for the places below it.
constexpr float kInheritedShare = 0.5f;
constexpr float kInheritedPathShare = 0.42f;

// A stretch of places to which a term gives the same impact.
struct Stretch {
  GlobalDoc begin;
  GlobalDoc end;
  float impact;
};

// Turns one segment's postings into disjoint ascending stretches, the strongest of own and inherited impact each.
// Counts the live places that hold the term themselves.
class StretchMaker {
 public:
  StretchMaker(const Map& map, std::vector<Stretch>& out) : map_(map), out_(out) {}

  void add_list(GlobalDoc base, std::string_view bytes) {
    PostingReader reader(bytes);
    Posting posting;
    const GlobalDoc docs = map_.doc_count();
    const bool any_dead = !map_.dead().empty();
    constexpr float kUnit = 1.0f / 127.0f;
    while (reader.next(posting)) {
      const GlobalDoc doc = base + posting.doc;
      if (doc >= docs) break;
      if (any_dead) {
        while (dead_ < map_.dead().size() && map_.dead()[dead_].second <= doc) ++dead_;
        if (dead_ < map_.dead().size() && map_.dead()[dead_].first <= doc) continue;
      }
      ++own_;
      const float impact = static_cast<float>(posting.impact) * kUnit;
      if (open_.empty() && !posting.inherited) {  // most of all postings
        out_.push_back({doc, doc + 1, impact});
        at_ = doc + 1;
        continue;
      }
      close_until(doc);
      const float above = open_.empty() ? 0.0f : open_.back().impact;
      out_.push_back({doc, doc + 1, std::max(impact + 0.25f * above, above)});
      at_ = doc + 1;
      if (!posting.inherited) continue;
      const PlaceInfo& info = map_.info(doc);
      if (info.span <= 1) continue;
      const float passed = impact * (info.kind == Kind::document ? kInheritedPathShare : kInheritedShare);
      open_.push_back({doc, doc + info.span, std::max(passed, above)});
      covered_ += info.span - 1;
    }
    close_until(UINT32_MAX);
  }

  std::uint32_t own() const { return own_; }
  std::uint64_t covered() const { return covered_; }

 private:
  // Emits what open ancestors give to the places before `doc`, and closes those that end there.
  void close_until(GlobalDoc doc) {
    while (!open_.empty()) {
      const GlobalDoc stop = std::min(doc, open_.back().end);
      if (at_ < stop) {
        emit(at_, stop, open_.back().impact);
        at_ = stop;
      }
      if (open_.back().end > doc) return;
      open_.pop_back();
    }
    at_ = std::max(at_, doc == UINT32_MAX ? at_ : doc);
  }

  void emit(GlobalDoc begin, GlobalDoc end, float impact) {
    if (begin < end) out_.push_back({begin, end, impact});
  }

  const Map& map_;
  std::vector<Stretch>& out_;
  std::vector<Stretch> open_;
  std::size_t dead_ = 0;
  GlobalDoc at_ = 0;
  std::uint32_t own_ = 0;
  std::uint64_t covered_ = 0;
};

// 1 for a term in one place, towards 0 for one that is everywhere.
float rarity_of(double places, double live) {
  if (live < 2) return 1.0f;
  const double idf = std::log((live + 1.0) / (places + 0.5));
  return static_cast<float>(std::clamp(idf / std::log(live + 1.0), 0.02, 1.0));
}

}  // namespace

Result<std::vector<Candidate>> retrieve(Map& map, std::vector<TermGroup>& groups, std::size_t most,
                                        RetrievalScratch& scratch) {
  const std::size_t docs = map.doc_count();
  scratch.score_.assign(docs, 0.0f);
  scratch.covered_.assign(docs, 0u);
  const std::size_t count = std::min(groups.size(), kMostGroups);
  std::vector<std::vector<Stretch>> stretches;
  std::vector<float> rarities;
  for (std::size_t g = 0; g < count; ++g) {
    TermGroup& group = groups[g];
    stretches.assign(group.alternatives.size(), {});
    rarities.assign(group.alternatives.size(), 0.0f);
    group.places = 0;
    group.rarity = 0;
    group.sureness = 0;
    float own_rarity = 0;  // of the word itself, where it stands anywhere
    for (std::size_t a = 0; a < group.alternatives.size(); ++a) {
      StretchMaker maker(map, stretches[a]);
      auto read = map.postings(group.alternatives[a].term,
                               [&](GlobalDoc base, std::string_view bytes) { maker.add_list(base, bytes); });
      if (!read) return read.error();
      group.places += maker.own();
      if (maker.own() == 0) continue;
      group.sureness = std::max(group.sureness, group.alternatives[a].weight);
      rarities[a] = rarity_of(static_cast<double>(maker.own()) + 0.15 * static_cast<double>(maker.covered()),
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
    float* const scores = scratch.score_.data();
    std::uint32_t* const covered = scratch.covered_.data();
    for (const auto& [weight, a] : order) {
      for (const Stretch& stretch : stretches[a]) {
        const float value = weight * stretch.impact;
        for (GlobalDoc doc = stretch.begin; doc < stretch.end; ++doc) {
          if ((covered[doc] & bit) != 0) continue;
          scores[doc] += value;
          covered[doc] |= bit;
        }
      }
    }
  }
  for (const auto& [begin, end] : map.dead())
    std::fill(scratch.score_.begin() + begin, scratch.score_.begin() + end, 0.0f);

  std::vector<Candidate> best;
  const auto better = [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.doc < b.doc;
  };
  float floor = 0.0f;
  for (std::size_t doc = 0; doc < docs; ++doc) {
    const float score = scratch.score_[doc];
    if (score <= floor) continue;
    best.push_back({static_cast<GlobalDoc>(doc), score, scratch.covered_[doc]});
    if (best.size() >= 2 * most + 64) {
      std::nth_element(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(most), best.end(), better);
      best.resize(most);
      floor = std::min_element(best.begin(), best.end(), [](const Candidate& a, const Candidate& b) {
                return a.score < b.score;
              })->score;
    }
  }
  std::sort(best.begin(), best.end(), better);
  if (best.size() > most) best.resize(most);
  return best;
}

}  // namespace fingerpost
