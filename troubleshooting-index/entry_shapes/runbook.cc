// A numbered procedure under the heading of what is wrong: "### High CPU Alert" and its steps.
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind != Kind::section && place.kind != Kind::paragraph) return 0;
  if (place.key.empty() || document.topic_of(index).history) return 0;
  int numbered = 0;
  for (const std::int32_t child : document.children(index)) {
    const Place& of = document.place(child);
    if (of.kind == Kind::list_item && is_digit(trim(of.text).empty() ? ' ' : trim(of.text).front())) ++numbered;
  }
  if (numbered < 2) return 0;
  const Labels& labels = Labels::built_in();
  if (labels.part_of(place.key) != Part::none || labels.is_plain_heading(place.key)) return 0;
  const Topic topic = document.topic_of(index);
  const double problem = problem_in(place.key);
  const Wording own = labels.wording_of(place.key);
  if (own.trouble > 0) return 0.5;
  if (topic.trouble)
    return problem > 0                                                                                  ? 0.87
           : document.words_below(index).strong > 0 || problem_in(document.place(place.parent).key) > 0 ? 0.55
                                                                                                        : 0;
  return problem >= 0.7 ? 0.75 : 0;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  Entry entry = entry_at(document, index, shown_title(document.place(index).key));
  collect_parts(document, index, {}, entry);
  return {std::move(entry)};
}

std::string render(const Entry& entry, int heading_level) {
  return render_heading(entry.title, heading_level) + render_items(entry, 0, true);
}

}  // namespace

extern const EntryShape runbook_shape;
const EntryShape runbook_shape = {"runbook", score, extract, render};

}  // namespace fingerpost
