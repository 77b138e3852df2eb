// What a repository is, on one page: every line a pointer.
#pragma once

#include <string>
#include <vector>

#include "base/file_root.h"
#include "base/result.h"
#include "pointer-map/map.h"

namespace fingerpost {

struct OverviewItem {
  std::string title;
  std::string path;
  int line_start = 1;
  int line_end = 1;
  std::string detail;  // live, masked; "" for none
};

struct OverviewGroup {
  std::string name;  // "components", "endpoints", "environments", …
  std::size_t total = 0;
  std::vector<OverviewItem> items;  // the most telling first, cut to what fits the page
};

struct Overview {
  std::string name;
  std::size_t sources = 0;
  std::size_t places = 0;
  std::vector<OverviewGroup> groups;
};

// `per_group` items a group at most, and fewer where the page as text would have more than `bytes`.
Result<Overview> overview_of(const Root& root, Map& map, std::size_t per_group = 12, std::size_t bytes = 5600);

}  // namespace fingerpost
