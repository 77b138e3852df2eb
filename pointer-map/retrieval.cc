#include "pointer-map/retrieval.h"

#include <algorithm>
#include <cmath>

namespace fingerpost {
namespace {

// What is left of a key's impact for the places below it.
constexpr float kInheritedShare = 0.5f;
constexpr float kInheritedPathShare = 0.42f;

// Turns one segment's postings into disjoint ascending stretches, the strongest of own and inherited impact each.
// Counts the live places that hold the term themselves.
class StretchMaker {
 public:
  StretchMaker(Map& map, RetrievalScratch::Stretches& out) : map_(map), out_(out) { out_.count = 0; }

  void add_list(GlobalDoc base, std::string_view bytes) {
    // A posting is two bytes at least, and makes at most its own stretch, one before it and one when its subtree ends.
    if (const std::size_t most = out_.count + bytes.size() / 2 * 3; out_.items.size() < most) out_.items.resize(most);
    RetrievalScratch::Stretch* const items = out_.items.data();
    std::size_t count = out_.count;
    PostingReader reader(bytes);
    Posting posting;
    const GlobalDoc docs = map_.doc_count();
    const bool any_dead = !map_.dead().empty();
    constexpr float kUnit = 1.0f / 127.0f;
    std::uint32_t own = 0;
    while (reader.next(posting)) {
      const GlobalDoc doc = base + posting.doc;
      if (doc >= docs) break;
      if (any_dead) {
        while (dead_ < map_.dead().size() && map_.dead()[dead_].second <= doc) ++dead_;
        if (dead_ < map_.dead().size() && map_.dead()[dead_].first <= doc) continue;
      }
      ++own;
      const float impact = static_cast<float>(posting.impact) * kUnit;
      if (open_.empty() && !posting.inherited) {  // most of all postings
        items[count++] = {doc, doc + 1, impact};
        at_ = doc + 1;
        continue;
      }
      close_until(doc, items, count);
      const float above = open_.empty() ? 0.0f : open_.back().impact;
      items[count++] = {doc, doc + 1, std::max(impact + 0.25f * above, above)};
      at_ = doc + 1;
      if (!posting.inherited) continue;
      const PlaceInfo& info = map_.info(doc);
      if (info.span <= 1) continue;
      const float passed = impact * (info.kind == Kind::document ? kInheritedPathShare : kInheritedShare);
      open_.push_back({doc, doc + info.span, std::max(passed, above)});
      covered_ += info.span - 1;
    }
    close_until(UINT32_MAX, items, count);
    own_ += own;
    out_.count = count;
  }

  std::uint32_t own() const { return own_; }
  std::uint64_t covered() const { return covered_; }

 private:
  // Emits what open ancestors give to the places before `doc`, and closes those that end there.
  void close_until(GlobalDoc doc, RetrievalScratch::Stretch* items, std::size_t& count) {
    while (!open_.empty()) {
      const GlobalDoc stop = std::min(doc, open_.back().end);
      if (at_ < stop) {
        items[count++] = {at_, stop, open_.back().impact};
        at_ = stop;
      }
      if (open_.back().end > doc) return;
      open_.pop_back();
    }
    at_ = std::max(at_, doc == UINT32_MAX ? at_ : doc);
  }

  Map& map_;
  RetrievalScratch::Stretches& out_;
  std::vector<RetrievalScratch::Stretch> open_;
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
  scratch.cells.assign(docs, {});
  const std::size_t count = std::min(groups.size(), kMostGroups);
  std::vector<RetrievalScratch::Stretches>& stretches = scratch.stretches;
  std::vector<float> rarities;
  for (std::size_t g = 0; g < count; ++g) {
    TermGroup& group = groups[g];
    if (stretches.size() < group.alternatives.size()) stretches.resize(group.alternatives.size());
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
    RetrievalScratch::Cell* const cells = scratch.cells.data();
    for (const auto& [weight, a] : order) {
      const RetrievalScratch::Stretch* const end = stretches[a].items.data() + stretches[a].count;
      for (const RetrievalScratch::Stretch* stretch = stretches[a].items.data(); stretch != end; ++stretch) {
        const float value = weight * stretch->impact;
        for (GlobalDoc doc = stretch->begin; doc < stretch->end; ++doc) {
          RetrievalScratch::Cell& cell = cells[doc];
          if ((cell.covered & bit) != 0) continue;
          cell.score += value;
          cell.covered |= bit;
        }
      }
    }
  }
  for (const auto& [begin, end] : map.dead())
    std::fill(scratch.cells.begin() + begin, scratch.cells.begin() + end, RetrievalScratch::Cell{});

  std::vector<Candidate> best;
  const auto better = [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.doc < b.doc;
  };
  float floor = 0.0f;
  for (std::size_t doc = 0; doc < docs; ++doc) {
    const RetrievalScratch::Cell& cell = scratch.cells[doc];
    if (cell.score <= floor) continue;
    best.push_back({static_cast<GlobalDoc>(doc), cell.score, cell.covered});
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
