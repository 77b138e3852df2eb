// When files were last changed, and how often since when, from git's history. A process of git with a deadline: what it
// has said by then counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/file_root.h"

namespace fingerpost {

class Ages {
 public:
  // Asks git. Nothing is known where there is none.
  explicit Ages(const Root& root);

  // When a file was last changed, in seconds since the epoch; nothing for one that the history that was read lacks.
  std::optional<std::int64_t> touched(std::string_view path) const;
  // In how many commits after `when` it was changed. Commits that change files by the hundred (a formatter's, a
  // licence's) say nothing about one of them and are not counted.
  int changes_since(std::string_view path, std::int64_t when) const;
  bool known() const { return !files_.empty(); }

 private:
  struct File {
    std::int64_t touched = 0;
    std::vector<std::int64_t> changes;  // the newest first
  };
  std::unordered_map<std::string, File> files_;
};

}  // namespace fingerpost
