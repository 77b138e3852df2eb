// What the columns of a table hold, by their names: "| Symptom | Most Likely Cause | First Action |". Pure functions,
// any thread.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "troubleshooting-index/labels.h"

namespace fingerpost {

struct Columns {
  std::vector<Part> parts;
  std::vector<std::string> names;
  int title = -1;              // the column that names the problem
  bool names_failure = false;  // a column's name speaks of failing: "Failure means"

  bool has(Part part) const { return of(part) >= 0; }
  // The first column of that part, or -1.
  int of(Part part) const {
    const auto found = std::find(parts.begin(), parts.end(), part);
    return found == parts.end() ? -1 : static_cast<int>(found - parts.begin());
  }
};

// By the header's line; a very long one is read in part.
Columns columns_of(std::string_view header);

// The cells of a row as written. A '|' behind a backslash is no border.
std::vector<std::string_view> cells_of(std::string_view row);

}  // namespace fingerpost
