// An item of a list of known issues, pitfalls or limitations that says in a sentence what goes wrong, perhaps with the
// versions that it is in and how to do without.
#include <algorithm>

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
    if (text[at] == '\xe3' && text.substr(at).starts_with("。")) return at;
  }
  return text.size();
}

// What stands behind the first sentence.
std::string_view behind(std::string_view text, std::size_t end) {
  return end < text.size() ? trim(text.substr(end + (text[end] == '.' || text[end] == ';' ? 1 : 3)))
                           : std::string_view();
}

bool tells_of_version(std::string_view sentence) {
  for (const std::string_view begin : {"fixed in ", "fixed by ", "will be fixed", "resolved in ", "to be fixed"})
    if (starts_with_ignoring_case(without_marks(sentence), begin)) return true;
  return false;
}

bool is_labelled(std::string_view sentence) {
  const Lead lead = lead_of(sentence);
  return !lead.head.empty() && !lead.rest.empty() && Labels::built_in().part_of(shown_title(lead.head)) != Part::none;
}

// "Version 2.3", "v2.3", "2.3.x": a heading that only says since when.
bool is_version(std::string_view title) {
  for (const std::string_view word : {"version ", "release ", "v"})
    if (starts_with_ignoring_case(title, word)) title.remove_prefix(word.size());
  return !title.empty() && is_digit(title.front()) && title.size() < 20;
}

// Whether the list stands below a heading or lead-in about such issues.
bool in_list_of_issues(const DocumentView& document, std::int32_t index) {
  std::int32_t at = document.place(index).parent;
  const auto holds = [&](std::int32_t place) {
    const Kind kind = document.place(place).kind;
    return kind == Kind::section || kind == Kind::paragraph;
  };
  if (holds(at) && is_version(document.place(at).key)) at = document.place(at).parent;
  const Place& parent = document.place(at);
  return holds(at) && !parent.key.empty() && document.words_of(at).trouble > 0 &&
         !Labels::built_in().is_plain_heading(parent.key);
}

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind != Kind::list_item) return 0;
  const Topic topic = document.topic_of(index);
  if (!topic.trouble || topic.history || !in_list_of_issues(document, index)) return 0;
  const Wording own = document.words_of(index);
  if (own.harmless > 0) return 0;
  bool helps = false;
  bool versioned = false;
  for (const std::int32_t child : document.children(index)) {
    helps = helps || document.part(child) == Part::step;
    versioned = versioned || tells_of_version(document.place(child).text);
  }
  const std::string_view text = without_marks(place.text);
  for (std::string_view rest = behind(text, sentence_end(text)); !rest.empty() && !(helps && versioned);
       rest = behind(rest, sentence_end(rest))) {
    helps = helps || is_labelled(rest);
    versioned = versioned || tells_of_version(rest);
  }
  if (helps) return 0.82;
  return own.strong > 0 || versioned ? 0.6 : 0;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  const std::string_view text = without_marks(place.text);
  const std::size_t end = sentence_end(text);
  Entry entry = entry_at(document, index, clip(shown_title(text.substr(0, end)), kLongestTitle));
  // The sentences after it, together until one begins with a label or a version.
  const int last = place.line_start + static_cast<int>(std::count(place.text.begin(), place.text.end(), '\n'));
  std::string_view said;
  for (std::string_view rest = behind(text, end); !rest.empty();) {
    const std::size_t stop = std::min(sentence_end(rest) + 1, rest.size());
    if (!said.empty() && (is_labelled(rest) || tells_of_version(rest))) {
      add_text(trim(said), place.line_start, last, Part::none, entry);
      said = {};
    }
    const char* begin = said.empty() ? rest.data() : said.data();
    said = {begin, static_cast<std::size_t>(rest.data() + stop - begin)};
    rest = behind(rest, sentence_end(rest));
  }
  if (!said.empty()) add_text(trim(said), place.line_start, last, Part::none, entry);
  collect_parts(document, index, {}, entry);
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
