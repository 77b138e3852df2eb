// Which lines of a document tell what the parts of an entry leave out.
#pragma once

#include <optional>
#include <vector>

#include "base/text.h"
#include "pointer-map/source.h"
#include "troubleshooting-index/entry.h"
#include "troubleshooting-index/part_shown.h"

namespace fingerpost {

// The lines to show beside what the parts of an entry say, of which a reader is pointed to `part`: the part itself or,
// of an entry without steps that is no section or row of its own, with what follows it in its section, where its fix is
// written if it is written anywhere. Nothing where symptoms, causes, steps and definitive source are more than half of
// those lines. `places` and `lines` are of the entry's document as it is now.
std::optional<LineSpan> left_out(const std::vector<Place>& places, const Lines& lines, const Entry& entry,
                                 LineSpan part);

}  // namespace fingerpost
