// Definition lists, which CommonMark does not know: "Term\n: what it means" (PHP Markdown Extra, Pandoc) and HTML's
// <dl>. Pure functions, any thread, linear.
#pragma once

#include <string_view>
#include <vector>

namespace fingerpost {

struct WrittenDefinition {
  std::string_view term;  // as written, inside the text
  std::string_view text;  // the term and all that is said of it, inside the text
  int first = 0;          // lines, counted from the text's first one as 0
  int last = 0;
};

// Whether a line begins what is said of a term: ": meaning".
bool begins_meaning(std::string_view line);

// The definitions that a paragraph consists of; none unless its first line is a term and its second says what it means.
std::vector<WrittenDefinition> definitions_in(std::string_view paragraph);

// The <dt> elements of a block of HTML, each with what stands before the next one.
std::vector<WrittenDefinition> html_definitions_in(std::string_view html);

}  // namespace fingerpost
