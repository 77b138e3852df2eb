#include "indexer/formats/markdown_components.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kDeepest = 64;
constexpr std::size_t kLongestTag = 4000;  // bytes
constexpr int kMostTagLines = 30;
constexpr std::size_t kLongestTitle = 400;  // bytes

constexpr std::string_view kTitleAttributes[] = {"question", "title", "summary", "header", "heading", "label", "name"};

// Elements that HTML does not have, written in small letters by some generators of documentation.
constexpr std::string_view kSmallNames[] = {"details",   "tab",     "tabs",      "step",       "steps",
                                            "accordion", "chapter", "procedure", "expandable", "accordion-group"};

bool is_component_name(std::string_view name) {
  return is_upper(name.front()) ||
         std::find(std::begin(kSmallNames), std::end(kSmallNames), name) != std::end(kSmallNames) ||
         (name.find('-') != std::string_view::npos && name.size() > 3);
}

// An element whose text is the title of the one that it is in: <summary>, <AccordionTrigger>, <CardTitle>.
bool is_title_element(std::string_view name) {
  const std::string lower = to_lower(name);
  for (const std::string_view end : {"summary", "title", "trigger", "header", "question", "label"})
    if (lower.ends_with(end)) return true;
  return false;
}

struct Tag {
  std::string_view name;
  std::string_view title;
  std::size_t end = 0;  // behind the '>'
  bool closed = false;  // "/>"
};

bool is_name_byte(char c) {
  return is_alnum(c) || c == '_' || c == '-' || c == '.' || c == ':' || c == '@' || c == '#' || c == '$';
}

// The end of a string or a braced expression that begins at `at`, behind its last byte; 0 for one that does not end.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  const char first = text[at];
  if (first == '"' || first == '\'') {
    const auto close = text.find(first, at + 1);
    return close == std::string_view::npos ? 0 : close + 1;
  }
  int depth = 0;
  char quote = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == '\\')
        ++i;
      else if (c == quote)
        quote = 0;
    } else if (c == '"' || c == '\'' || c == '`') {
      quote = c;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return 0;
}

// What an attribute says: "x", 'x', {"x"}, {<b>x</b>}. An expression says nothing.
std::string_view said_by(std::string_view value) {
  bool braced = false;
  if (value.size() >= 2 && value.front() == '{') {
    value = trim(value.substr(1, value.size() - 2));
    braced = true;
  }
  if (value.size() >= 2 && value.back() == value.front() &&
      (value.front() == '"' || value.front() == '\'' || value.front() == '`'))
    return trim(value.substr(1, value.size() - 2));
  return braced && value.starts_with("<") ? value : std::string_view();
}

// The opening tag that begins `text`.
std::optional<Tag> opening_tag(std::string_view text) {
  text = text.substr(0, kLongestTag);
  if (text.size() < 3 || text[0] != '<' || !is_alpha(text[1])) return std::nullopt;
  Tag tag;
  std::size_t at = 1;
  while (at < text.size() && is_name_byte(text[at])) ++at;
  tag.name = text.substr(1, at - 1);
  std::size_t best = std::size(kTitleAttributes);
  int lines = 1;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '\n' && ++lines > kMostTagLines) return std::nullopt;
    if (is_space(c)) {
      ++at;
    } else if (c == '>') {
      tag.end = at + 1;
      return tag;
    } else if (c == '/' && at + 1 < text.size() && text[at + 1] == '>') {
      tag.end = at + 2;
      tag.closed = true;
      return tag;
    } else if (c == '{') {
      at = end_of_value(text, at);
      if (at == 0) return std::nullopt;
    } else if (is_name_byte(c)) {
      const std::size_t begin = at;
      while (at < text.size() && is_name_byte(text[at])) ++at;
      const std::string_view attribute = text.substr(begin, at - begin);
      if (at >= text.size() || text[at] != '=') continue;
      if (++at >= text.size()) return std::nullopt;
      const std::size_t value = at;
      if (text[at] == '"' || text[at] == '\'' || text[at] == '{') {
        at = end_of_value(text, at);
        if (at == 0) return std::nullopt;
      } else {
        while (at < text.size() && !is_space(text[at]) && text[at] != '>') ++at;
      }
      const std::string_view said = said_by(text.substr(value, at - value));
      const auto known =
          static_cast<std::size_t>(std::find(std::begin(kTitleAttributes), std::end(kTitleAttributes), attribute) -
                                   std::begin(kTitleAttributes));
      if (known < best && !said.empty()) {
        best = known;
        tag.title = said.substr(0, kLongestTitle);
      }
    } else {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

// The name that a line which is nothing but a closing tag closes, or "".
std::string_view closing_name(std::string_view line) {
  if (!line.starts_with("</") || line.back() != '>') return {};
  const std::string_view name = trim(line.substr(2, line.size() - 3));
  return !name.empty() && std::all_of(name.begin(), name.end(), is_name_byte) ? name : std::string_view();
}

class Taker {
 public:
  explicit Taker(const std::string& text) : text_(text), lines_(text_) {
    out_.at_line.assign(static_cast<std::size_t>(lines_.count()) + 1, Components::kNone);
  }

  Components find() {
    for (int n = 1; n <= lines_.count(); ++n) {
      const std::string_view line = trim(lines_.line(n));
      if (line.empty()) continue;
      if (!open_.empty() && content_[open_.back()] < 0 && closing_name(line).empty())
        content_[open_.back()] = indentation_of(lines_.line(n));
      if (passes_over(line)) continue;
      if (line.front() != '<') continue;
      if (const std::string_view name = closing_name(line); !name.empty())
        close(name, n);
      else
        n = open(n);
    }
    keep_used();
    return std::move(out_);
  }

  // The text without the components that were found.
  std::string without() const {
    std::string out;
    out.reserve(text_.size() + 16 * found_.size());
    std::vector<std::size_t> open;  // closed ones that are used
    std::size_t next = 0;
    for (int n = 1; n <= lines_.count(); ++n) {
      while (!open.empty() && found_[open.back()].last < n) open.pop_back();
      const std::string_view line = lines_.line(n);
      const std::size_t begin = lines_.start_of(n);
      const std::size_t end = n < lines_.count() ? lines_.start_of(n + 1) : text_.size();
      const int base = open.empty() ? indentation_of(line) : indent_[open.front()];
      while (next < found_.size() && found_[next].first < n) ++next;
      if (is_tag_[static_cast<std::size_t>(n)]) {
        out.append(static_cast<std::size_t>(base), ' ')
            .append("<!---->")
            .append(text_, begin + line.size(), end - begin - line.size());
        if (next < found_.size() && found_[next].first == n && used_[next] && found_[next].last > 0)
          open.push_back(next);
        continue;
      }
      const int stripped = open.empty() ? 0 : std::min(content_[open.back()] - base, indentation_of(line));
      std::size_t from = begin;
      // A tab counts for the columns that it takes; what it takes too much is kept as it is.
      while (from < begin + line.size() && is_space(text_[from]) &&
             indentation_of(std::string_view(text_).substr(begin, from + 1 - begin)) <= stripped)
        ++from;
      out.append(text_, from, end - from);
    }
    return out;
  }

 private:
  // Fences and comments, whose inside is no markup.
  bool passes_over(std::string_view line) {
    if (in_comment_) {
      in_comment_ = !contains(line, "-->");
      return true;
    }
    std::size_t marks = 0;
    if (line.front() == '`' || line.front() == '~')
      while (marks < line.size() && line[marks] == line.front()) ++marks;
    if (fence_length_ > 0) {
      if (marks >= fence_length_ && line.front() == fence_ && trim(line.substr(marks)).empty()) fence_length_ = 0;
      return true;
    }
    if (marks >= 3 && (line.front() == '~' || line.find('`', marks) == std::string_view::npos)) {
      fence_ = line.front();
      fence_length_ = marks;
    }
    if (line.starts_with("<!--") && !contains(line, "-->")) in_comment_ = true;
    return in_comment_;
  }

  // Takes the tag that begins on line n, if it makes a component; returns the last line read.
  int open(int n) {
    const int indent = indentation_of(lines_.line(n));
    if ((indent >= 4 && open_.empty()) || open_.size() >= kDeepest) return n;
    const std::size_t begin = lines_.start_of(n) + lines_.line(n).find('<');
    const auto tag = opening_tag(std::string_view(text_).substr(begin));
    if (!tag || tag->closed || !is_component_name(tag->name)) return n;
    Component made;
    made.first = n;
    made.folded = tag->name == "details";
    made.title = std::string(tag->title);
    made.head_last = lines_.line_of(begin + tag->end - 1);
    const bool titled = read_title_below(begin + tag->end, made);
    if (!titled && !trim(rest_of_line(begin + tag->end)).empty()) return n;
    if (made.folded && made.title.empty()) return n;
    open_.push_back(found_.size());
    found_.push_back(std::move(made));
    names_.emplace_back(tag->name);
    parents_.push_back(open_.size() < 2 ? kNoParent : open_[open_.size() - 2]);
    indent_.push_back(indent);
    content_.push_back(-1);
    return found_.back().head_last;
  }

  std::string_view rest_of_line(std::size_t at) const {
    const auto end = text_.find('\n', at);
    return std::string_view(text_).substr(at, (end == std::string::npos ? text_.size() : end) - at);
  }

  // <summary>…</summary> and its like right behind the tag.
  bool read_title_below(std::size_t at, Component& made) const {
    if (!made.title.empty()) return false;
    while (at < text_.size() && is_space(text_[at])) ++at;
    const std::string_view rest = std::string_view(text_).substr(at, kLongestTag);
    const auto tag = opening_tag(rest);
    if (!tag || tag->closed || !is_title_element(tag->name)) return false;
    const std::string close = "</" + std::string(tag->name);
    const auto end = rest.find(close, tag->end);
    if (end == std::string_view::npos) return false;
    const auto behind = rest.find('>', end);
    if (behind == std::string_view::npos) return false;
    if (!made.folded && !trim(rest_of_line(at + behind + 1)).empty()) return false;
    made.title = std::string(trim(rest.substr(tag->end, end - tag->end)).substr(0, kLongestTitle));
    made.head_last = lines_.line_of(at + behind);
    return !made.title.empty();
  }

  void close(std::string_view name, int n) {
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (names_[open_[i]] != name) continue;
      found_[open_[i]].last = n;
      open_.resize(i);
      return;
    }
  }

  // What has no title, holds nothing with one and stands in none (a <Note>) stays as it is.
  void keep_used() {
    used_.assign(found_.size(), false);
    is_tag_.assign(static_cast<std::size_t>(lines_.count()) + 1, false);
    for (std::size_t i = found_.size(); i-- > 0;) {
      if (!found_[i].title.empty()) used_[i] = true;
      if (used_[i] && parents_[i] != kNoParent) used_[parents_[i]] = true;
    }
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (parents_[i] != kNoParent && used_[parents_[i]]) used_[i] = true;
      if (!used_[i]) continue;
      const Component& component = found_[i];
      for (int n = component.first; n <= component.head_last; ++n) mark(n);
      if (component.last > 0) mark(component.last);
      if (component.title.empty()) continue;
      out_.at_line[static_cast<std::size_t>(component.first)] = static_cast<std::int32_t>(out_.all.size());
      out_.all.push_back(component);
    }
  }

  void mark(int n) {
    is_tag_[static_cast<std::size_t>(n)] = true;
    out_.at_line[static_cast<std::size_t>(n)] = Components::kTag;
  }

  static constexpr std::size_t kNoParent = static_cast<std::size_t>(-1);

  const std::string& text_;
  Lines lines_;
  Components out_;
  std::vector<Component> found_;  // in the order of their opening
  std::vector<std::string_view> names_;
  std::vector<std::size_t> parents_;  // by component
  std::vector<int> indent_;           // columns before the tag
  std::vector<int> content_;          // columns before the first line inside; -1 for none
  std::vector<bool> used_;
  std::vector<bool> is_tag_;  // by line
  std::vector<std::size_t> open_;
  char fence_ = 0;
  std::size_t fence_length_ = 0;
  bool in_comment_ = false;
};

}  // namespace

Components take_components(std::string& text) {
  if (text.find('<') == std::string::npos) return {};
  Taker taker(text);
  Components components = taker.find();
  if (!components.all.empty()) text = taker.without();
  return components;
}

}  // namespace fingerpost
