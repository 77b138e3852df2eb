// Ranked retrieval: the places of the map that hold a question's terms, best first. Every place below a heading, a key
// or a path also holds that key's terms, weaker; so the best place is the smallest subtree that covers the question.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "pointer-map/map.h"

namespace fingerpost {

// One thing that a question asks for, with the terms that may stand for it.
struct TermGroup {
  struct Alternative {
    std::string term;
    float weight = 1.0f;  // 1 for the word itself, less for a synonym or a corrected spelling
  };
  std::vector<Alternative> alternatives;
  float importance = 1.0f;  // multiplies the rarity
  // Filled by retrieve(): how rare the group is in this map, 0..1, and in how many places it stands.
  float rarity = 0.0f;
  std::uint32_t places = 0;
  float sureness = 1.0f;  // the weight of its best alternative that stands anywhere
};

struct Candidate {
  GlobalDoc doc = 0;
  float score = 0.0f;         // the sum over the groups of importance × rarity × impact
  std::uint32_t covered = 0;  // bit i: group i is held, by its own words or an ancestor's
};

inline constexpr std::size_t kMostGroups = 32;

// Scratch of retrieve(), kept by its caller so that a question allocates nothing at size. One thread at a time.
struct RetrievalScratch {
  std::vector<float> scores;           // by place of the window at hand
  std::vector<std::uint32_t> covered;  // likewise
};

// The `most` best candidates, best first, ties by path and place, so that two maps of one tree answer alike. REQUIRES:
// at most kMostGroups groups (more are not looked at), and a `most` of one or more.
Result<std::vector<Candidate>> retrieve(Map& map, std::vector<TermGroup>& groups, std::size_t most,
                                        RetrievalScratch& scratch);

}  // namespace fingerpost
