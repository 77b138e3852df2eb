// Headings marked by a line of punctuation below them, or above and below. Their levels come in the order in which the
// marks first appear (docutils' rule).
#pragma once

#include <string>
#include <vector>

#include "indexer/formats/text_outline.h"

namespace fingerpost {

class HeadingStyles {
 public:
  // Whether a heading with a line below it begins at line n.
  static bool is_heading_at(int n, const Lines& lines);

  // Puts the heading that begins at line n and ends by line `last`, if one does; the line behind it, or 0.
  int read_heading(int n, int last, TextOutline& outline);

 private:
  int level_of(char mark, bool over);
  std::vector<std::string> styles_;
};

}  // namespace fingerpost
