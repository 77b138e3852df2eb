// A definition in a list of them: a term and what is said of it. Formats write it in their own ways ("Term\n: meaning",
// <dt>, an indented block); the reader makes an item of it whose text is all of it. Pure functions, any thread.
#pragma once

#include <string_view>
#include <vector>

#include "pointer-map/pointer.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {

struct WrittenMeaning {
  std::string_view text;  // raw, without its mark
  int line_start = 0;     // in the document
  int line_end = 0;
};

struct Definition {
  std::string_view term;  // raw; "" for a place that is no definition
  std::vector<WrittenMeaning> meanings;
};

Definition definition_of(const Place& place);

// The lead of a place's text: of a definition its term, otherwise as lead_of finds it.
Lead lead_at(const Place& place);

}  // namespace fingerpost
