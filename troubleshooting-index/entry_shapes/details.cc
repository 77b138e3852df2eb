// A folded block whose summary names the problem: <details><summary>…</summary> … </details>.
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind != Kind::paragraph || place.key.empty() || !contains(to_lower(place.text.substr(0, 600)), "<summary"))
    return 0;
  const Topic topic = document.topic_of(index);
  if (topic.history || Labels::built_in().part_of(place.key) != Part::none) return 0;
  const double problem = problem_in(place.key);
  Wording words = document.words_below(index);
  if (topic.trouble || topic.questions) return problem >= 0.7 ? 0.87 : words.strong + words.sighting > 0 ? 0.7 : 0.4;
  return problem >= 0.7 && words.remedy + words.cause > 0 ? 0.7 : 0;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  Entry entry = entry_at(document, index, shown_title(document.place(index).key));
  // What stands behind the summary in the same block of HTML.
  const std::string_view text = document.place(index).text;
  const auto close = to_lower(text).find("</summary>");
  if (close != std::string::npos) {
    const std::string_view rest = trim(text.substr(close + 10));
    collect_parts(document, index, starts_with_ignoring_case(rest, "</details") ? std::string_view() : rest, entry);
  } else {
    collect_parts(document, index, {}, entry);
  }
  if (entry.title.empty()) return {};
  return {std::move(entry)};
}

std::string render(const Entry& entry, int) {
  return "<details>\n<summary>" + entry.title + "</summary>\n\n" + render_items(entry, 0, false) + "\n</details>\n";
}

}  // namespace

extern const EntryShape details_shape;
const EntryShape details_shape = {"details", score, extract, render};

}  // namespace fingerpost
