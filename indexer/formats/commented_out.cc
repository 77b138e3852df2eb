#include "indexer/formats/commented_out.h"

#include <algorithm>

namespace fingerpost {
namespace {

constexpr std::size_t kShortestKey = 3;
constexpr std::size_t kLongestKey = 80;
constexpr std::ptrdiff_t kMostWords = 6;  // of a value behind a sign
constexpr std::ptrdiff_t kMostArguments = 3;

// What begins a remark, with a colon behind it.
constexpr std::string_view kRemarks[] = {
    "note",   "example", "default", "defaults", "see",       "warning",   "todo",     "usage",   "tip",     "hint",
    "values", "ref",     "http",    "https",    "info",      "important", "caution",  "fixme",   "options", "type",
    "format", "source",  "docs",    "examples", "reference", "syntax",    "requires", "optional"};

constexpr std::string_view kSwitches[] = {"yes", "no", "on", "off", "true", "false", "none"};

std::ptrdiff_t words_in(std::string_view text) {
  return text.empty() ? 0 : std::count(text.begin(), text.end(), ' ') + 1;
}

bool is_compound(std::string_view key) {
  return key.find_first_of("-_.") != std::string_view::npos;
}

// A number, a switch, a path or a quoted text.
bool is_plain_value(std::string_view value) {
  const std::string_view first = value.substr(0, value.find(' '));
  if (first.empty() || among(kSwitches, first)) return !first.empty();
  const char c = first.front();
  return is_digit(c) || c == '/' || c == '"' || c == '\'' || c == '[' || c == '{' || c == '$' ||
         (c == '-' && first.size() > 1 && is_digit(first[1]));
}

bool ends_a_sentence(std::string_view text) {
  return !text.empty() && (text.back() == '.' || text.back() == ',' || text.back() == ':' || text.back() == '?');
}

// What stands behind the marks of a comment.
std::string_view inside(std::string_view line, std::string_view mark) {
  line = trim(line);
  while (line.starts_with(mark)) line.remove_prefix(mark.size());
  return line;
}

}  // namespace

std::optional<CommentedOut> commented_out(const Lines& lines, int n, std::string_view mark, bool directives) {
  std::string_view text = inside(lines.line(n), mark);
  if (text.starts_with(' ')) text.remove_prefix(1);
  if (text.empty() || !(is_alpha(text.front()) || text.front() == '_')) return std::nullopt;
  std::size_t end = 0;
  while (end < text.size() && (is_alnum(text[end]) || text[end] == '_' || text[end] == '-' || text[end] == '.')) ++end;
  const std::string_view key = text.substr(0, end);
  if (end < kShortestKey || end > kLongestKey || key.back() == '.' || key.back() == '-') return std::nullopt;
  const std::string_view rest = trim(text.substr(end));
  if (rest.empty()) return std::nullopt;
  if (rest.front() == '=' && !rest.starts_with("==") && !rest.starts_with("=>")) {
    const std::string_view value = trim(rest.substr(1));
    if (words_in(value) > kMostWords || (ends_a_sentence(value) && words_in(value) > 2)) return std::nullopt;
    return CommentedOut{key, value};
  }
  if (text[end] == ':' && end + 1 < text.size() && text[end + 1] == ' ') {
    const std::string_view value = trim(rest.substr(1));
    if (value.empty() || ends_a_sentence(value) || among(kRemarks, to_lower(key))) return std::nullopt;
    if (is_compound(key) ? words_in(value) > kMostWords : !is_plain_value(value) || words_in(value) > kMostArguments)
      return std::nullopt;
    return CommentedOut{key, value};
  }
  if (!directives || text[end] != ' ' || words_in(rest) > kMostArguments || ends_a_sentence(rest)) return std::nullopt;
  // Between lines of prose it is a part of them.
  const auto prose = [&](int other) {
    if (other < 1 || other > lines.count() || !trim(lines.line(other)).starts_with(mark)) return false;
    const std::string_view said = trim(inside(lines.line(other), mark));
    return words_in(said) > kMostArguments + 1;
  };
  if (prose(n + 1)) return std::nullopt;
  if (!is_compound(key) && !is_plain_value(rest)) return std::nullopt;
  if (prose(n - 1) && !ends_a_sentence(trim(lines.line(n - 1))) && !is_compound(key)) return std::nullopt;
  return CommentedOut{key, rest};
}

}  // namespace fingerpost
