#include "troubleshooting-index/shown.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "indexer/formats/boxes.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestLead = 140;    // bytes before the mark
constexpr std::size_t kLongestTarget = 600;  // of a link

// The end of a link's target, behind its ')', or npos.
std::size_t end_of_target(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < text.size() && at < open + kLongestTarget; ++at) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && --depth == 0) return at + 1;
  }
  return std::string_view::npos;
}

// An HTML tag at `at`, as its length; 0 for none ("<id>" in prose is kept: it is a placeholder).
std::size_t tag_at(std::string_view text, std::size_t at) {
  static constexpr std::string_view kTags[] = {
      "a",  "b",  "i",  "p",  "br", "em", "strong", "code", "kbd", "li",  "ul",  "ol",  "h1",      "h2",      "h3",
      "h4", "h5", "h6", "hr", "dl", "dt", "dd",     "span", "div", "sub", "sup", "pre", "summary", "details", "img"};
  std::size_t begin = at + 1;
  if (begin < text.size() && text[begin] == '/') ++begin;
  std::size_t end = begin;
  while (end < text.size() && is_alnum(text[end])) ++end;
  const std::string name = to_lower(text.substr(begin, end - begin));
  if (std::find(std::begin(kTags), std::end(kTags), name) == std::end(kTags)) return 0;
  if (end >= text.size() || (text[end] != '>' && text[end] != ' ' && text[end] != '/')) return 0;
  const auto close = text.substr(0, std::min(text.size(), at + 300)).find('>', end);
  return close == std::string_view::npos ? 0 : close + 1 - at;
}

// One line's inline text, appended.
void append_inline(std::string_view text, bool keep_ticks, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '`') {
      std::size_t run = 0;
      while (at + run < text.size() && text[at + run] == '`') ++run;
      const auto close = text.find(text.substr(at, run), at + run);
      if (close == std::string_view::npos) {
        if (keep_ticks) out.append(run, '`');
        at += run;
        continue;
      }
      if (keep_ticks)
        out.append(text.substr(at, close + run - at));
      else
        out.append(trim(text.substr(at + run, close - at - run)));
      at = close + run;
    } else if (c == '\\' && at + 1 < text.size() &&
               std::string_view("\\`*_{}[]()#+-.!|<>~\"'").find(text[at + 1]) != std::string_view::npos) {
      out += text[at + 1];
      at += 2;
    } else if (c == '*' || (c == '_' && (at == 0 || !is_alnum(text[at - 1]) || at + 1 >= text.size() ||
                                         (!is_alnum(text[at + 1]) && text[at + 1] != '_')))) {
      // A lone star between spaces is one.
      const bool lone = (at == 0 || text[at - 1] == ' ') && (at + 1 >= text.size() || text[at + 1] == ' ');
      const bool before_name = c == '_' && at + 1 < text.size() && text[at + 1] != '_' && !is_alpha(text[at + 1]) &&
                               (at == 0 || text[at - 1] != '_') && is_alnum(at == 0 ? ' ' : text[at - 1]);
      // A star of a path or a pattern, not of emphasis: "src/*", "*.log".
      const bool doubled = (at > 0 && text[at - 1] == '*') || (at + 1 < text.size() && text[at + 1] == '*');
      const bool glob =
          c == '*' && !doubled && ((at > 0 && text[at - 1] == '/') || (at + 1 < text.size() && text[at + 1] == '.'));
      if (lone || before_name || glob) out += c;
      ++at;
    } else if (c == '!' && at + 1 < text.size() && text[at + 1] == '[') {
      ++at;
    } else if (c == '[') {
      const auto close = text.substr(0, std::min(text.size(), at + kLongestTarget)).find("](", at);
      const std::size_t end = close == std::string_view::npos ? std::string_view::npos : end_of_target(text, close + 1);
      if (end == std::string_view::npos) {
        out += c;
        ++at;
      } else {
        const std::string_view label = text.substr(at + 1, close - at - 1);
        // A label holds no other link; one level is enough.
        for (std::size_t i = 0; i < label.size(); ++i)
          if (label[i] != '*' && (keep_ticks || label[i] != '`') && label[i] != '[') out += label[i];
        at = end;
      }
    } else if (c == '<') {
      if (const std::size_t tag = tag_at(text, at); tag > 0) {
        if (!out.empty() && out.back() != ' ' &&
            (starts_with_ignoring_case(text.substr(at), "<br") || starts_with_ignoring_case(text.substr(at), "<dd")))
          out += ' ';
        at += tag;
      } else {
        out += c;
        ++at;
      }
    } else {
      out += c;
      ++at;
    }
  }
}

std::string shown_line(std::string_view line, bool keep_ticks) {
  std::string out;
  out.reserve(line.size());
  append_inline(line, keep_ticks, out);
  // One space where several stood, outside of code as well as in it: what is shown is one line.
  std::string tidy;
  for (const char c : out)
    if (!(is_space(c) && (tidy.empty() || tidy.back() == ' '))) tidy += is_space(c) ? ' ' : c;
  while (!tidy.empty() && tidy.back() == ' ') tidy.pop_back();
  return tidy;
}

std::string shown(std::string_view raw, bool keep_ticks) {
  std::string joined;
  bool behind_head = false;  // of a container
  bool fenced = false;       // that a fence began
  for (std::string_view line : split(raw, '\n')) {
    line = without_marks(line);
    // Of a container, what its head says.
    const bool of_box = std::exchange(behind_head, false) && is_box_option(line);
    const std::optional<BoxHead> head =
        line.starts_with(":::") || line.starts_with("```{") ? box_head(line) : std::nullopt;
    if (head) {
      behind_head = true;
      fenced = line.front() == '`';
      line = head->title;
    } else if (fenced && is_bare_fence(line)) {
      line = {};
    }
    if (line.empty() || of_box) continue;
    if (!joined.empty()) joined += ' ';
    joined += line;
  }
  return shown_line(joined, keep_ticks);
}

// The length of an arrow at `at`, 0 for none.
std::size_t arrow_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != '-' && text[at] != '=' && text[at] != '\xe2')) return 0;
  for (const std::string_view arrow : {"→", "⇒", "➜", "➔", "⟶", "=>", "->", "-->"})
    if (text.substr(at).starts_with(arrow)) return arrow.size();
  return 0;
}

}  // namespace

std::string_view without_marks(std::string_view raw) {
  raw = trim(raw);
  while (!raw.empty()) {
    if (raw.front() == '>') {
      raw = trim(raw.substr(1));
    } else if (raw.size() > 1 && (raw.front() == '-' || raw.front() == '*' || raw.front() == '+') && is_space(raw[1])) {
      raw = trim(raw.substr(2));
    } else if (raw.front() == ':' && raw.size() > 1 && is_space(raw[1])) {
      raw = trim(raw.substr(2));  // of a definition
    } else if (raw.starts_with("• ")) {
      raw = trim(raw.substr(std::string_view("• ").size()));
    } else if (is_digit(raw.front())) {
      std::size_t digits = 0;
      while (digits < raw.size() && is_digit(raw[digits])) ++digits;
      if (digits > 3 || digits + 1 >= raw.size() || (raw[digits] != '.' && raw[digits] != ')') ||
          !is_space(raw[digits + 1]))
        break;
      raw = trim(raw.substr(digits + 2));
    } else if (raw.starts_with("[ ] ") || raw.starts_with("[x] ") || raw.starts_with("[X] ")) {
      raw = trim(raw.substr(4));
    } else {
      break;
    }
  }
  return raw;
}

std::string shown_text(std::string_view raw) {
  return shown(raw, true);
}

std::string shown_cell(std::string_view raw) {
  return shown_line(trim(raw), true);
}

std::string shown_title(std::string_view raw) {
  while (!raw.empty() && raw.front() == '#') raw.remove_prefix(1);
  std::string title = shown(raw, false);
  while (!title.empty() && (title.back() == ':' || title.back() == ' ')) title.pop_back();
  if (title.ends_with("：")) title.resize(title.size() - 3);
  if (title.size() > 2 && title.front() == '"' && title.find('"', 1) == title.size() - 1)
    title = title.substr(1, title.size() - 2);
  return title;
}

Lead lead_of(std::string_view raw) {
  Lead lead;
  const std::string_view text = without_marks(raw);
  if (text.empty()) return lead;
  // Bold words first: what follows them is the rest, whatever mark stands between.
  for (const std::string_view mark : {"**", "__"}) {
    if (!text.starts_with(mark)) continue;
    const auto close = text.substr(0, std::min(text.size(), kLongestLead + 40)).find(mark, mark.size());
    if (close == std::string_view::npos || close == mark.size()) break;
    std::string_view rest = text.substr(close + mark.size());
    const std::string_view head = text.substr(0, close + mark.size());
    const std::string_view inner = text.substr(mark.size(), close - mark.size());
    // "**Agent not detected** popup: …" has its mark later on; "**Note** that it fails" has none.
    std::string_view after = trim(rest);
    const bool closed = inner.ends_with(':') || inner.ends_with('.') || inner.ends_with('?') || inner.ends_with('!') ||
                        inner.ends_with("：");
    if (closed || after.empty() || after.front() == ':' || after.starts_with("—") || after.starts_with("–") ||
        after.starts_with("- ") || after.starts_with("：") || arrow_at(after, 0) > 0 || rest.front() == '\n') {
      lead.arrow = !after.empty() && arrow_at(after, 0) > 0;
      std::size_t skip = 0;
      if (!after.empty() && (after.front() == ':' || after.starts_with("- "))) skip = 1;
      if (after.starts_with("—") || after.starts_with("–") || after.starts_with("：")) skip = 3;
      if (lead.arrow) skip = arrow_at(after, 0);
      lead.head = head;
      lead.rest = trim(after.substr(skip));
      lead.bold = true;
      return lead;
    }
    break;
  }
  bool in_code = false;
  int brackets = 0;  // "(2.3.0 – 2.3.2)" holds no mark
  for (std::size_t at = 0; at < text.size() && at <= kLongestLead; ++at) {
    const char c = text[at];
    if (c == '`') in_code = !in_code;
    if (in_code) continue;
    if (c == '(') ++brackets;
    if (c == ')') --brackets;
    if (brackets > 0) continue;
    const bool plain = static_cast<unsigned char>(c) < 0x80;
    if (plain && c != ':' && c != '-' && c != '=' && c != '.' && c != '!' && c != '?') continue;
    if (at > 0 && is_space(text[at - 1])) {
      if (const std::size_t arrow = arrow_at(text, at);
          arrow > 0 && at + arrow < text.size() && is_space(text[at + arrow])) {
        lead.head = trim(text.substr(0, at));
        lead.rest = trim(text.substr(at + arrow));
        lead.arrow = true;
        return lead;
      }
      if (text.substr(at).starts_with("— ") || text.substr(at).starts_with("– ")) {
        lead.head = trim(text.substr(0, at));
        lead.rest = trim(text.substr(at + 3));
        return lead;
      }
    }
    if ((c == ':' && (at + 1 == text.size() || is_space(text[at + 1]))) ||
        (!plain && text.substr(at).starts_with("："))) {
      lead.head = trim(text.substr(0, at));
      lead.rest = trim(text.substr(at + (c == ':' ? 1 : 3)));
      lead.bold = lead.head.starts_with("**");
      return lead;
    }
    if ((c == '.' || c == '!' || c == '?') && at + 1 < text.size() && is_space(text[at + 1])) break;  // a sentence
  }
  return lead;
}

bool is_quoted(std::string_view raw) {
  raw = trim(raw);
  while (!raw.empty() && (raw.front() == '*' || raw.front() == '_' || raw.front() == '#' || raw.front() == ' '))
    raw.remove_prefix(1);
  if (raw.size() < 3) return false;
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"\"", "\""},
                                    {"`", "`"},
                                    {"“", "”"},
                                    {"'", "'"},
                                    {"«", "»"},
                                    {"「", "」"}})
    if (raw.starts_with(open) && raw.find(close, open.size()) != std::string_view::npos) return true;
  return false;
}

}  // namespace fingerpost
