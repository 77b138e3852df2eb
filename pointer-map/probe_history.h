// What probes saw lately, kept beside the journal: the last state of each target, since when it is so, and whether it
// goes up and down. Names and states only, no figures, no messages. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sqlite.h"

namespace fingerpost {

struct ProbeState {
  std::string probe;
  std::string target;  // as shown, without credentials
  std::string state;   // the word of the last outcome: "pass"
  std::string path;    // where the target is written, "" for nowhere
  int line = 0;
  std::int64_t since = 0;  // seconds since the epoch, when it became so
  std::int64_t last = 0;   // when it was last looked at
  int times = 0;           // looked at
  bool flapping = false;   // changed at least four times in the last twelve looks
};

class ProbeHistory {
 public:
  // Opened at the first use; shares the journal's file.
  explicit ProbeHistory(std::string file) : file_(std::move(file)) {}

  // `state.since`, `last`, `times` and `flapping` are worked out from what was kept before; `now` in seconds.
  Result<Done> keep(const std::vector<ProbeState>& states, std::int64_t now);
  // Those looked at within the last month: what does not pass first, then by name. Makes no file.
  Result<std::vector<ProbeState>> states(std::int64_t now);

 private:
  Result<Done> open();

  std::string file_;
  std::optional<Database> db_;
};

}  // namespace fingerpost
