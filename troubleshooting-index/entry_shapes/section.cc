// A section that is a problem by its title, wherever it stands, or one of the subsections of a document or chapter about
// troubleshooting: prose, lists and code below it say what to do.
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

// Whether something other than sections stands below it.
bool says_something(const DocumentView& document, std::int32_t index) {
  for (const std::int32_t child : document.children(index))
    if (document.place(child).kind != Kind::section) return true;
  return false;
}

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind != Kind::section || place.key.empty()) return 0;
  const Topic topic = document.topic_of(index);
  if (topic.history || !says_something(document, index)) return 0;
  const Labels& labels = Labels::built_in();
  if (labels.is_plain_heading(place.key)) return 0;
  const double problem = problem_in(place.key);
  const Part part = labels.part_of(place.key);
  const Wording own = labels.wording_of(place.key);
  if (part != Part::none && part != Part::step) return 0;
  if (own.history > 0) return 0;
  if (topic.trouble) {
    if (part == Part::step) return 0;
    if (problem >= 0.7) return 0.86;
    if (own.trouble > 0) return document.has_section_below(index) ? 0 : 0.5;
    if (document.has_section_below(index)) return problem > 0 ? 0.6 : 0;
    return problem > 0 ? 0.75 : 0.55;
  }
  const Wording body = labels.wording_of(clip(
      document.lines().range(place.line_start + 1, document.line_end(index)), 4'000));
  const bool advises = body.remedy + body.cause > 0;
  if (problem >= 0.7) return advises ? 0.7 : 0.4;
  // A chapter "Troubleshooting" without chapters of its own.
  if (own.trouble > 0 && !document.has_section_below(index)) return 0.5;
  if (problem > 0 && body.strong + body.condition > 0 && advises) return 0.45;
  return 0;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  Entry entry = entry_at(document, index, shown_title(document.place(index).key));
  collect_parts(document, index, {}, entry);
  // Sections below it that are no problems of their own are part of what to do.
  return {std::move(entry)};
}

std::string render(const Entry& entry, int heading_level) {
  return render_heading(entry.title, heading_level) + render_items(entry, 0, false);
}

}  // namespace

extern const EntryShape section_shape;
const EntryShape section_shape = {"section", score, extract, render};

}  // namespace fingerpost
