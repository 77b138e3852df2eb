#include "pointer-map/retrieval.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <memory>
#include <utility>

namespace fingerpost {
namespace {

// Places are scored a window after the other, so that their scores stay in the processor's nearest memory.
constexpr GlobalDoc kWindow = 4096;
constexpr std::size_t kFew = 32;  // marked places are looked up one by one where a term has so many times as many

// The places of a window that may be among the best, a bit each.
class Touched {
 public:
  void add(GlobalDoc at) { bits_[at / 64] |= std::uint64_t{1} << (at % 64); }
  void add(GlobalDoc from, GlobalDoc to) {
    for (GlobalDoc at = from; at < to; ++at) add(at);
  }
  template <class On>
  void for_each(On&& on) const {
    for (GlobalDoc word = 0; word < bits_.size(); ++word)
      for (std::uint64_t rest = bits_[word]; rest != 0; rest &= rest - 1)
        on(word * 64 + static_cast<GlobalDoc>(std::countr_zero(rest)));
  }
  std::size_t count() const {
    std::size_t out = 0;
    for (const std::uint64_t word : bits_) out += static_cast<std::size_t>(std::popcount(word));
    return out;
  }
  void clear() { bits_.fill(0); }

 private:
  std::array<std::uint64_t, kWindow / 64> bits_{};
};

// A term of the question on its way through the map.
struct Stream {
  Stream(std::shared_ptr<const TermPlaces> term, float its_weight, std::uint32_t group_bit, bool first)
      : places(std::move(term)), weight(its_weight), bit(group_bit), strongest(first) {}

  std::shared_ptr<const TermPlaces> places;
  float weight;
  std::uint32_t bit;  // of its group
  bool strongest;     // of its group's alternatives
  float others = 0;   // the most that a place gets from the groups which can give it less than this one
  std::size_t place_at = 0;
  std::size_t place_end = 0;  // behind the last of the window
  std::size_t run_at = 0;

  // Goes on behind the window that ends here. A run that goes on is of the next window, too.
  void leave(GlobalDoc end) {
    place_at = place_end;
    while (run_at < places->runs.size() && places->runs[run_at].end <= end) ++run_at;
  }
  // The first place that it gives something to from here on.
  GlobalDoc next() const {
    GlobalDoc out = UINT32_MAX;
    if (place_at < places->places.size()) out = places->places[place_at].doc;
    if (run_at < places->runs.size()) out = std::min(out, places->runs[run_at].begin);
    return out;
  }
};

bool before(const TermPlaces::Place& place, GlobalDoc doc) {
  return place.doc < doc;
}

// Marks the places of a window with which this term alone, with all that groups behind it could add, comes over the
// floor. A place over the floor is marked by the first of its groups, in the order of what they can give at most.
void touch(Stream& stream, GlobalDoc begin, GlobalDoc end, float floor, Touched& touched) {
  const std::vector<TermPlaces::Place>& places = stream.places->places;
  const auto most = std::min(places.size(), stream.place_at + (end - begin));
  const auto at_place = [&](std::size_t at) { return places.begin() + static_cast<std::ptrdiff_t>(at); };
  stream.place_end = static_cast<std::size_t>(std::lower_bound(at_place(stream.place_at), at_place(most), end, before) -
                                              places.begin());
  const float needed = floor - stream.others;
  if (stream.weight * stream.places->strongest <= needed) return;
  for (std::size_t at = stream.place_at; at < stream.place_end;) {
    const std::size_t block = at / TermPlaces::kBlock;
    const std::size_t stop = std::min(stream.place_end, (block + 1) * TermPlaces::kBlock);
    if (stream.weight * stream.places->strongest_of_block[block] > needed)
      for (std::size_t i = at; i < stop; ++i)
        if (stream.weight * places[i].impact > needed) touched.add(places[i].doc - begin);
    at = stop;
  }
  const std::vector<TermPlaces::Run>& runs = stream.places->runs;
  for (std::size_t at = stream.run_at; at < runs.size() && runs[at].begin < end; ++at)
    if (stream.weight * runs[at].impact > needed)
      touched.add(std::max(runs[at].begin, begin) - begin, std::min(runs[at].end, end) - begin);
}

// Scores of a window's places. A place that a term's group has been counted for already is passed over, unless this
// alternative comes first.
struct Scores {
  float* scores;
  std::uint32_t* covered;

  void give(const Stream& stream, GlobalDoc at, float impact) {
    if (!stream.strongest && (covered[at] & stream.bit) != 0) return;
    scores[at] += stream.weight * impact;
    covered[at] |= stream.bit;
  }

  // Adds what a term gives to all places of the window.
  void add_all(const Stream& stream, GlobalDoc begin, GlobalDoc end) {
    const std::vector<TermPlaces::Place>& places = stream.places->places;
    for (std::size_t at = stream.place_at; at < stream.place_end; ++at)
      give(stream, places[at].doc - begin, places[at].impact);
    const std::vector<TermPlaces::Run>& runs = stream.places->runs;
    for (std::size_t at = stream.run_at; at < runs.size() && runs[at].begin < end; ++at)
      for (GlobalDoc doc = std::max(runs[at].begin, begin); doc < std::min(runs[at].end, end); ++doc)
        give(stream, doc - begin, runs[at].impact);
  }

  // The same, to the marked places alone: quicker where these are few.
  void add_to(const Stream& stream, GlobalDoc begin, const Touched& touched) {
    const std::vector<TermPlaces::Place>& places = stream.places->places;
    const std::vector<TermPlaces::Run>& runs = stream.places->runs;
    auto place = places.begin() + static_cast<std::ptrdiff_t>(stream.place_at);
    const auto last = places.begin() + static_cast<std::ptrdiff_t>(stream.place_end);
    std::size_t run = stream.run_at;
    touched.for_each([&](GlobalDoc at) {
      const GlobalDoc doc = begin + at;
      place = std::lower_bound(place, last, doc, before);
      if (place != last && place->doc == doc) return give(stream, at, place->impact);
      while (run < runs.size() && runs[run].end <= doc) ++run;
      if (run < runs.size() && runs[run].begin <= doc) give(stream, at, runs[run].impact);
    });
  }
};

// Keeps the best of what it is shown, place after place.
class Best {
 public:
  // `floor`: what scores no more is not among them.
  Best(std::size_t most, float floor) : most_(most), floor_(floor) { best_.reserve(2 * most + kSlack); }

  float floor() const { return floor_; }

  void look_at(Candidate candidate) {
    if (candidate.score > floor_) add(candidate);
  }

  std::vector<Candidate> take() {
    std::sort(best_.begin(), best_.end(), better);
    if (best_.size() > most_) best_.resize(most_);
    std::vector<Candidate> out;
    out.reserve(best_.size());
    for (const Kept& kept : best_)
      out.push_back({~static_cast<GlobalDoc>(kept.order), score_in(kept.order), kept.covered});
    return out;
  }

 private:
  static constexpr std::size_t kSlack = 64;

  struct Kept {
    std::uint64_t order;  // the bits of the score, which ascend with it, above those of the place turned round
    std::uint32_t covered;
  };
  static bool better(const Kept& a, const Kept& b) { return a.order > b.order; }
  static float score_in(std::uint64_t order) { return std::bit_cast<float>(static_cast<std::uint32_t>(order >> 32)); }

  void add(Candidate candidate) {
    best_.push_back(
        {std::uint64_t{std::bit_cast<std::uint32_t>(candidate.score)} << 32 | ~candidate.doc, candidate.covered});
    if (best_.size() < 2 * most_ + kSlack) return;
    std::nth_element(best_.begin(), best_.begin() + static_cast<std::ptrdiff_t>(most_), best_.end(), better);
    best_.resize(most_);
    floor_ = score_in(std::min_element(best_.begin(), best_.end(), [](const Kept& a, const Kept& b) {
                        return a.order < b.order;
                      })->order);
  }

  std::size_t most_;
  std::vector<Kept> best_;
  float floor_;  // what scores no more comes behind all that are kept
};

// What the groups behind each can add, in the order of what they give at most.
void reckon_others(std::vector<Stream>& streams) {
  // Sums of floats in another order differ in their last bits.
  constexpr float kRounding = 1e-5f;
  std::vector<std::pair<float, std::uint32_t>> most;  // of each group, and its bit
  for (const Stream& stream : streams) {
    if (most.empty() || most.back().second != stream.bit) most.emplace_back(0.0f, stream.bit);
    most.back().first = std::max(most.back().first, stream.weight * stream.places->strongest);
  }
  std::sort(most.begin(), most.end());
  float others = 0;
  for (const auto& [gives, bit] : most) {
    for (Stream& stream : streams)
      if (stream.bit == bit) stream.others = others * (1 + kRounding) + (others > 0 ? gives * kRounding : 0);
    others += gives;
  }
}

// An impact that at least so many of a term's places have; 0 where there may be fewer.
float impact_of_rank(const TermPlaces& term, std::size_t rank) {
  constexpr std::size_t kSteps = 256;
  constexpr float kFinest = 200.0f;  // steps of 1; impacts seldom come over it
  std::array<std::uint32_t, kSteps> count{};
  const auto see = [&](float impact) {
    ++count[std::min(static_cast<std::size_t>(std::max(impact, 0.0f) * kFinest), kSteps - 1)];
  };
  // Of very many places the strongest of each block tell enough.
  if (term.strongest_of_block.size() >= rank)
    std::for_each(term.strongest_of_block.begin(), term.strongest_of_block.end(), see);
  else if (term.places.size() >= rank)
    for (const TermPlaces::Place& place : term.places) see(place.impact);
  std::size_t seen = 0;
  for (std::size_t step = kSteps; step-- > 0;)
    if ((seen += count[step]) >= rank) return static_cast<float>(step) / kFinest;
  return 0;
}

// A little less than a score that at least `most` places reach by one term alone.
float surely_reached(const std::vector<Stream>& streams, std::size_t most) {
  float out = 0;
  for (const Stream& stream : streams)
    if (stream.strongest && stream.weight * stream.places->strongest > out)
      out = std::max(out, stream.weight * impact_of_rank(*stream.places, most));
  return out * 0.9999f;
}

std::vector<Candidate> best_of(std::vector<Stream>& streams, std::size_t most, RetrievalScratch& scratch) {
  scratch.scores.assign(kWindow, 0.0f);
  scratch.covered.assign(kWindow, 0);
  Scores window{scratch.scores.data(), scratch.covered.data()};
  reckon_others(streams);
  Best best(most, surely_reached(streams, most));
  Touched touched;
  for (GlobalDoc from = 0;;) {
    GlobalDoc next = UINT32_MAX;
    for (const Stream& stream : streams) next = std::min(next, stream.next());
    if (next == UINT32_MAX) return best.take();
    const GlobalDoc begin = std::max(from, next);
    const GlobalDoc end = begin < UINT32_MAX - kWindow ? begin + kWindow : UINT32_MAX;
    for (Stream& stream : streams) touch(stream, begin, end, best.floor(), touched);
    const std::size_t count = touched.count();
    bool all = false;
    for (Stream& stream : streams) {
      if (count > 0 && count * kFew < stream.place_end - stream.place_at) {
        window.add_to(stream, begin, touched);
      } else if (count > 0) {
        window.add_all(stream, begin, end);
        all = true;
      }
      stream.leave(end);
    }
    touched.for_each([&](GlobalDoc at) {
      best.look_at({begin + at, window.scores[at], window.covered[at]});
      window.scores[at] = 0;
      window.covered[at] = 0;
    });
    if (all) {
      std::fill_n(window.scores, kWindow, 0.0f);
      std::fill_n(window.covered, kWindow, 0);
    }
    touched.clear();
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
  return best_of(streams, most, scratch);
}

}  // namespace fingerpost
