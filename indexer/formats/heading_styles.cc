#include "indexer/formats/heading_styles.h"

#include <algorithm>

namespace fingerpost {

bool HeadingStyles::is_heading_at(int n, const Lines& lines) {
  if (n + 1 > lines.count()) return false;
  const std::string_view line = trim(lines.line(n));
  const std::string_view below = trim(lines.line(n + 1));
  return !line.empty() && is_adornment(below) && !is_adornment(line) && below.size() + 2 >= line.size();
}

int HeadingStyles::read_heading(int n, int last, TextOutline& outline) {
  const Lines& lines = outline.lines;
  if (n + 1 <= last && is_heading_at(n, lines)) {
    outline.heading(level_of(trim(lines.line(n + 1)).front(), false), n, n + 1, trim(lines.line(n)));
    return n + 2;
  }
  if (n + 2 <= last && is_adornment(lines.line(n)) && is_adornment(lines.line(n + 2)) && !outline.blank(n + 1) &&
      trim(lines.line(n)) == trim(lines.line(n + 2))) {
    outline.heading(level_of(trim(lines.line(n)).front(), true), n, n + 2, trim(lines.line(n + 1)));
    return n + 3;
  }
  return 0;
}

int HeadingStyles::level_of(char mark, bool over) {
  const std::string style = std::string(1, mark) + (over ? "o" : "");
  const auto known = std::find(styles_.begin(), styles_.end(), style);
  if (known != styles_.end()) return static_cast<int>(known - styles_.begin()) + 1;
  styles_.push_back(style);
  return static_cast<int>(styles_.size());
}

}  // namespace fingerpost
