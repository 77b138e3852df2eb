#include "indexer/formats/shell_settings.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "indexer/formats/comments.h"

namespace fingerpost {
namespace {

constexpr int kLongestList = 200;             // lines of NAME=( … )
constexpr std::size_t kSearchedValue = 4096;  // bytes

// The word that ends the here-document which begins on this line, or "".
std::string_view here_document(std::string_view line) {
  const auto at = line.find("<<");
  if (at == std::string_view::npos || line.substr(at).starts_with("<<<")) return {};
  std::string_view word = line.substr(at + 2);
  if (word.starts_with("-")) word.remove_prefix(1);
  word = trim(word);
  if (!word.empty() && (word.front() == '\'' || word.front() == '"' || word.front() == '\\')) word.remove_prefix(1);
  std::size_t end = 0;
  while (end < word.size() && (is_alnum(word[end]) || word[end] == '_')) ++end;
  return end > 0 && !is_digit(word.front()) ? word.substr(0, end) : std::string_view();
}

std::string_view without_declaration(std::string_view line) {
  for (const std::string_view word : {"export ", "readonly ", "declare ", "typeset "}) {
    if (!line.starts_with(word)) continue;
    line = trim(line.substr(word.size()));
    while (line.starts_with("-")) line = trim(line.substr(std::min(line.find(' '), line.size())));
  }
  return line;
}

// Capitals: a variable of the environment, whose default is where it is read (add_shell_reads).
bool is_of_environment(std::string_view name) {
  return name.size() >= 3 && is_upper(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
}

// What is indented is a setting only where it plainly is one: MIN_RAM=7800 under a condition.
bool is_constant(std::string_view name, std::string_view value) {
  if (value.empty() || contains(value, "$") || contains(value, "`") || name.find('_') == std::string_view::npos)
    return false;
  for (const char c : name)
    if (!is_upper(c) && !is_digit(c) && c != '_') return false;
  return true;
}

}  // namespace

void add_shell_settings(std::string_view text, std::int32_t under, Reading& out) {
  const Lines lines(text);
  std::string_view until;  // of the here-document being passed over
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view whole = lines.line(n);
    if (!until.empty()) {
      if (trim(whole) == until) until = {};
      continue;
    }
    if (whole.empty() || whole.front() == '#') continue;
    until = here_document(whole);
    const std::string_view line = without_declaration(trim(whole));
    std::size_t end = 0;
    while (end < line.size() && (is_alnum(line[end]) || line[end] == '_')) ++end;
    if (end < 2 || is_digit(line.front()) || end >= line.size() || line[end] != '=') continue;
    const std::string_view name = line.substr(0, end);
    std::string_view value = trim(line.substr(end + 1));
    if (is_space(whole.front()) && !is_constant(name, value)) continue;
    if (value.empty() || (is_of_environment(name) && (contains(value, "${" + std::string(name) + ":") ||
                                                      contains(value, "${" + std::string(name) + "-"))))
      continue;
    // "NAME=value command": set for that command alone.
    if (value.front() != '"' && value.front() != '\'' && value.front() != '$' && value.front() != '(' &&
        value.front() != '`' && comment_behind(value, {"#"}).empty() && value.find(' ') != std::string_view::npos &&
        !contains(value, ";"))
      continue;
    Place place;
    place.parent = under;
    place.line_start = place.line_end = n;
    place.key = place.name = std::string(name);
    if (const auto [first, last] = comment_above(lines, n); first != 0)
      place.comment = lines.range(first, last);
    else
      place.comment = comment_behind(value, {"#"});
    if (value.front() == '(' && value.find(')') == std::string_view::npos) {
      int last = n;
      while (last < lines.count() && last - n < kLongestList && !contains(lines.line(last), ")")) ++last;
      place.line_end = last;
      const auto begin = static_cast<std::size_t>(value.data() - text.data());
      value = text.substr(begin, lines.start_of(last) + lines.line(last).size() - begin);
    }
    place.text = value.substr(0, kSearchedValue);
    place.words = "script variable";
    n = place.line_end;
    out.add(std::move(place));
  }
}

}  // namespace fingerpost
