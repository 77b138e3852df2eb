// The only part of the check that goes out: asks the web servers that documents link to whether the pages are there.
// Bounded (a number of links and a time a run), kept (pointer-map/link_answers.h), polite (upkeep/check/host_turns.h),
// never into a network of its own (probes/link.h). Used only where a user has asked for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "pointer-map/link_answers.h"
#include "probes/link.h"

namespace fingerpost {

struct ExternalOptions {
  std::size_t most = 300;  // links asked a run; the rest is for the next
  std::size_t at_once = 4;
  Deadline::Milliseconds time{60'000};  // of all of them
  Deadline::Milliseconds each{8'000};   // of one exchange
  Deadline::Milliseconds pause{500};    // between two questions to one host
  TargetRules allowed;                  // what may be asked besides the public internet
  std::function<LinkReply(std::string_view, bool, const TargetRules&, const Deadline&)> ask_one = &ask_link;  // out
};

class ExternalLinks {
 public:
  ExternalLinks(LinkAnswers& kept, ExternalOptions options, std::int64_t now)
      : kept_(kept), options_(std::move(options)), now_(now) {}

  // What is said of these URLs, by URL; those that nobody was asked about are not in it. REQUIRES: can_be_asked(), no
  // fragment.
  std::map<std::string, LinkAnswer> ask(const std::vector<std::string>& urls);

  // Of all that were asked: "12 links asked, 40 known from before, 3 without a clear answer, 5 left for the next run",
  // and why answers could not be kept.
  std::string summary() const;

 private:
  std::map<std::string, LinkAnswer> ask_all(const std::vector<std::string>& urls, bool& any_resolved);

  LinkAnswers& kept_;
  ExternalOptions options_;
  std::int64_t now_ = 0;
  std::size_t asked_ = 0;
  std::size_t known_ = 0;
  std::size_t unclear_ = 0;
  std::size_t left_ = 0;
  std::string problem_;  // of the file of kept answers, "" for none
};

}  // namespace fingerpost
