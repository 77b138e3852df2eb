// The text shown for a place: live, short, masked, safe to print.
#pragma once

#include <string>
#include <string_view>

#include "component-map/asked_words.h"
#include "indexer/live.h"

namespace fingerpost {

struct ExcerptLimits {
  int lines = 16;
  std::size_t bytes = 1600;
};

// The lines [first, last] of the file, cut to the limits around the lines that hold most of the question; "…" stands
// where lines were left out. Secrets are masked.
std::string excerpt_of(const LiveFile& file, std::string_view path, int first, int last, const AskedWords& asked,
                       const ExcerptLimits& limits);

}  // namespace fingerpost
