// A heading, lead-in or item per issue with its parts labelled below it: bold labels, sub-headings or labelled items,
// in any order. A part's heading beside the heading ("#### Mon fails", "#### Solution") belongs to the issue.
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

constexpr int kMostPartsBeside = 6;

// The places beside a section that are its parts.
std::vector<std::int32_t> parts_beside(const DocumentView& document, std::int32_t index) {
  std::vector<std::int32_t> beside;
  if (document.place(index).kind != Kind::section) return beside;
  for (std::int32_t at = document.next(index); at >= 0 && static_cast<int>(beside.size()) < kMostPartsBeside;
       at = document.next(at)) {
    const Part part = document.part(at);
    if (document.place(at).kind != Kind::section ||
        (part != Part::symptom && part != Part::cause && part != Part::step))
      break;
    beside.push_back(at);
  }
  return beside;
}

// Whether it mostly consists of sections that are no parts of one issue: then it is about many things.
bool is_mostly_sections(const DocumentView& document, std::int32_t index) {
  constexpr int kSections = 4;
  int sections = 0;
  int lines = 0;
  for (const std::int32_t child : document.children(index)) {
    if (document.place(child).kind != Kind::section || document.part(child) != Part::none) continue;
    ++sections;
    lines += document.line_end(child) - document.place(child).line_start + 1;
  }
  return sections >= kSections && 2 * lines > document.line_end(index) - document.place(index).line_start + 1;
}

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.key.empty() || document.topic_of(index).history) return 0;
  if (place.kind != Kind::section && place.kind != Kind::paragraph && place.kind != Kind::list_item) return 0;
  if (document.children(index).empty()) return 0;
  const Part own = document.part(index);
  if (own != Part::none && problem_in(place.key) < 0.8) return 0;
  const auto beside = parts_beside(document, index);
  LabelledParts parts = labelled_parts_below(document, index);
  for (const std::int32_t at : beside) {
    const Part part = document.part(at);
    parts.symptom = parts.symptom || part == Part::symptom;
    parts.cause = parts.cause || part == Part::cause;
    parts.step = parts.step || part == Part::step;
  }
  if (parts.count() == 0 || is_mostly_sections(document, index)) return 0;
  const double problem = problem_in(place.key);
  const bool trouble = document.topic_of(index).trouble;
  if (parts.symptom && (parts.cause || parts.step)) return 0.95;
  if (parts.meaning && parts.effect && (parts.cause || parts.step)) return 0.92;
  if (parts.cause && parts.step) return trouble || problem > 0 ? 0.93 : 0.6;
  if (problem >= 0.7 || (trouble && place.kind == Kind::section && (parts.symptom || parts.cause)))
    return parts.source && parts.count() == 1 ? 0 : problem >= 0.7 ? 0.88 : 0.82;
  return 0;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  Entry entry = entry_at(document, index, shown_title(document.place(index).key));
  const Lead& lead = document.lead(index);
  const bool is_lead = document.place(index).kind != Kind::section && !lead.head.empty();
  collect_parts(document, index, is_lead ? lead.rest : std::string_view(), entry);
  for (const std::int32_t at : parts_beside(document, index)) {
    collect_place(document, at, Part::none, entry);
    entry.line_end = document.line_end(at);
  }
  choose_first_action(entry);
  return {std::move(entry)};
}

std::string render(const Entry& entry, int heading_level) {
  return render_heading(entry.title, heading_level) + render_labelled_parts(entry);
}

}  // namespace

extern const EntryShape labelled_shape;
const EntryShape labelled_shape = {"labelled parts", score, extract, render};

}  // namespace fingerpost
