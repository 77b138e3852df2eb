#include "indexer/formats/restructuredtext_table.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/utf8.h"

namespace fingerpost {
namespace {

constexpr int kMostBlankLines = 100;

bool consists_of(std::string_view line, std::string_view characters) {
  return line.find_first_not_of(characters) == std::string_view::npos;
}

// "+----+====+"
bool is_grid_border(std::string_view line) {
  line = trim(line);
  return line.size() >= 4 && line.front() == '+' && line.back() == '+' && (line[1] == '-' || line[1] == '=') &&
         consists_of(line, "+-=");
}

// "==== ====="; one column alone underlines a heading.
bool is_simple_border(std::string_view line) {
  line = trim(line);
  return line.size() >= 3 && line.front() == '=' && line.back() == '=' && contains(line, " ") &&
         consists_of(line, "= ");
}

// The first column of a simple table, counted in characters as its border is.
std::string_view first_column(std::string_view line, int from, int width) {
  std::size_t at = 0;
  for (int i = 0; i < from && at < line.size(); ++i) take_code_point(line, at);
  const std::size_t start = at;
  for (int i = 0; i < width && at < line.size(); ++i) take_code_point(line, at);
  return trim(line.substr(start, at - start));
}

void append(std::string& text, std::string_view more) {
  if (more.empty()) return;
  if (!text.empty()) text += ' ';
  text += more;
}

struct Row {
  int first = 0;
  int last = 0;
  std::string cell;  // the first one
  std::string all;
};

void put_rows(const std::vector<Row>& rows, std::size_t headers, TextOutline& outline) {
  std::string header;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i < headers && headers < rows.size())
      append(header, rows[i].all);
    else
      outline.add_row(rows[i].first, rows[i].last, rows[i].cell, header);
  }
}

}  // namespace

int read_grid_table(int n, int end, TextOutline& outline) {
  const Lines& lines = outline.lines;
  if (!is_grid_border(lines.line(n))) return 0;
  int last = n;
  while (last + 1 < end) {
    const std::string_view line = trim(lines.line(last + 1));
    if (!line.starts_with('+') && !line.starts_with('|')) break;
    ++last;
  }
  if (last == n) return 0;
  std::vector<Row> rows;
  std::size_t headers = 0;
  bool begin = true;
  for (int i = n; i <= last; ++i) {
    const std::string_view line = trim(lines.line(i));
    if (is_grid_border(line)) {
      if (line[1] == '=') headers = rows.size();
      begin = true;
      continue;
    }
    if (std::exchange(begin, false)) rows.push_back({i, i, {}, {}});
    Row& row = rows.back();
    row.last = i;
    const std::size_t bar = line.find('|', 1);
    append(row.cell, trim(line.substr(1, bar == std::string_view::npos ? bar : bar - 1)));
    std::string cells(line);
    std::replace(cells.begin(), cells.end(), '|', ' ');
    append(row.all, trim(cells));
  }
  outline.enter(Kind::table, n, n);
  put_rows(rows, headers, outline);
  outline.leave(last);
  return last + 1;
}

int read_simple_table(int n, int end, TextOutline& outline) {
  const Lines& lines = outline.lines;
  if (!is_simple_border(lines.line(n))) return 0;
  const int from = indentation_of(lines.line(n));
  const std::string_view border = trim(lines.line(n));
  const int width = static_cast<int>(border.find(' '));
  // The table ends with the border that has nothing below it; one without ends with its paragraph.
  int last = n;
  // Rows may have blank lines between them, but a bound on those keeps many unfinished tables from being searched for
  // their ends over and over.
  int blanks = 0;
  for (int i = n + 1; i < end && blanks < kMostBlankLines; ++i) {
    if (outline.blank(i)) ++blanks;
    if (!is_simple_border(lines.line(i))) continue;
    if (i + 1 >= end || outline.blank(i + 1)) {
      last = i;
      break;
    }
  }
  if (last == n)
    while (last + 1 < end && !outline.blank(last + 1)) ++last;
  if (last == n) return 0;
  std::vector<Row> rows;
  std::size_t headers = 0;
  for (int i = n + 1; i <= last; ++i) {
    const std::string_view line = lines.line(i);
    const std::string_view bare = trim(line);
    if (is_simple_border(line)) {
      if (i < last) headers = rows.size();
      continue;
    }
    if (bare.empty() || consists_of(bare, "- ")) continue;
    const std::string_view cell = first_column(line, from, width);
    if (!cell.empty() || rows.empty()) rows.push_back({i, i, std::string(cell), {}});
    rows.back().last = i;
    append(rows.back().all, bare);
  }
  outline.enter(Kind::table, n, n);
  put_rows(rows, headers, outline);
  outline.leave(last);
  return last + 1;
}

void read_list_rows(int first, int last, int headers, TextOutline& outline) {
  std::vector<Row> rows;
  int margin = -1;
  for (int i = first; i <= last; ++i) {
    const std::string_view line = outline.lines.line(i);
    const std::string_view bare = trim(line);
    if (bare.empty()) continue;
    const bool begins = bare.starts_with("* - ") || bare == "* -";
    if (begins && margin < 0) margin = indentation_of(line);
    if (begins && indentation_of(line) == margin) {
      rows.push_back({i, i, std::string(trim(bare.substr(3))), std::string(trim(bare.substr(3)))});
    } else if (!rows.empty()) {
      rows.back().last = i;
      append(rows.back().all, bare.starts_with("- ") ? trim(bare.substr(2)) : bare);
    }
  }
  put_rows(rows, static_cast<std::size_t>(std::max(headers, 0)), outline);
}

void read_csv_rows(int first, int last, int headers, TextOutline& outline) {
  std::vector<Row> rows;
  for (int i = first; i <= last; ++i) {
    const std::string_view bare = trim(outline.lines.line(i));
    if (bare.empty()) continue;
    const bool quoted = bare.front() == '"';
    const std::size_t stop = quoted ? bare.find('"', 1) : bare.find(',');
    const std::size_t start = quoted ? 1 : 0;
    const std::string_view cell = bare.substr(start, stop == std::string_view::npos ? stop : stop - start);
    rows.push_back({i, i, std::string(trim(cell)), std::string(bare)});
  }
  put_rows(rows, static_cast<std::size_t>(std::max(headers, 0)), outline);
}

}  // namespace fingerpost
