// A source's places → postings: which terms each place is found by, and how strongly. BM25F over the place's fields
// (key, name, words, text, comment, and the words of what lies below it), saturated and quantised once, at indexing
// time.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "pointer-map/pointer.h"
#include "pointer-map/postings.h"
#include "pointer-map/terms.h"

namespace fingerpost {

struct TermPosting {
  TermId term = 0;
  Posting posting;  // doc is the index of the place in its reading
};

// What the map keeps of one place beside its key and lines.
struct PlaceInfo {
  std::uint32_t span = 1;  // places in its subtree, itself included
  Kind kind = Kind::setting;
  Role role = Role::none;
  std::uint16_t lines = 1;  // at most 65535
};

struct SourceImpacts {
  std::vector<TermPosting> postings;  // those of a term together, by doc
  std::vector<PlaceInfo> places;
};

// REQUIRES: places in preorder (Reading), places[0] the document whose key is its path. Values of secrets are not
// analysed; `env_file` says that no value of the source is.
SourceImpacts impacts_of(std::string_view path, const std::vector<Place>& places, bool env_file, Analyzer& analyzer);

}  // namespace fingerpost
