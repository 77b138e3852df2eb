// Lines with an arrow: "`/health` fails → application not running", as items or as lines of a paragraph.
#include <algorithm>

#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

// One line's score by its two sides.
double score_of(const Lead& lead, const Topic& topic) {
  if (!lead.arrow || lead.head.empty() || lead.rest.empty()) return 0;
  const double problem = problem_in(lead.head);
  if (topic.trouble && problem >= 0.7) return 0.9;
  if (topic.trouble && problem > 0) return 0.82;
  const Wording rest = Labels::built_in().wording_of(lead.rest);
  if (problem >= 0.7) return rest.remedy + rest.cause + rest.strong > 0 ? 0.82 : 0.6;
  return 0;
}

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind != Kind::paragraph && place.kind != Kind::list_item && place.kind != Kind::task_item) return 0;
  const Topic topic = document.topic_of(index);
  if (topic.history) return 0;
  if (place.kind != Kind::paragraph) return score_of(document.lead(index), topic);
  // Most paragraphs hold no arrow.
  if (place.text.find('\xe2') == std::string_view::npos && place.text.find("->") == std::string_view::npos &&
      place.text.find("=>") == std::string_view::npos)
    return 0;
  double best = 0;
  for (const std::string_view line : split(place.text, '\n')) best = std::max(best, score_of(lead_of(line), topic));
  return best;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind != Kind::paragraph) {
    const Lead& lead = document.lead(index);
    Entry entry = entry_at(document, index, shown_title(lead.head));
    collect_parts(document, index, lead.rest, entry);
    return {std::move(entry)};
  }
  std::vector<Entry> entries;
  int line = place.line_start;
  for (const std::string_view text : split(place.text, '\n')) {
    const Lead lead = lead_of(text);
    if (score_of(lead, document.topic_of(index)) > 0) {
      Entry entry = entry_at(document, index, shown_title(lead.head));
      entry.line_start = line;
      entry.line_end = line;
      add_text(lead.rest, line, line, Part::none, entry);
      choose_first_action(entry);
      entries.push_back(std::move(entry));
    } else if (!entries.empty()) {
      entries.back().line_end = line;
    }
    ++line;
  }
  // What stands below the paragraph belongs to its last line.
  if (!entries.empty() && !document.children(index).empty()) {
    collect_parts(document, index, {}, entries.back());
    entries.back().line_end = document.line_end(index);
  }
  return entries;
}

std::string render(const Entry& entry, int) {
  Entry rest = entry;
  std::string out = "- " + entry.title + " →";
  // The first step, or cause, stands behind the arrow.
  if (!rest.steps.empty()) {
    out += " Fix: " + on_one_line(rest.steps.front().text) + "\n";
    rest.steps.erase(rest.steps.begin());
  } else if (!rest.causes.empty()) {
    out += " Cause: " + on_one_line(rest.causes.front().text) + "\n";
    rest.causes.erase(rest.causes.begin());
  } else {
    out += " unknown\n";
  }
  return out + render_items(rest, 2, false);
}

}  // namespace

extern const EntryShape arrow_shape;
const EntryShape arrow_shape = {"arrow", score, extract, render};

}  // namespace fingerpost
