// "Where is X": a question → the places that answer it, read live. The map proposes, the files decide: every text and
// line of an answer is of the file as it is at that moment.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_root.h"
#include "base/result.h"
#include "component-map/found.h"
#include "component-map/owners.h"
#include "component-map/protection.h"
#include "component-map/ranking.h"
#include "indexer/live.h"
#include "pointer-map/map.h"
#include "pointer-map/retrieval.h"

namespace fingerpost {

struct WhereOptions {
  std::size_t limit = 5;
  std::string kind;       // only places of this kind, by its name; "" for any
  bool detail = false;    // longer excerpts
  bool comments = false;  // with the comment above a line of configuration or code: why it is as it is
};

struct WhereAnswer {
  std::string path;
  int line_start = 1;  // 1-based, inclusive
  int line_end = 1;
  int place_start = 1;  // of all of the place, of which the lines above are shown
  int place_end = 1;
  std::vector<std::string> locator;
  std::string title;
  std::string kind;
  bool is_prose = false;  // a part of a document's text
  std::string role;       // "" for none
  std::string excerpt;    // live, masked, made safe to show
  double confidence = 0;
  bool is_protected = false;
  std::string note;  // "" for none
};

struct WhereReply {
  std::string query;
  bool known = false;
  std::vector<WhereAnswer> answers;  // when not known: the nearest places
  std::string gap;                   // when not known or not sure: what is missing, for a person; "" for nothing
  std::string gap_id;                // by which the question is kept until somebody answers it; "" for none
  Basis basis;                       // what all of it was made from, but for the gap's id
};

class Where {
 public:
  // Brings the map up to date with these files, which are no longer as they were indexed.
  using Mend = std::function<Result<Done>(const std::vector<std::string>& paths)>;

  // Keeps references; one thread.
  Where(const Root& root, Map& map, Mend mend) : root_(root), map_(map), mend_(std::move(mend)) {}

  // Asks. The map is mended on the way where files changed since they were indexed.
  Result<WhereReply> ask(std::string_view query, const WhereOptions& options);

 private:
  Result<WhereReply> ask_once(std::string_view query, const WhereOptions& options, LiveReader& live,
                              std::vector<std::string>& stale);
  // Fills in `ranked` for the question of `found`, and whether all of a kind were asked for.
  Result<Done> find_candidates(const WhereOptions& options, Found& found);
  Result<Found> look_for(std::string_view query, const WhereOptions& options, LiveReader& live);
  Result<Done> follow_curated(LiveReader& live, std::vector<Ranked>& ranked, std::string& note);
  Result<Done> follow_variable(const Question& question, LiveReader& live, std::vector<Ranked>& ranked,
                               std::string& note);

  const Root& root_;
  Map& map_;
  Mend mend_;
  RetrievalScratch scratch_;
  Protection protection_;
  Owners owners_;
};

}  // namespace fingerpost
