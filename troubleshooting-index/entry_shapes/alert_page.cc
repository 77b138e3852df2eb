// A page about one alert or incident in a folder of such pages (alerts/, runbooks/): whatever its headings, the page
// says what the alert means and what to do about it.
#include <algorithm>

#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/page_title.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

constexpr std::string_view kFolders[] = {"alert",    "alerts",    "alarms",   "runbook",  "runbooks",
                                         "playbook", "playbooks", "incident", "incidents"};
constexpr std::string_view kProse[] = {"md", "mdx", "markdown", "erb", "rst", "adoc"};
constexpr std::string_view kOtherPages[] = {"readme", "index", "template", "example", "contributing", "overview"};

bool is_in_folder_of_alerts(std::string_view path) {
  for (const std::string_view folder : split(directory_of(path), '/'))
    if (among(kFolders, to_lower(folder))) return true;
  return false;
}

bool is_prose_file(std::string_view path) {
  return among(kProse, to_lower(extension_of(path)));
}

// The heading that everything else stands below; the document where there is none but a title in its front matter.
std::int32_t page_of(const DocumentView& document) {
  std::int32_t heading = -1;
  for (const std::int32_t child : document.children(0)) {
    if (document.place(child).kind != Kind::section) continue;
    if (heading >= 0) return 0;
    heading = child;
  }
  return heading < 0 || !front_matter_title(document).empty() ? 0 : heading;
}

std::string title_of(const DocumentView& document, std::int32_t page) {
  return page == 0 ? front_matter_title(document) : shown_title(document.place(page).key);
}

double score(const DocumentView& document, std::int32_t index) {
  if (index != 0 && document.place(index).parent != 0) return 0;
  if (!is_in_folder_of_alerts(document.path()) || !is_prose_file(document.path())) return 0;
  const std::string name = to_lower(base_name(document.path()));
  for (const std::string_view other : kOtherPages)
    if (name.starts_with(other)) return 0;
  if (document.topic_below(0).history || page_of(document) != index) return 0;
  const std::string title = title_of(document, index);
  const Labels& labels = Labels::built_in();
  if (title.empty() || labels.part_of(title) != Part::none || labels.is_plain_heading(title)) return 0;
  const Wording words = document.words_below(index);
  if (problem_in(title) > 0) return 0.6;
  return words.strong + words.weak + words.alert + words.cause + words.remedy > 0 ? 0.5 : 0;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  Entry entry = entry_at(document, index, title_of(document, index));
  // What stands before the first heading says what the alert means; a heading that names no part is a thing to do.
  for (const std::int32_t child : document.children(index)) {
    const bool heading = document.place(child).kind == Kind::section;
    if (document.place(child).key == "front matter") continue;
    collect_place(document, child, heading ? Part::step : Part::symptom, entry);
  }
  choose_first_action(entry);
  return {std::move(entry)};
}

std::string render(const Entry& entry, int heading_level) {
  return render_heading(entry.title, heading_level) + render_labelled_parts(entry);
}

}  // namespace

extern const EntryShape alert_page_shape;
const EntryShape alert_page_shape = {"alert page", score, extract, render};

}  // namespace fingerpost
