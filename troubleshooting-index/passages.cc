#include "troubleshooting-index/passages.h"

#include <algorithm>

#include "indexer/format.h"
#include "troubleshooting-index/page_title.h"

namespace fingerpost {
namespace {

constexpr int kMostLines = 120;  // a longer one is a reference, not an answer
constexpr int kLeastOfBeginning = 3;

// Documents that people look for help in.
bool is_prose(std::string_view path) {
  const Format* format = format_of(path);
  return format != nullptr && is_document_format(format->name);
}

struct Span {
  std::size_t place = 0;  // whose text it is
  int first = 1;
  int last = 1;
};

// What stands directly below each section and the page: all of a section that holds none, of others the beginning.
std::vector<Span> spans_of(const Reading& reading) {
  const std::vector<Place>& places = reading.places;
  std::vector<int> said(places.size(), 0);           // the last line of what stands directly below it
  std::vector<bool> holds(places.size(), false);     // a section
  std::vector<std::size_t> owner(places.size(), 0);  // the section that a place stands in
  for (std::size_t i = 1; i < places.size(); ++i) {
    const auto parent = static_cast<std::size_t>(places[i].parent);
    owner[i] = places[i].kind == Kind::section ? i : owner[parent];
    if (places[i].kind == Kind::section)
      holds[owner[parent]] = true;
    else if (!holds[owner[i]] && places[i].key != "front matter")
      said[owner[i]] = std::max(said[owner[i]], places[i].line_end);
  }
  std::vector<Span> out;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (i > 0 && places[i].kind != Kind::section) continue;
    if (i > 0 && !holds[i]) {
      if (places[i].line_end > places[i].line_start) out.push_back({i, places[i].line_start, places[i].line_end});
    } else if (said[i] - places[i].line_start + 1 >= kLeastOfBeginning) {
      out.push_back({i, places[i].line_start, said[i]});
    }
  }
  return out;
}

}  // namespace

std::vector<Entry> passages_of(std::string_view path, const Reading& reading, const std::vector<Entry>& entries) {
  std::vector<Entry> out;
  if (!is_prose(path) || reading.places.empty()) return out;
  auto next = entries.begin();
  int reach = 0;  // the last line of the entries before `next`
  for (const Span& span : spans_of(reading)) {
    if (span.last - span.first + 1 > kMostLines) continue;
    // An entry that covers most of it says the same, better: one that begins above it, of which the one that reaches
    // furthest covers most, or one that begins in it. Spans do not overlap, so each entry is looked at once.
    const auto covers = [&](int from, int to) {
      return 2 * (std::min(to, span.last) - from + 1) > span.last - span.first + 1;
    };
    for (; next != entries.end() && next->line_start < span.first; ++next) reach = std::max(reach, next->line_end);
    bool taken = covers(span.first, reach);
    for (; next != entries.end() && next->line_start <= span.last; ++next) {
      taken = taken || covers(next->line_start, next->line_end);
      reach = std::max(reach, next->line_end);
    }
    if (taken) continue;
    Entry passage;
    passage.place = static_cast<std::int32_t>(span.place);
    passage.line_start = span.first;
    passage.line_end = span.last;
    passage.title = span.place == 0 ? name_of_page(path) : reading.places[span.place].key;
    for (std::size_t at = span.place; at != 0; at = static_cast<std::size_t>(reading.places[at].parent))
      if (!reading.places[at].key.empty()) passage.locator.insert(passage.locator.begin(), reading.places[at].key);
    out.push_back(std::move(passage));
  }
  return out;
}

}  // namespace fingerpost
