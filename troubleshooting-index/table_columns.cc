#include "troubleshooting-index/table_columns.h"

#include "base/text.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostColumns = 12;
constexpr std::size_t kLongestHeader = 1'500;  // bytes

// A column whose name holds a label as its first or last words: "Most Likely Cause", "Fix (short)".
Part part_of_column(std::string_view name) {
  const Labels& labels = Labels::built_in();
  Part part = labels.part_of(name);
  if (part != Part::none) return part;
  for (const char* const mark : {"/", " → ", " and ", " or ", ", "})
    if (const auto at = name.find(mark); at != std::string_view::npos) {
      part = labels.part_of(name.substr(0, at));
      if (part != Part::none) return part;
    }
  if (const auto space = name.rfind(' '); space != std::string_view::npos) {
    part = labels.part_of(name.substr(space + 1));
    if (part == Part::cause || part == Part::step || part == Part::symptom || part == Part::level ||
        part == Part::meaning)
      return part;
  }
  return Part::none;
}

}  // namespace

std::vector<std::string_view> cells_of(std::string_view row) {
  row = trim(row);
  while (!row.empty() && (row.front() == '>' || row.front() == ' ')) row.remove_prefix(1);
  if (row.starts_with('|')) row.remove_prefix(1);
  if (row.ends_with('|') && !row.ends_with("\\|")) row.remove_suffix(1);
  std::vector<std::string_view> cells;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= row.size(); ++at) {
    if (at < row.size() && (row[at] != '|' || (at > 0 && row[at - 1] == '\\'))) continue;
    cells.push_back(trim(row.substr(begin, at - begin)));
    begin = at + 1;
  }
  return cells;
}

Columns columns_of(std::string_view header) {
  Columns columns;
  for (const std::string_view cell : cells_of(header.substr(0, kLongestHeader))) {
    if (columns.parts.size() >= kMostColumns) break;
    columns.names.push_back(shown_title(cell));
    columns.parts.push_back(part_of_column(columns.names.back()));
  }
  for (const std::string& name : columns.names)
    columns.names_failure = columns.names_failure || Labels::built_in().wording_of(name).strong > 0;
  // "Check" is what to do, unless it stands first and other columns say what it means.
  if ((columns.names_failure || columns.has(Part::meaning) || columns.has(Part::level)) && !columns.parts.empty() &&
      columns.parts.front() == Part::step)
    columns.parts.front() = Part::metric;
  for (const Part part : {Part::symptom, Part::code, Part::metric})
    if (columns.title < 0) columns.title = columns.of(part);
  return columns;
}

}  // namespace fingerpost
