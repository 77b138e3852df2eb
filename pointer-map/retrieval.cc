#include "pointer-map/retrieval.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

namespace fingerpost {
namespace {

// Places are scored a window after the other, so that their scores stay in the processor's nearest memory.
constexpr GlobalDoc kWindow = 4096;

// A term of the question on its way through the map.
struct Stream {
  Stream(std::shared_ptr<const TermPlaces> term, float its_weight, std::uint32_t group_bit, bool first)
      : places(std::move(term)), weight(its_weight), bit(group_bit), strongest(first) {}

  std::shared_ptr<const TermPlaces> places;
  float weight;
  std::uint32_t bit;  // of its group
  bool strongest;     // of its group's alternatives
  std::size_t place_at = 0;
  std::size_t run_at = 0;

  // The first place that it gives something to from here on.
  GlobalDoc next() const {
    GlobalDoc out = UINT32_MAX;
    if (place_at < places->places.size()) out = places->places[place_at].doc;
    if (run_at < places->runs.size()) out = std::min(out, places->runs[run_at].begin);
    return out;
  }
};

// Adds what a term gives to the places of a window. A place that its group has been counted for already is passed over,
// unless this alternative comes first.
template <bool kStrongest>
void add_window(Stream& stream, GlobalDoc begin, GlobalDoc end, float* scores, std::uint32_t* covered) {
  // Not read from the stream again and again, as they would be: for all that the compiler knows, a score is one of
  // them.
  const float weight = stream.weight;
  const std::uint32_t bit = stream.bit;
  const auto give = [=](GlobalDoc at, float value) {
    if (!kStrongest && (covered[at] & bit) != 0) return;
    scores[at] += value;
    covered[at] |= bit;
  };
  const std::vector<TermPlaces::Place>& places = stream.places->places;
  const TermPlaces::Place* place = places.data() + stream.place_at;
  const TermPlaces::Place* const last = places.data() + places.size();
  for (; place != last && place->doc < end; ++place) give(place->doc - begin, weight * place->impact);
  stream.place_at = static_cast<std::size_t>(place - places.data());
  const std::vector<TermPlaces::Run>& runs = stream.places->runs;
  for (; stream.run_at < runs.size() && runs[stream.run_at].begin < end; ++stream.run_at) {
    const TermPlaces::Run& run = runs[stream.run_at];
    const float value = weight * run.impact;
    const GlobalDoc stop = std::min(run.end, end);
    for (GlobalDoc doc = std::max(run.begin, begin); doc < stop; ++doc) give(doc - begin, value);
    if (run.end > end) return;  // the rest of it is of the next window
  }
}

// Keeps the best of what it is shown, place after place. Of places with one score, those that come first by path.
class Best {
 public:
  Best(const Map& map, std::size_t most) : map_(map), most_(most) { best_.reserve(2 * most + kSlack); }

  void look_at(GlobalDoc begin, std::size_t count, const float* scores, const std::uint32_t* covered) {
    // Most places are passed over sixteen at a time.
    constexpr std::size_t kStride = 16;
    const float floor = floor_;
    for (std::size_t at = 0; at < count; at += kStride) {
      std::int32_t any = 0;  // as wide as a score, so that the processor compares several at once
      for (std::size_t i = 0; i < kStride; ++i) any |= -static_cast<std::int32_t>(scores[at + i] >= floor);
      if (any == 0) continue;
      for (std::size_t i = at; i < at + kStride; ++i)
        if (scores[i] >= floor_) add({begin + static_cast<GlobalDoc>(i), scores[i], covered[i]});
    }
  }

  std::vector<Candidate> take() {
    if (best_.size() > most_) cut();
    std::vector<std::pair<std::uint64_t, Candidate>> ordered;
    ordered.reserve(best_.size());
    for (const Candidate& kept : best_) ordered.emplace_back(map_.order_of(kept.doc), kept);
    std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
      return a.second.score != b.second.score ? a.second.score > b.second.score : a.first < b.first;
    });
    std::vector<Candidate> out;
    out.reserve(ordered.size());
    for (const auto& [order, candidate] : ordered) out.push_back(candidate);
    return out;
  }

 private:
  static constexpr std::size_t kSlack = 64;

  void add(const Candidate& candidate) {
    best_.push_back(candidate);
    if (best_.size() >= 2 * most_ + kSlack) cut();
  }

  // Leaves the `most` best.
  void cut() {
    const auto better = [](const Candidate& a, const Candidate& b) { return a.score > b.score; };
    const auto last = best_.begin() + static_cast<std::ptrdiff_t>(most_ - 1);
    std::nth_element(best_.begin(), last, best_.end(), better);
    floor_ = last->score;
    const auto ties = std::partition(best_.begin(), last, [&](const Candidate& one) { return one.score > floor_; });
    const auto end = std::partition(last + 1, best_.end(), [&](const Candidate& one) { return one.score == floor_; });
    if (end != last + 1) keep_first(ties, last + 1, end);
    best_.resize(most_);
  }

  // Puts the first by path of [begin, end), which have one score, before `middle`.
  void keep_first(std::vector<Candidate>::iterator begin, std::vector<Candidate>::iterator middle,
                  std::vector<Candidate>::iterator end) {
    ties_.clear();
    for (auto one = begin; one != end; ++one) ties_.emplace_back(map_.order_of(one->doc), *one);
    std::nth_element(ties_.begin(), ties_.begin() + (middle - begin), ties_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [order, candidate] : ties_) *begin++ = candidate;
  }

  const Map& map_;
  std::size_t most_;
  std::vector<Candidate> best_;
  std::vector<std::pair<std::uint64_t, Candidate>> ties_;
  float floor_ = std::numeric_limits<float>::min();  // what scores less comes behind all that are kept
};

std::vector<Candidate> best_of(const Map& map, std::vector<Stream>& streams, std::size_t most,
                               RetrievalScratch& scratch) {
  scratch.scores.resize(kWindow);
  scratch.covered.resize(kWindow);
  float* const scores = scratch.scores.data();
  std::uint32_t* const covered = scratch.covered.data();
  Best best(map, most);
  for (GlobalDoc from = 0;;) {
    GlobalDoc next = UINT32_MAX;
    for (const Stream& stream : streams) next = std::min(next, stream.next());
    if (next == UINT32_MAX) return best.take();
    const GlobalDoc begin = std::max(from, next);
    const GlobalDoc end = begin < UINT32_MAX - kWindow ? begin + kWindow : UINT32_MAX;
    std::fill_n(scores, kWindow, 0.0f);
    std::fill_n(covered, kWindow, 0);
    for (Stream& stream : streams)
      stream.strongest ? add_window<true>(stream, begin, end, scores, covered)
                       : add_window<false>(stream, begin, end, scores, covered);
    best.look_at(begin, kWindow, scores, covered);
    from = end;
  }
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
  std::vector<Stream> streams;  // the groups one behind the other
  const std::size_t count = std::min(groups.size(), kMostGroups);
  std::vector<float> rarities;
  std::vector<std::shared_ptr<const TermPlaces>> places;
  for (std::size_t g = 0; g < count; ++g) {
    TermGroup& group = groups[g];
    rarities.assign(group.alternatives.size(), 0.0f);
    places.assign(group.alternatives.size(), nullptr);
    group.places = 0;
    group.rarity = 0;
    group.sureness = 0;
    float own_rarity = 0;  // of the word itself, where it stands anywhere
    for (std::size_t a = 0; a < group.alternatives.size(); ++a) {
      auto found = map.places_with(group.alternatives[a].term);
      if (!found) return found.error();
      places[a] = std::move(*found);
      group.places += places[a]->own;
      if (places[a]->own == 0) continue;
      group.sureness = std::max(group.sureness, group.alternatives[a].weight);
      rarities[a] = rarity_of(static_cast<double>(places[a]->own) + 0.15 * static_cast<double>(places[a]->below),
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
    for (const auto& [weight, a] : order) streams.emplace_back(places[a], weight, bit, a == order.front().second);
  }
  return best_of(map, streams, most, scratch);
}

}  // namespace fingerpost
