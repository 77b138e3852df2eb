#include "troubleshooting-index/extract.h"

#include <algorithm>
#include <utility>

#include "indexer/format.h"
#include "troubleshooting-index/document_view.h"
#include "troubleshooting-index/entry_shape.h"

namespace fingerpost {
namespace {

// Below this score a section only mentions a problem: what tells of it more exactly takes its place.
constexpr double kMention = 0.45;
// A place of which one line in so many belongs to entries inside of it holds them and is none itself.
constexpr int kHolderShare = 6;

struct Candidate {
  const EntryShape* shape = nullptr;
  double score = 0;
  bool dropped = false;
  std::int32_t part_of = -1;  // dropped as a part of this one
  int lines_of_others = 0;    // of entries that stand for themselves inside of it
};

bool may_hold_others(Kind kind) {
  return kind == Kind::section || kind == Kind::document;
}

// Whether any shape looks at places of this kind: what people wrote for people, and alerts.
bool is_looked_at(const Place& place) {
  switch (place.kind) {
    case Kind::document:
    case Kind::section:
    case Kind::paragraph:
    case Kind::list_item:
    case Kind::task_item:
    case Kind::table_row:
    case Kind::code_block:
    case Kind::comment:
    case Kind::alert: return true;
    default: return !place.comment.empty();
  }
}

// Configuration mostly holds nothing of the kind. An empty document may still be a page about its title.
bool may_hold_entries(std::string_view path, const std::vector<Place>& places) {
  const Format* format = format_of(path);
  return format == nullptr || is_document_format(format->name) ||
         std::any_of(places.begin() + 1, places.end(), is_looked_at);
}

// Which of the candidates are entries: one inside another is a part of it unless it is a section, a row or names a
// problem of its own; what consists of others to a good part only holds them.
void settle(const DocumentView& document, std::vector<Candidate>& candidates) {
  const auto at = [&](std::int32_t index) -> Candidate& { return candidates[static_cast<std::size_t>(index)]; };
  std::vector<std::int32_t> open;  // the candidates that enclose the place, outermost first
  for (std::int32_t i = 0; i < document.count(); ++i) {
    while (!open.empty() && document.subtree_end(open.back()) <= i) open.pop_back();
    if (at(i).shape == nullptr) continue;
    if (!open.empty() && at(i).score < kStandsForItself && document.place(i).kind != Kind::section) {
      // In a section that is about problems in general, every named item is one of them.
      const Candidate& outer = at(open.back());
      if (!(may_hold_others(document.place(open.back()).kind) && outer.score < at(i).score)) {
        at(i).dropped = true;
        at(i).part_of = open.back();
        continue;
      }
    }
    if (!open.empty()) at(open.back()).lines_of_others += document.line_end(i) - document.place(i).line_start + 1;
    open.push_back(i);
  }
  for (std::int32_t i = 0; i < document.count(); ++i) {
    const int lines = document.line_end(i) - document.place(i).line_start + 1;
    const int others = at(i).lines_of_others;
    if (others > 0 && (at(i).score < kMention || (at(i).score < kStandsForItself && kHolderShare * others >= lines)))
      at(i).dropped = true;
  }
  // The parts of what turned out to be no entry stand for themselves again.
  for (std::int32_t i = 0; i < document.count();) {
    const Candidate& here = at(i);
    const bool freed = here.part_of >= 0 && at(here.part_of).part_of < 0 && at(here.part_of).dropped;
    if (freed) at(i).dropped = false;
    i = freed ? document.subtree_end(i) : i + 1;
  }
}

// The nearest heading or lead-in above the place.
std::string category_of(const DocumentView& document, std::int32_t index) {
  for (std::int32_t at = index; at != 0;) {
    at = document.place(at).parent;
    if (at != 0 && !document.place(at).key.empty() && document.place(at).kind != Kind::code_block)
      return clip(document.place(at).key, 300);
  }
  return {};
}

// A form that is to be filled in: "<Symptom>", "[what is seen]" and nothing else.
bool is_form(const Entry& entry) {
  const auto blank = [](std::string_view text) {
    return text.size() > 2 &&
           ((text.front() == '[' && text.back() == ']') || (text.front() == '<' && text.back() == '>'));
  };
  if (blank(entry.title)) return true;
  std::size_t said = 0;
  for (const auto* list : {&entry.symptoms, &entry.causes, &entry.steps})
    for (const Passage& passage : *list) {
      if (!blank(passage.text)) return false;
      ++said;
    }
  return said >= 2;
}

}  // namespace

std::vector<Entry> extract_entries(std::string_view path, std::string_view text, const Reading& reading) {
  std::vector<Entry> entries;
  if (reading.places.empty() || text.empty() || !may_hold_entries(path, reading.places)) return entries;
  const DocumentView document(path, text, reading);
  std::vector<Candidate> candidates(reading.places.size());
  for (std::int32_t i = 0; i < document.count(); ++i) {
    Candidate& candidate = candidates[static_cast<std::size_t>(i)];
    if (!is_looked_at(document.place(i))) continue;
    for (const EntryShape* shape : entry_shapes()) {
      const double score = shape->score(document, i);
      if (score < kLeastScore || score <= candidate.score) continue;
      candidate.score = score;
      candidate.shape = shape;
    }
  }
  settle(document, candidates);
  for (std::int32_t i = 0; i < document.count(); ++i) {
    const Candidate& candidate = candidates[static_cast<std::size_t>(i)];
    if (candidate.shape == nullptr || candidate.dropped) continue;
    for (Entry& entry : candidate.shape->extract(document, i)) {
      if (entry.title.empty() || is_form(entry)) continue;  // a heading of nothing but ":" names no problem
      entry.shape = candidate.shape->name;
      entry.score = candidate.score;
      if (entry.locator.empty()) {
        entry.locator = document.locator(i);
        if (document.place(i).key.empty()) entry.locator.push_back(entry.title);
      }
      if (entry.category.empty()) entry.category = category_of(document, i);
      entries.push_back(std::move(entry));
    }
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.line_start < b.line_start; });
  return entries;
}

}  // namespace fingerpost
