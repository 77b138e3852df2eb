#include "indexer/formats/asciidoc_table.h"

#include <algorithm>
#include <string>

namespace fingerpost {
namespace {

constexpr std::size_t kMostColumns = 100;

// How many columns cols="1,2a,3*" asks for; 0 when it is not said.
std::size_t columns_in(std::string_view attributes) {
  const std::size_t at = attributes.find("cols=");
  if (at == std::string_view::npos) return 0;
  std::string_view value = attributes.substr(at + 5);
  if (value.starts_with('"')) {
    value = value.substr(1, value.find('"', 1) == std::string_view::npos ? value.npos : value.find('"', 1) - 1);
  } else {
    value = value.substr(0, value.find(','));
  }
  std::size_t columns = 0;
  for (std::string_view part : split(value, ',')) {
    part = trim(part);
    const std::size_t star = part.find('*');
    std::size_t times = 0;
    if (star != std::string_view::npos)
      for (const char c : part.substr(0, star))
        if (is_digit(c)) times = std::min(times * 10 + static_cast<std::size_t>(c - '0'), kMostColumns);
    columns += star == std::string_view::npos ? 1 : times;
  }
  return std::min(columns, kMostColumns);
}

struct Cell {
  int line;
  std::string text;
};

// The cells that begin in a line; what stands before the first bar is left to the caller.
std::vector<std::string_view> cells_in(std::string_view line) {
  std::vector<std::string_view> cells;
  std::size_t start = std::string_view::npos;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    const bool bar = i < line.size() && line[i] == '|' && (i == 0 || line[i - 1] != '\\');
    if (!bar && i < line.size()) continue;
    if (start != std::string_view::npos) cells.push_back(trim(line.substr(start, i - start)));
    start = i + 1;
  }
  return cells;
}

// "a|", "2+|", "^.^s|": what may stand before a cell's bar.
bool is_cell_style(std::string_view text) {
  return text.size() <= 8 && text.find_first_not_of("0123456789.+*<^>adehlmsv") == std::string_view::npos;
}

}  // namespace

void read_asciidoc_rows(int first, int last, std::string_view attributes, TextOutline& outline) {
  std::vector<Cell> cells;
  std::size_t columns = columns_in(attributes);
  int first_row_line = 0;
  bool header = contains(attributes, "header");
  for (int n = first; n <= last; ++n) {
    const std::string_view line = trim(outline.lines.line(n));
    if (line.empty()) {
      // A blank line below the first row makes that a header.
      if (first_row_line != 0 && n == first_row_line + 1 && !contains(attributes, "noheader")) header = true;
      continue;
    }
    const std::size_t bar = line.find('|');
    if (bar == std::string_view::npos || !is_cell_style(line.substr(0, bar))) {
      if (!cells.empty()) cells.back().text += " " + std::string(line);
      continue;
    }
    const auto found = cells_in(line);
    if (first_row_line == 0) {
      first_row_line = n;
      if (columns == 0) columns = std::clamp<std::size_t>(found.size(), 1, kMostColumns);
    }
    for (const std::string_view cell : found) cells.push_back({n, std::string(cell)});
  }
  std::string header_words;
  for (std::size_t at = 0; at < cells.size(); at += columns) {
    const std::size_t behind = std::min(at + columns, cells.size());
    if (at == 0 && header && cells.size() > columns) {
      for (std::size_t i = at; i < behind; ++i) header_words += cells[i].text + " ";
      continue;
    }
    // A row's last cell may go on up to the line before the next row.
    int row_last = behind < cells.size() ? std::max(cells[behind].line - 1, cells[at].line) : last;
    while (row_last > cells[at].line && outline.blank(row_last)) --row_last;
    outline.add_row(cells[at].line, row_last, cells[at].text, header_words);
  }
}

}  // namespace fingerpost
