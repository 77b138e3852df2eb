// What a preflight or a health check looks at: each thing that it checks is what may be wrong when it fails.
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind != Kind::section && place.kind != Kind::paragraph && place.kind != Kind::list_item) return 0;
  if (place.key.empty() || document.topic_of(index).history || document.has_section_below(index)) return 0;
  int items = 0;
  bool code = false;
  for (const std::int32_t child : document.children(index)) {
    const Kind kind = document.place(child).kind;
    if (kind == Kind::list_item || kind == Kind::task_item) ++items;
    code = code || kind == Kind::code_block;
  }
  if (items < 2 && !code) return 0;
  const Labels& labels = Labels::built_in();
  if (labels.part_of(place.key) != Part::none || labels.wording_of(place.key).checks == 0) return 0;
  if (items >= 2) return 0.55;
  return code ? 0.4 : 0;
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

extern const EntryShape checks_shape;
const EntryShape checks_shape = {"checks", score, extract, render};

}  // namespace fingerpost
