// Where files went, from git's history. A process of git with a deadline: what it has said by then counts.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/file_root.h"

namespace fingerpost {

class History {
 public:
  explicit History(const Root& root);

  // What became of a path that once was: the newest name it was moved to, "" when it was deleted; nullptr when the
  // history that was read does not know it. Moves are followed.
  const std::string* fate_of(std::string_view path) const;
  // The same of a directory all of whose files went to one other; nullptr otherwise.
  const std::string* directory_fate_of(std::string_view path) const;
  // The hash of the commit that moved or deleted it, abbreviated.
  std::string commit_of(std::string_view path) const;
  bool known() const { return !fates_.empty(); }

 private:
  struct Fate {
    std::string to;
    std::string commit;
  };
  std::unordered_map<std::string, Fate> fates_;
  std::unordered_map<std::string, std::string> directories_;
};

}  // namespace fingerpost
