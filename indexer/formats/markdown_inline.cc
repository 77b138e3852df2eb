#include "indexer/formats/markdown_inline.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestLabel = 60;

std::string collapsed(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (is_space(c)) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string unquoted_label(std::string_view text) {
  text = trim(text);
  while (!text.empty() && (text.back() == ':' || text.back() == '?' || text.back() == '.')) {
    if (text.back() == '?') break;
    text.remove_suffix(1);
  }
  text = trim(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    text = text.substr(1, text.size() - 2);
  return collapsed(text);
}

// The text of the code span that begins at `at` and, in `end`, the position behind it; nothing when no equally long run
// of backticks closes it within a few hundred bytes (more is no span that a person writes).
std::optional<std::string_view> code_span(std::string_view text, std::size_t at, std::size_t& end) {
  constexpr std::size_t kLongestSpan = 400;
  std::size_t begin = at;
  while (begin < text.size() && text[begin] == '`') ++begin;
  const std::size_t ticks = begin - at;
  const std::size_t limit = std::min(text.size(), begin + kLongestSpan);
  for (std::size_t i = begin; i < limit; ++i) {
    if (text[i] != '`') continue;
    std::size_t after = i;
    while (after < text.size() && text[after] == '`') ++after;
    if (after - i == ticks) {
      end = after;
      return text.substr(begin, i - begin);
    }
    i = after - 1;
  }
  return std::nullopt;
}

// Where what parts a label from its text first stands outside of a code span.
std::size_t find_label_mark(std::string_view text) {
  static constexpr std::string_view kMarks[] = {": ", " — ", " – ", " - ", " → ", " -> ", " => "};
  for (std::size_t i = 0; i < text.size();) {
    std::size_t behind = 0;
    if (text[i] == '`' && code_span(text, i, behind)) {
      i = behind;
      continue;
    }
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if ((text[i] == ':' && next == ' ') || (text[i] == ' ' && (next == '-' || next == '=' || next == '\xe2')))
      for (const std::string_view mark : kMarks)
        if (text.substr(i).starts_with(mark)) return i;
    ++i;
  }
  return std::string_view::npos;
}

// The id in brackets behind a title: of several words, so that "Backups [beta]" keeps its mark.
std::string_view id_in_brackets(std::string_view heading) {
  const auto at = heading.rfind(" [");
  if (at == std::string_view::npos || at == 0 || !heading.ends_with(']')) return {};
  const std::string_view id = heading.substr(at + 2, heading.size() - at - 3);
  const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_' || c == '.';
  });
  return plain && !id.empty() && !is_digit(id.front()) && id.find_first_of("-_", 1) != std::string_view::npos
             ? id
             : std::string_view();
}

}  // namespace

std::string plain_text(std::string_view markdown) {
  if (markdown.find_first_of("\\`*_~![]{<") == std::string_view::npos) return collapsed(markdown);
  std::string out;
  for (std::size_t i = 0; i < markdown.size();) {
    const char c = markdown[i];
    const char next = i + 1 < markdown.size() ? markdown[i + 1] : '\0';
    if (c == '\\' && i + 1 < markdown.size() && !is_alnum(next)) {
      out += next;
      i += 2;
    } else if (c == '`') {
      std::size_t end = i;
      if (const auto code = code_span(markdown, i, end)) {
        out += *code;
        i = end;
      } else {
        while (i < markdown.size() && markdown[i] == '`') ++i;
      }
    } else if (c == '*') {
      ++i;
    } else if (c == '_' && (i == 0 || !is_alnum(markdown[i - 1]) || !is_alnum(next))) {
      ++i;
    } else if (c == '~' && next == '~') {
      i += 2;
    } else if (c == '!' && next == '[') {
      ++i;
    } else if (c == '[') {
      ++i;
    } else if (c == ']' && next == '(') {
      int depth = 0;
      std::size_t end = i + 1;
      for (; end < markdown.size(); ++end) {
        if (markdown[end] == '(') ++depth;
        if (markdown[end] == ')' && --depth == 0) break;
      }
      i = end < markdown.size() ? end + 1 : i + 1;
    } else if (c == ']') {
      ++i;
    } else if (c == '{' && (next == '#' || next == '.' || next == ':') &&
               markdown.find('}', i) != std::string_view::npos) {
      i = markdown.find('}', i) + 1;
    } else if (c == '<' && (is_alpha(next) || next == '/' || next == '!')) {
      const auto end = markdown.find('>', i);
      // "<name>" in a heading is a placeholder rather than a tag when it is no tag's name; keep what reads as a word.
      if (end == std::string_view::npos) {
        out += c;
        ++i;
      } else {
        static constexpr std::string_view kTags[] = {"a",     "b",       "i",       "p",    "br",     "em",  "code",
                                                     "span",  "strong",  "sub",     "sup",  "img",    "div", "kbd",
                                                     "small", "summary", "details", "font", "center", "h1",  "h2",
                                                     "h3",    "h4",      "td",      "tr",   "th"};
        std::string_view name = markdown.substr(i + 1, end - i - 1);
        if (!name.empty() && name.front() == '/') name.remove_prefix(1);
        name = name.substr(0, name.find_first_of(" \t/"));
        if (next == '!' || std::any_of(std::begin(kTags), std::end(kTags),
                                       [&](std::string_view tag) { return equal_ignoring_case(tag, name); })) {
          i = end + 1;
        } else {
          out += c;
          ++i;
        }
      }
    } else {
      out += c;
      ++i;
    }
  }
  return collapsed(out);
}

std::string_view attribute_list_id(std::string_view text) {
  if (!text.starts_with("{")) return {};
  text = text.substr(1, 200);
  const auto close = text.find_first_of("}\n");
  if (close == std::string_view::npos || text[close] != '}') return {};
  text = text.substr(text.starts_with(":") ? 1 : 0, close - (text.starts_with(":") ? 1 : 0));
  std::string_view id;
  while (!(text = trim(text)).empty()) {
    std::size_t end = std::min(text.find(' '), text.size());
    if (const auto quote = text.substr(0, end).find('"'); quote != std::string_view::npos)
      end = std::min(text.find('"', quote + 1), text.size() - 1) + 1;
    const std::string_view word = text.substr(0, end);
    // Anything else makes it no list: "{{ #if x }}".
    if (word.front() != '#' && word.front() != '.' && word.find('=') == std::string_view::npos) return {};
    if (word.front() == '#' && id.empty()) id = word.substr(1);
    text.remove_prefix(end);
  }
  return id;
}

HeadingText heading_of(std::string_view text) {
  text = trim(text);
  if (const auto braces = text.rfind('{'); braces != std::string_view::npos)
    if (const std::string_view id = attribute_list_id(text.substr(braces)); !id.empty())
      return {plain_text(text), std::string(id)};
  const std::string_view id = id_in_brackets(text);
  if (!id.empty()) text = trim(text.substr(0, text.size() - id.size() - 2));
  return {plain_text(text), std::string(id)};
}

LeadIn lead_in_of(std::string_view text) {
  LeadIn out;
  text = trim(text);
  const std::string_view first_line = text.substr(0, text.find('\n'));
  const bool bold = text.starts_with("**") || text.starts_with("__");
  if (bold || text.starts_with("`")) {
    const std::string_view mark = bold ? text.substr(0, 2) : text.substr(0, 1);
    const auto end = text.find(mark, mark.size());
    if (end == std::string_view::npos || end > 200) return out;
    out.label = unquoted_label(plain_text(text.substr(0, end + mark.size())));
    std::string_view rest = trim(text.substr(end + mark.size()));
    if (!rest.empty() && rest.front() == ':') rest = trim(rest.substr(1));
    const bool parenthesis =
        !rest.empty() && rest.front() == '(' && rest.size() <= 80 && (rest.back() == ')' || rest.ends_with("):"));
    out.stands_alone = bold && (rest.empty() || parenthesis);
    return out;
  }
  // Only a short start can be a label; of the rest, no more is looked at than closes a code span.
  const std::string_view head = first_line.substr(0, 480);
  std::size_t stop = find_label_mark(head);
  if (stop == std::string_view::npos && first_line.ends_with(":")) stop = first_line.size() - 1;
  if (stop != std::string_view::npos && stop > 0 && stop <= kLongestLabel)
    out.label = unquoted_label(plain_text(first_line.substr(0, stop)));
  return out;
}

std::string variable_named(std::string_view text) {
  text = trim(text);
  // A heading may link to itself: [`NAME=<value>`](#NAME) {#NAME}.
  while (!text.empty() && (text.front() == '`' || text.front() == '*' || text.front() == '[' || text.front() == '#' ||
                           text.front() == ' '))
    text.remove_prefix(1);
  std::size_t end = 0;
  bool underscore = false;
  while (end < text.size() && (is_upper(text[end]) || is_digit(text[end]) || text[end] == '_' || text[end] == '*')) {
    underscore |= text[end] == '_';
    ++end;
  }
  if (end < 4 || !underscore || !is_upper(text[0])) return {};
  const std::string_view rest = text.substr(end);
  if (!rest.empty() && (is_alnum(rest.front()) || rest.front() == '-')) return {};
  return std::string(text.substr(0, end));
}

}  // namespace fingerpost
