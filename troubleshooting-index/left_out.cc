#include "troubleshooting-index/left_out.h"

#include <algorithm>

namespace fingerpost {
namespace {

constexpr int kMost = 40;    // lines shown
constexpr int kBefore = 12;  // lines before an entry that may introduce it

// Whether the entry is a section with all that stands below it or a row of a table, and so all there is about it.
bool is_whole(const Place& place, const Entry& entry) {
  return (place.kind == Kind::section || place.kind == Kind::table_row) && place.line_start == entry.line_start &&
         place.line_end <= entry.line_end;
}

// The entry with what follows it in the section that it is a part of.
LineSpan with_what_follows(const std::vector<Place>& places, const Entry& entry) {
  LineSpan span = {entry.line_start, entry.line_end};
  for (std::int32_t at = entry.place; at > 0; at = places[static_cast<std::size_t>(at)].parent) {
    const Place& place = places[static_cast<std::size_t>(at)];
    if (is_whole(place, entry)) break;
    if (place.line_start > entry.line_start || place.line_end <= entry.line_end) continue;
    if (place.line_start >= entry.line_start - kBefore) span.first = place.line_start;
    span.last = place.line_end;
    break;
  }
  return span;
}

std::size_t bytes_of(const Lines& lines, int first, int last) {
  std::size_t bytes = 0;
  for (int line = first; line <= last; ++line) bytes += trim(lines.line(line)).size();
  return bytes;
}

}  // namespace

std::optional<LineSpan> left_out(const std::vector<Place>& places, const Lines& lines, const Entry& entry,
                                 LineSpan part) {
  LineSpan span = part;
  // Of a long entry, the part that was chosen.
  const bool whole = part.first == entry.line_start && part.last == entry.line_end;
  if (entry.steps.empty() && whole) span = with_what_follows(places, entry);
  std::size_t told = entry.title.size();
  const auto add = [&](const Passage& passage) {
    const int first = std::max(passage.line_start, span.first);
    const int last = std::min(passage.line_end, span.last);
    if (first > 0 && first <= last) told += bytes_of(lines, first, last);
  };
  for (const auto* passages : {&entry.symptoms, &entry.causes, &entry.steps})
    for (const Passage& passage : *passages) add(passage);
  add(entry.definitive_source);
  if (told * 2 > bytes_of(lines, span.first, std::min(span.last, lines.count()))) return std::nullopt;
  span.last = std::min({span.last, span.first + kMost - 1, lines.count()});
  return span;
}

}  // namespace fingerpost
