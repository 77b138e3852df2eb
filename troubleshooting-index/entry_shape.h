// An entry shape is one way in which people write a problem with its fix. One file each in entry_shapes/, one line each
// in entry_shapes.cc. Shapes see the tree of places, so they hold for every document format. Pure functions, any
// thread; they never throw.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "troubleshooting-index/document_view.h"
#include "troubleshooting-index/entry.h"

namespace fingerpost {

// At this score an entry stands for itself even inside another one (a named problem in a longer page).
inline constexpr double kStandsForItself = 0.8;
// Below this score a place is not an entry.
inline constexpr double kLeastScore = 0.3;

struct EntryShape {
  std::string_view name;
  // How well the place fits, 0 for not at all. Linear in what stands directly below the place.
  double (*score)(const DocumentView& document, std::int32_t place);
  // The entries of a place that fits: one, or one a line for places that hold several. Shape, score, locator, category
  // and component are filled in by the caller where they are left empty.
  std::vector<Entry> (*extract)(const DocumentView& document, std::int32_t place);
  // The entry in this shape as markdown, for a document whose headings of entries have `heading_level` (1 to 6). It
  // ends with a newline. Reading it under a heading about troubleshooting (a shape that is a whole page: alone) gives
  // the same title, symptoms, causes, steps and source again.
  std::string (*render)(const Entry& entry, int heading_level);
};

// All shapes; where two fit equally, the earlier one.
std::span<const EntryShape* const> entry_shapes();

}  // namespace fingerpost
