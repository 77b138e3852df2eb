#include "indexer/formats/comments.h"

#include <algorithm>

namespace fingerpost {
namespace {

constexpr int kLookedAt = 120;  // lines from the file's start
constexpr int kLongest = 40;    // lines of one comment

bool is_line_comment(std::string_view line) {
  return line.starts_with("//") || line.starts_with("#") || line.starts_with("--") || line.starts_with(";") ||
         line.starts_with("%");
}

bool is_licence(std::string_view text) {
  return contains(text, "icense") || contains(text, "opyright") || contains(text, "SPDX");
}

bool says_something(const Lines& lines, int first, int last) {
  if (is_licence(lines.range(first, last))) return false;
  for (int n = first; n <= last; ++n)
    if (!speaks_to_tools(trim(lines.line(n)))) return true;
  return false;
}

// The last line of the comment or docstring that begins at `line`; 0 where none does.
int end_of_comment(const Lines& lines, int line) {
  const int bound = std::min(lines.count(), line + kLongest - 1);
  const std::string_view head = trim(lines.line(line));
  std::string_view mark;
  if (head.starts_with("/*"))
    mark = "*/";
  else if (head.starts_with("\"\"\"") || head.starts_with("'''"))
    mark = head.substr(0, 3);
  if (!mark.empty()) {
    if (head.find(mark, mark.size()) != std::string_view::npos) return line;
    for (int n = line + 1; n <= bound; ++n)
      if (contains(lines.line(n), mark)) return n;
    return bound;
  }
  int last = 0;
  for (int n = line; n <= bound && is_line_comment(trim(lines.line(n))); ++n) last = n;
  return last;
}

// What may stand before the comment that tells what a file is for.
bool is_preamble(std::string_view line) {
  return line.empty() || line.starts_with("#!") || line.starts_with("<?php") || line.starts_with("'use strict'") ||
         line.starts_with("\"use strict\"") || line.starts_with("@echo off");
}

}  // namespace

bool speaks_to_tools(std::string_view line) {
  while (!line.empty() && (line.front() == '#' || line.front() == '/' || line.front() == '*' || line.front() == '-' ||
                           line.front() == ' ' || line.front() == ';'))
    line.remove_prefix(1);
  for (const std::string_view start : {"!",
                                       "*- ",
                                       "frozen_string_literal",
                                       "typed:",
                                       "shellcheck",
                                       "go:",
                                       "+build",
                                       "eslint",
                                       "@ts-",
                                       "vim:",
                                       "pylint",
                                       "type:",
                                       "noqa",
                                       "coding:",
                                       "encoding:",
                                       "prettier-ignore",
                                       "flow",
                                       "@flow",
                                       "rubocop:",
                                       "nolint",
                                       "region",
                                       "pragma",
                                       "include",
                                       "define",
                                       "ifndef",
                                       "ifdef",
                                       "endif"})
    if (line.starts_with(start)) return true;
  return line.empty();
}

std::pair<int, int> head_comment(const Lines& lines) {
  for (int n = 1; n <= std::min(lines.count(), kLookedAt); ++n) {
    const std::string_view line = trim(lines.line(n));
    if (is_preamble(line)) continue;
    const int last = end_of_comment(lines, n);
    if (last == 0) break;
    if (says_something(lines, n, last)) {
      while (n < last && speaks_to_tools(trim(lines.line(n)))) ++n;
      return {n, last};
    }
    n = last;
  }
  return {0, 0};
}

std::pair<int, int> comment_above(const Lines& lines, int line) {
  if (line < 2 || line > lines.count()) return {0, 0};
  int first = line;
  const std::string_view nearest = trim(lines.line(line - 1));
  if (nearest.ends_with("*/")) {
    for (int n = line - 1; n >= std::max(1, line - kLongest); --n)
      if (trim(lines.line(n)).starts_with("/*")) {
        first = n;
        break;
      }
  } else {
    while (first > std::max(1, line - kLongest) && is_line_comment(trim(lines.line(first - 1))) &&
           !trim(lines.line(first - 1)).starts_with("#!"))
      --first;
  }
  if (first == line || !says_something(lines, first, line - 1)) return {0, 0};
  return {first, line - 1};
}

std::pair<int, int> comment_over_setting(const Lines& lines, int line) {
  const bool apart = line > 2 && line <= lines.count() && trim(lines.line(line - 1)).empty() &&
                     trim(lines.line(line - 2)).ends_with("*/");
  return comment_above(lines, apart ? line - 1 : line);
}

std::string_view comment_behind(std::string_view line, std::initializer_list<std::string_view> marks) {
  for (const std::string_view mark : marks) {
    if (line.find(mark.front()) == std::string_view::npos) continue;  // most lines, and soon seen
    for (auto at = line.rfind(mark); at != std::string_view::npos && at > 0; at = line.rfind(mark, at - 1))
      if (line[at - 1] == ' ') {
        if (line.find_first_of("\"'", at) == std::string_view::npos) return line.substr(at);
        break;
      }
  }
  return {};
}

std::pair<int, int> docstring_below(const Lines& lines, int first, int last) {
  constexpr int kLongestHead = 30;     // lines of a signature
  constexpr int kDocstringLines = 20;  // what follows are arguments and examples
  const int bound = std::min({last, lines.count(), first + kLongestHead});
  int body = first;
  while (body < bound && !trim(lines.line(body)).ends_with(":")) ++body;
  ++body;
  while (body < bound && trim(lines.line(body)).empty()) ++body;
  if (body > std::min(last, lines.count())) return {0, 0};
  const std::string_view head = trim(lines.line(body));
  if (!head.starts_with("\"\"\"") && !head.starts_with("'''")) return {0, 0};
  return {body, std::min({end_of_comment(lines, body), last, body + kDocstringLines - 1})};
}

}  // namespace fingerpost
