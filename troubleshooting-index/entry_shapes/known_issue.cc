// An item of a list of known issues, pitfalls or limitations that says in a sentence what goes wrong.
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestTitle = 120;  // bytes

// Where the first sentence of a text ends.
std::size_t sentence_end(std::string_view text) {
  bool in_code = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '`') in_code = !in_code;
    if (!in_code && at >= 10 && (text[at] == '.' || text[at] == ';') &&
        (at + 1 == text.size() || is_space(text[at + 1])))
      return at;
    if (text.substr(at).starts_with("。")) return at;
  }
  return text.size();
}

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind != Kind::list_item) return 0;
  const Place& parent = document.place(place.parent);
  if (parent.kind != Kind::section && parent.kind != Kind::paragraph) return 0;
  if (parent.key.empty() || !document.topic_of(index).trouble || document.topic_of(index).history) return 0;
  if (document.words_of(place.parent).trouble == 0) return 0;
  const Wording own = document.words_of(index);
  if (own.strong == 0) return 0;
  return own.harmless > 0 ? 0 : 0.6;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  const std::string_view text = without_marks(place.text);
  const std::size_t end = sentence_end(text);
  Entry entry = entry_at(document, index, clip(shown_title(text.substr(0, end)), kLongestTitle));
  const std::string_view rest =
      end < text.size() ? trim(text.substr(end + (text[end] == '.' || text[end] == ';' ? 1 : 3))) : std::string_view();
  collect_parts(document, index, rest, entry);
  if (entry.title.empty()) return {};
  return {std::move(entry)};
}

std::string render(const Entry& entry, int) {
  return "- " + entry.title + ".\n" + render_items(entry, 2, false);
}

}  // namespace

extern const EntryShape known_issue_shape;
const EntryShape known_issue_shape = {"known issue", score, extract, render};

}  // namespace fingerpost
