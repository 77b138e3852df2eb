// A page that is one issue, in the form that issue trackers ask for ("Describe the bug", "Steps to reproduce",
// "Expected behavior", "Workaround"), without a heading of its own: its title stands in its front matter, or is the
// file's name. The empty form is none.
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/page_title.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

bool is_form(std::string_view path) {
  const std::string lower = to_lower(path);
  return contains(lower, "issue_template") || contains(lower, "pull_request_template") || contains(lower, "template");
}

double score(const DocumentView& document, std::int32_t index) {
  if (index != 0 || is_form(document.path()) || document.topic_below(0).history) return 0;
  bool symptom = false;
  bool fix = false;
  for (const std::int32_t child : document.children(0)) {
    const Place& place = document.place(child);
    if (place.kind != Kind::section && (place.kind != Kind::paragraph || place.key.empty())) continue;
    const Part part = document.part(child);
    symptom = symptom || part == Part::symptom;
    fix = fix || part == Part::cause || part == Part::step;
    // Anything else at this level, and the page is about more than one thing.
    if (part == Part::none && place.kind == Kind::section && !Labels::built_in().is_plain_heading(place.key)) return 0;
  }
  if (!symptom || !fix) return 0;
  return problem_in(front_matter_title(document)) > 0 || problem_in(name_of_page(document.path())) > 0 ||
                 document.topic_below(0).trouble
             ? 0.9
             : 0.6;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  std::string title = front_matter_title(document);
  if (title.empty()) title = name_of_page(document.path());
  Entry entry = entry_at(document, index, std::move(title));
  collect_parts(document, index, {}, entry);
  if (entry.title.empty()) return {};
  return {std::move(entry)};
}

std::string render(const Entry& entry, int) {
  std::string title;
  for (const char c : entry.title) {
    title += c;
    if (c == '\'') title += c;
  }
  std::string out = "---\ntitle: '" + title + "'\n---\n\n";
  const auto add = [&](std::string_view heading, const std::vector<Passage>& passages) {
    if (passages.empty()) return;
    out += "## " + std::string(heading) + "\n\n";
    for (const Passage& passage : passages)
      out += passage.text.starts_with("```") ? passage.text + "\n\n" : "- " + on_one_line(passage.text) + "\n\n";
  };
  add("Describe the bug", entry.symptoms);
  add("Cause", entry.causes);
  add("Workaround", entry.steps);
  if (!entry.definitive_source.empty()) add("Source", {entry.definitive_source});
  return out;
}

}  // namespace

extern const EntryShape issue_page_shape;
const EntryShape issue_page_shape = {"issue page", score, extract, render};

}  // namespace fingerpost
