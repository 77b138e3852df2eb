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

// A question that had no good answer. Times in seconds since the epoch.
struct Gap {
  enum class State { open, closed, ignored };

  std::int64_t id = 0;
  std::string question;
  std::string reason;
  std::string nearest;  // what stood nearest when it was asked last: "path:line  title", a line each
  std::string clients;  // the programs that asked, as they call themselves, with ", " between; "" for none said
  int times = 1;
  std::int64_t first_asked = 0;
  std::int64_t last_asked = 0;
  State state = State::open;
  std::string answer;  // of a closed one: where the answer stands now, or ""
};

// A change that the program made to a document, so that it can be taken back. The texts are the program's own words
// and what they replaced; secrets are in neither, since they are refused before.
struct WrittenChange {
  std::int64_t id = 0;
  std::string path;
  std::string title;
  std::int64_t begin = 0;  // the byte where it was made
  std::string before;      // what stood there
  std::string after;       // what was put there
  std::int64_t at = 0;     // seconds since the epoch
};

class Journal {
 public:
  // Opened at the first use; a file that cannot be written is said once on stderr, and questions go on without memory.
  explicit Journal(std::string file) : file_(std::move(file)) {}

  // Remembers a question that had no good answer, and returns its number, 0 where nothing can be kept. Asked again it
  // counts up, and a closed one is open again. Credentials in it are masked. `client` may be "".
  std::int64_t keep_gap(std::string_view question, std::string_view reason, std::string_view nearest,
                        std::string_view client);
  // The most asked first, closed and ignored ones too.
  Result<std::vector<Gap>> gaps();
  // Code::not_found where there is none of this number.
  Result<Done> set_gap(std::int64_t id, Gap::State state, std::string_view answer);

  // Remembers a change; the last hundred are kept.
  Result<std::int64_t> keep_change(const WrittenChange& change);
  // The last change that was not taken back, or nothing.
  Result<std::optional<WrittenChange>> last_change();
  Result<Done> forget_change(std::int64_t id);

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
