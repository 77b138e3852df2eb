// A section that is a problem by its title, wherever it stands, or one of the subsections of a document or chapter
// about troubleshooting, upgrades or migrations: prose, lists and code below it say what to do.
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
  const Wording own = document.words_of(index);
  if (own.history > 0) return 0;
  const double problem = problem_in(place.key);
  const Wording below = document.words_below(index);
  const bool leaf = !document.has_section_below(index);
  const bool advises = below.remedy + below.cause > 0;
  const bool about_problem = below.strong > 0 || (below.sighting > 0 && below.weak > 0);
  if ((labels.part_of(place.key) != Part::none && own.trouble == 0) || own.recovery > 0)
    return leaf && own.recovery > 0 && below.remedy + below.cause + below.recovery > 0 ? 0.4 : 0;
  if (topic.trouble) {
    if (problem >= 0.7) return 0.86;
    if (own.trouble > 0) return leaf && (about_problem || advises) ? 0.5 : 0;
    if (problem > 0) return leaf ? 0.75 : 0.6;
    return leaf && advises && (about_problem || below.condition + below.sighting > 0) ? 0.5 : 0;
  }
  if (problem >= 0.7) return advises && about_problem ? 0.7 : advises ? 0.45 : 0.35;
  if (own.trouble > 0 && leaf && (about_problem || advises)) return 0.5;
  if (topic.changes && below.statements > 0) return 0.4;
  if (topic.changes && leaf && (below.strong > 0 || below.weak > 0) && below.remedy > 0) return 0.35;
  if (leaf && problem > 0 && about_problem && advises) return 0.4;
  return 0;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  Entry entry = entry_at(document, index, shown_title(document.place(index).key));
  collect_parts(document, index, {}, entry);
  return {std::move(entry)};
}

std::string render(const Entry& entry, int heading_level) {
  return render_heading(entry.title, heading_level) + render_items(entry, 0, false);
}

}  // namespace

extern const EntryShape section_shape;
const EntryShape section_shape = {"section", score, extract, render};

}  // namespace fingerpost
