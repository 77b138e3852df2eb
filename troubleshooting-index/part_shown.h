// Which lines of a long entry a reader is pointed to.
#pragma once

#include "base/text.h"
#include "pointer-map/source.h"
#include "troubleshooting-index/entry.h"
#include "troubleshooting-index/entry_index.h"

namespace fingerpost {

struct LineSpan {
  int first = 1;
  int last = 1;
};

// A short entry whole. Of a long one (a page about one alert, a section with sub-sections) the part of at most 40 lines
// that holds most of what was asked for, or where none holds more than its beginning does, the beginning. `places` and
// `lines` are of the entry's document as it is now. Time linear in the entry's text.
LineSpan part_to_show(const std::vector<Place>& places, const Lines& lines, const Entry& entry,
                      const SymptomQuery& query, const EntryIndex& index);

}  // namespace fingerpost
