// How deep in brackets each line of a JavaScript or TypeScript source is: strings, templates, comments and regular
// expressions skipped. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace fingerpost {

struct BracketLine {
  int depth_before = 0;  // open brackets where the line begins; an open template counts as one
  int base = 0;          // the same behind the closing brackets with which the line begins
  char first = '\0';     // its first and last characters that are neither space nor comment; '\0' for none
  char last = '\0';
  bool closes_with_comma = false;  // begins with a closing bracket and a comma
};

// A line each, or nothing when the brackets do not match, in which case the depths would mislead. Linear.
std::optional<std::vector<BracketLine>> bracket_lines(std::string_view text);

}  // namespace fingerpost
