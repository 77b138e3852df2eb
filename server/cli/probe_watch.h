// Rounds of the same probes, one after the other: what each saw last, since when it is so and what changed, as a table
// that is drawn over the last one, as lines that are appended, or as one JSON document a round.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "pointer-map/probe_history.h"
#include "server/probing.h"

namespace fingerpost {

// What a table is drawn on. Lines longer than the terminal are cut off by the terminal itself.
struct Screen {
  int rows = 24;
  bool colour = false;
};

// One thread.
class ProbeWatch {
 public:
  // `every`: seconds between two rounds, to be shown.
  explicit ProbeWatch(int every) : every_(every) {}

  // One more round, which ended at `now` (seconds since the epoch). `kept` says since when each is as it is, over the
  // rounds of earlier programs too; one that it lacks is as it is since it was first seen so here.
  void take(const ProbeReport& report, const std::vector<ProbeState>& kept, std::int64_t now);

  // The round as a table, with what moves the cursor over the one before.
  std::string table(const Screen& screen);
  // The round as lines that stand below those of the round before: the first in full, then what changed.
  std::string lines() const;
  // The round as the tool answers it, with `round`, `time` (UTC), and on each outcome `since` and, where it changed,
  // `was`; one line.
  std::string json_line() const;

 private:
  struct Row {
    std::string probe;
    std::string target;
    std::string state;
    std::string was;  // in the round before, where that was another state; "new" for one that was not there
    std::string seen;
    std::int64_t since = 0;
    bool flapping = false;
  };

  int every_;
  int round_ = 0;
  std::int64_t now_ = 0;
  std::string verdict_;
  std::vector<Row> rows_;
  std::vector<Row> gone_;  // those of the round before that are no longer probed
  Json report_;
  int drawn_ = 0;  // lines of the table that stands on the terminal
};

}  // namespace fingerpost
