// The parts of a document that are no entry but may hold an answer: people also ask about what only the documentation
// explains. What stands on its own below a heading: the smallest sections, what a section or the page says before its
// first sub-section, a page without headings.
#pragma once

#include <string_view>
#include <vector>

#include "pointer-map/pointer.h"
#include "troubleshooting-index/entry.h"

namespace fingerpost {

// In the order of the document, none overlapping another, each with its lines, title and locator alone; those that
// `entries` (of the same document, by the line they begin at) cover for the most part are left out. Empty for what is
// no prose. Linear; any thread.
std::vector<Entry> passages_of(std::string_view path, const Reading& reading, const std::vector<Entry>& entries);

}  // namespace fingerpost
