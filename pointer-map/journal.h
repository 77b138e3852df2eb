// The journal: what a repository's fingerpost remembers and cannot find again by indexing. It is memory, not a cache:
// kept apart from the map, never deleted by the program. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/sqlite.h"

namespace fingerpost {

struct Gap {
  std::string question;
  std::string reason;
  int times = 1;
  std::int64_t last_asked = 0;  // seconds since the epoch
};

class Journal {
 public:
  // Opened at the first use; a file that cannot be written is said once on stderr, and questions go on without memory.
  explicit Journal(std::string file) : file_(std::move(file)) {}

  // Remembers a question that had no good answer; asked again it counts up. Credentials in it are masked.
  void keep_gap(std::string_view question, std::string_view reason);
  // The most asked first.
  Result<std::vector<Gap>> gaps();

  // Keeps whether the fix of an entry helped. Credentials in the note are masked.
  Result<Done> confirm(std::string_view path, std::string_view title, bool worked, std::string_view note);
  // Times the entry's fix worked less times it did not; 0 when nobody said. An entry is known by its document and
  // title, so that it may move. Costs nothing after the first call.
  int confirmations(std::string_view path, std::string_view title);

 private:
  Result<Done> open();
  Result<Done> load_fixes();

  std::string file_;
  std::optional<Database> db_;
  std::optional<std::map<std::pair<std::string, std::string>, int>> fixes_;  // by path and title, once loaded
  bool failed_ = false;
};

}  // namespace fingerpost
