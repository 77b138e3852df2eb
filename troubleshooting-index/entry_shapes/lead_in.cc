// A bold, quoted or coloned lead-in that names a problem, with bullets, a paragraph or code after it: on its own line,
// as an item's first words, or before a colon in a paragraph.
#include "troubleshooting-index/definition.h"
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

// A name in backticks, rather than a message in quotes.
bool is_code(std::string_view head) {
  return head.find('`') < head.find_first_of("\"\'\xe2");
}

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind != Kind::paragraph && place.kind != Kind::list_item) return 0;
  const Topic topic = document.topic_of(index);
  if (topic.history) return 0;
  const Lead& lead = document.lead(index);
  if (lead.head.empty() || lead.arrow || document.part(index) != Part::none) return 0;
  const bool has_below = !document.children(index).empty();
  if (lead.rest.empty() && !has_below) return 0;
  // Outside of pages about problems the head must name one, and what follows must speak of it as of one.
  const bool quoted = is_quoted(lead.head);
  const bool emphatic = lead.bold || quoted;
  if (!topic.trouble && !emphatic) return 0;
  // A check, with what it means when it fails.
  if (topic.checks && !topic.trouble) {
    const Wording words = Labels::built_in().wording_of(lead.rest);
    if (words.strong > 0 && words.remedy + words.cause > 0) return 0.6;
  }
  const double problem = problem_in(lead.head);
  if (!topic.trouble && problem < 0.7) return 0;
  if (!definition_of(place).term.empty()) return 0;
  const Labels& labels = Labels::built_in();
  const std::string head = shown_title(lead.head);
  if (labels.is_plain_heading(head)) return 0;
  if (labels.wording_of(head).trouble > 0) return 0;  // it holds the issues, it is none
  // "Impact: high": a label with its value.
  if (const auto colon = head.find(": ");
      colon != std::string::npos && labels.part_of(head.substr(0, colon)) != Part::none)
    return 0;
  Wording words = labels.wording_of(lead.rest);
  words += document.words_below(index);
  const bool about_problem = words.strong > 0 || words.condition + words.sighting > 0;
  if (topic.trouble) {
    if (problem >= 0.7) return emphatic || has_below || words.remedy + words.cause > 0 ? 0.85 : 0.5;
    if (quoted && problem > 0 && about_problem) return 0.8;
    if (quoted && lead.bold) return is_code(lead.head) && !about_problem ? 0.5 : 0.8;
    if (!about_problem && problem == 0) return 0;
    if (emphatic && has_below && place.kind == Kind::paragraph) return 0.7;
    return emphatic ? 0.55 : 0;
  }
  if (labels.wording_of(head).alert > 0 && has_below) return 0.6;
  return words.sighting + words.cause > 0 ? 0.6 : words.remedy > 0 ? 0.5 : 0;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  const Lead& lead = document.lead(index);
  Entry entry = entry_at(document, index, shown_title(lead.head));
  collect_parts(document, index, lead.rest, entry);
  if (entry.title.empty()) return {};
  return {std::move(entry)};
}

std::string render(const Entry& entry, int) {
  return "**\"" + entry.title + "\"**\n\n" + render_items(entry, 0, false);
}

}  // namespace

extern const EntryShape lead_in_shape;
const EntryShape lead_in_shape = {"lead-in", score, extract, render};

}  // namespace fingerpost
