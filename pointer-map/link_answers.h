// What web servers said lately about the links of documents, kept beside the journal so that they are not asked again
// and again. A link is known by a hash: what a URL may hold of secrets is not kept. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sqlite.h"

namespace fingerpost {

enum class LinkState : std::uint8_t {
  answers,       // the page is there
  gone,          // the server says that there is no such page: 404, 410
  unknown_name,  // there is no such host
  unclear,       // anything else: no answer, refused, not now
};

struct LinkAnswer {
  LinkState state = LinkState::unclear;
  int status = 0;       // of HTTP, 0 for none
  std::int64_t at = 0;  // seconds since the epoch
};

class LinkAnswers {
 public:
  // Opened at the first use; shares the journal's file.
  explicit LinkAnswers(std::string file) : file_(std::move(file)) {}

  // What was said of a URL and still counts at `now`: a week where it answered, a day otherwise. Makes no file.
  Result<std::optional<LinkAnswer>> known(std::string_view url, std::int64_t now);
  // In one go; what does not count any more goes.
  Result<Done> keep(const std::vector<std::pair<std::string, LinkAnswer>>& answers, std::int64_t now);

 private:
  Result<Done> open();

  std::string file_;
  std::optional<Database> db_;
};

}  // namespace fingerpost
