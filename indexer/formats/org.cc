// Org, the outlines of Emacs (https://orgmode.org/manual/): headings by stars, paragraphs, items, tables, blocks of
// code.
#include <string>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/markdown_inline.h"
#include "indexer/formats/text_outline.h"

namespace fingerpost {
namespace {

bool claims(std::string_view path) {
  return extension_of(path) == "org";
}

// The stars of a heading; 0 for another line.
int level_of(std::string_view line) {
  const std::size_t stars = line.find_first_not_of('*');
  return stars != std::string_view::npos && stars > 0 && line[stars] == ' ' ? static_cast<int>(stars) : 0;
}

bool begins(std::string_view line, std::string_view what) {
  return starts_with_ignoring_case(trim(line), what);
}

// A table with its rows, from line n on; returns the line behind it.
int add_table(int n, TextOutline& outline) {
  const Lines& lines = outline.lines;
  const std::string_view header = trim(lines.line(n));
  int last = n;
  while (last < lines.count() && begins(lines.line(last + 1), "|")) ++last;
  outline.enter(Kind::table, n, last);
  for (int row = n; row <= last; ++row) {
    const std::string_view line = trim(lines.line(row));
    if (line.starts_with("|-")) continue;
    outline.add_row(row, row, line.substr(1, line.find('|', 1) - 1), row == n ? std::string_view() : header);
  }
  outline.leave(last);
  return last + 1;
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  TextOutline outline(source, under, out);
  const Lines& lines = outline.lines;
  for (int n = 1; n <= lines.count();) {
    const std::string_view line = trim(lines.line(n));
    if (const int level = level_of(lines.line(n)); level > 0) {
      outline.heading(level, n, n, line.substr(static_cast<std::size_t>(level)));
      ++n;
    } else if (begins(line, "#+begin_src") || begins(line, "#+begin_example")) {
      int last = n + 1;
      while (last < lines.count() && !begins(lines.line(last), "#+end_")) ++last;
      std::string_view language = trim(line.substr(std::min(line.size(), line.find_first_of(" \t"))));
      language = language.substr(0, language.find_first_of(" \t"));
      last = std::min(last, lines.count());
      outline.add_code(n, last, n + 1, begins(lines.line(last), "#+end_") ? last - 1 : last, language);
      n = last + 1;
    } else if (line.empty() || begins(line, "#+") || (line.front() == ':' && line.ends_with(':'))) {
      ++n;  // a keyword or a drawer's mark
    } else if (line.front() == '|') {
      n = add_table(n, outline);
    } else {
      const bool item = is_list_item(line);
      int last = n;
      while (last < lines.count()) {
        const std::string_view next = trim(lines.line(last + 1));
        if (next.empty() || next.front() == '|' || begins(next, "#+") || level_of(lines.line(last + 1)) > 0 ||
            is_list_item(next))
          break;
        ++last;
      }
      outline.add(item ? Kind::list_item : Kind::paragraph, n, last,
                  item ? lead_in_of(trim(line.substr(line.find(' ')))).label : std::string());
      n = last + 1;
    }
  }
  outline.close_all();
}

}  // namespace

extern const Format org_format;
const Format org_format = {"org", claims, read, {}};

}  // namespace fingerpost
