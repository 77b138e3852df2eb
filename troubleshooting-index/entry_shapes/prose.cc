// Prose that tells of a problem and what to do, where no title names it: a paragraph or item that begins with what
// somebody sees ("If you see an error … such as:") with the output and the advice after it, or a small section that
// speaks of one ("users behind a proxy may need to set … to avoid 403 errors").
#include <algorithm>

#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

constexpr int kLongestSection = 60;         // lines
constexpr std::size_t kFirstWords = 90;     // bytes in which a condition begins
constexpr std::size_t kLongestTitle = 120;  // bytes
constexpr int kMostFollowing = 3;
constexpr int kLinesPerStatement = 16;

bool begins_with_condition(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  const Wording& words = document.words_of(index);
  if (words.condition + words.sighting == 0 || words.strong == 0) return false;
  const std::string_view text = without_marks(place.text);
  if (!starts_with_ignoring_case(text, "if ") && !starts_with_ignoring_case(text, "when ") &&
      !starts_with_ignoring_case(text, "you ") && !starts_with_ignoring_case(text, "should you "))
    return static_cast<unsigned char>(text.empty() ? 'a' : text.front()) >= 0x80 &&
           Labels::built_in().wording_of(text.substr(0, kFirstWords)).condition > 0;
  const Wording first = Labels::built_in().wording_of(text.substr(0, kFirstWords));
  return first.condition + first.sighting > 0 && first.strong + first.weak + first.negation > 0;
}

// What stands between two marks of one kind, from `at` on: inline code or a quotation. Moves `at` behind it; "" at the
// text's end.
std::string_view next_quoted(std::string_view text, std::size_t& at) {
  const std::size_t open = text.find_first_of("`\"", at);
  const std::size_t close = open == std::string_view::npos ? open : text.find(text[open], open + 1);
  if (close == std::string_view::npos) {
    at = text.size();
    return {};
  }
  at = close + 1;
  return text.substr(open + 1, close - open - 1);
}

// Whether the text quotes an error by its words: "fails with a `context deadline exceeded` error".
bool quotes_error(std::string_view text) {
  constexpr std::size_t kNear = 40;  // bytes around the quotation in which it is called an error
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view quoted = next_quoted(text, at);
    if (std::count(quoted.begin(), quoted.end(), ' ') < 1 || quoted.front() == '-' || contains(quoted, "--")) continue;
    const auto begin = static_cast<std::size_t>(quoted.data() - text.data());
    const std::size_t from = begin > kNear ? begin - kNear : 0;
    const std::string around = std::string(text.substr(from, begin - from)) + " " + std::string(text.substr(at, kNear));
    if (Labels::built_in().wording_of(around).strong > 0) return true;
  }
  return false;
}

// The blocks after a paragraph that go on with its problem: its output, and what to do.
std::vector<std::int32_t> following(const DocumentView& document, std::int32_t index) {
  std::vector<std::int32_t> out;
  if (document.place(index).kind != Kind::paragraph || !trim(document.place(index).text).ends_with(':')) return out;
  bool code = false;
  for (std::int32_t at = document.next(index); at >= 0 && static_cast<int>(out.size()) < 12; at = document.next(at)) {
    const Place& place = document.place(at);
    if (place.kind == Kind::list_item && !code) {
      out.push_back(at);
      continue;
    }
    if (place.kind == Kind::code_block && !code) {
      code = true;
      out.push_back(at);
      continue;
    }
    if (place.kind == Kind::paragraph && code && static_cast<int>(out.size()) < kMostFollowing &&
        !begins_with_condition(document, at))
      out.push_back(at);
    break;
  }
  return out;
}

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  const Topic topic = document.topic_of(index);
  if (topic.history) return 0;
  const Wording own = document.words_of(index);
  if (place.kind == Kind::paragraph || place.kind == Kind::list_item) {
    const bool begins = begins_with_condition(document, index);
    if (!begins && !(own.remedy > 0 && own.strong > 0 && quotes_error(place.text))) return 0;
    const bool advises =
        own.remedy > 0 || document.words_below(index).remedy > 0 || !following(document, index).empty();
    if (!advises) return 0;
    return topic.trouble ? 0.65 : begins ? 0.45 : 0.4;
  }
  if (place.kind != Kind::section || document.has_section_below(index) || place.key.empty()) return 0;
  if (document.line_end(index) - place.line_start > kLongestSection) return 0;
  const Labels& labels = Labels::built_in();
  if (labels.part_of(place.key) != Part::none || labels.is_plain_heading(place.key) || own.harmless > 0) return 0;
  const Wording below = document.words_below(index);
  // Most of a section about a problem speaks of it.
  const int lines = document.line_end(index) - place.line_start + 1;
  if (below.statements == 0 || lines > kLinesPerStatement * below.statements) return 0;
  return below.remedy + below.cause > 0 ? 0.4 : 0.3;
}

// The sentence that says it.
std::string title_of(std::string_view raw) {
  const std::string text = shown_title(raw);
  std::size_t end = text.size();
  for (std::size_t at = 20; at + 1 < text.size(); ++at)
    if ((text[at] == '.' || text[at] == ';') && is_space(text[at + 1])) {
      end = at;
      break;
    }
  // "If you see X, do Y": X is the problem.
  if (const auto comma = text.find(", "); comma > 20 && comma < end) end = comma;
  return clip(trim(std::string_view(text).substr(0, end)), kLongestTitle);
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind == Kind::section) {
    Entry entry = entry_at(document, index, shown_title(place.key));
    collect_parts(document, index, {}, entry);
    return {std::move(entry)};
  }
  Entry entry = entry_at(document, index, title_of(place.text));
  collect_parts(document, index, place.text, entry);
  for (const std::int32_t at : following(document, index)) {
    collect_place(document, at, Part::none, entry);
    entry.line_end = std::max(entry.line_end, document.line_end(at));
  }
  choose_first_action(entry);
  if (entry.title.empty()) return {};
  return {std::move(entry)};
}

std::string render(const Entry& entry, int heading_level) {
  return render_heading(entry.title, heading_level) + render_paragraphs(entry, {});
}

}  // namespace

extern const EntryShape prose_shape;
const EntryShape prose_shape = {"prose", score, extract, render};

}  // namespace fingerpost
