// The journal: what a repository's fingerpost remembers and cannot find again by indexing. It is memory, not a cache:
// kept apart from the map, never deleted by the program. One thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
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

 private:
  Result<Done> open();

  std::string file_;
  std::optional<Database> db_;
  bool failed_ = false;
};

}  // namespace fingerpost
