// A term's postings over a whole map made plain: which places hold the term, by their own words or an ancestor's, and
// how strongly. Worked out once and kept while the map asks for it (Map::places_with), so that a question only adds up.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "pointer-map/postings.h"

namespace fingerpost {

struct TermPlaces {
  struct Place {
    GlobalDoc doc = 0;
    float impact = 0.0f;  // 0..1; above 1 where an ancestor's adds to its own
  };
  // Places one behind the other that have the term from the same ancestor alone.
  struct Run {
    GlobalDoc begin = 0;
    GlobalDoc end = 0;
    float impact = 0.0f;
  };
  // Both ascend, and no place stands in both or twice.
  std::vector<Place> places;
  std::vector<Run> runs;
  // Of the live places: how many hold it themselves, and how many inherit it (once for each ancestor).
  std::uint32_t own = 0;
  std::uint64_t below = 0;

  std::size_t bytes() const { return places.capacity() * sizeof(Place) + runs.capacity() * sizeof(Run); }
};

// Takes a term's lists, segment by segment. A damaged list ends early, inside the map.
class TermPlacesBuilder {
 public:
  // `dead`: ascending, disjoint ranges [begin, end) of places that do not count. It outlives the builder.
  explicit TermPlacesBuilder(const std::vector<std::pair<GlobalDoc, GlobalDoc>>& dead) : dead_(dead) {}

  // `postings` are of the segment whose places are [base, base + docs). REQUIRES: segments ascend.
  void add(GlobalDoc base, DocId docs, std::string_view postings);
  TermPlaces take() { return std::move(out_); }

 private:
  // A subtree that inherits.
  struct Open {
    GlobalDoc end;
    float impact;
  };

  void give(GlobalDoc begin, GlobalDoc end, float impact);
  void close_until(GlobalDoc doc);

  const std::vector<std::pair<GlobalDoc, GlobalDoc>>& dead_;
  std::size_t dead_at_ = 0;
  TermPlaces out_;
  std::vector<Open> open_;
  GlobalDoc at_ = 0;  // the first place that has not got what is open
};

}  // namespace fingerpost
