// The status that a document gives itself at its head, and the tasks that it lists. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "upkeep/check/mentions.h"

namespace fingerpost {

struct StatedStatus {
  enum class Stage : std::uint8_t { open, settled, done, other };  // settled: decided, whatever is done of it
  Stage stage = Stage::other;
  std::string said;  // "Accepted", at most 40 characters
  int line = 1;
};

// From the front matter (`status: draft`), from a line of the first 60 ("**Status:** Pending", a row of a table), or
// from what stands below a heading "Status", as decision records have it. Nothing where it is still to be filled in.
std::optional<StatedStatus> status_of(const CheckedDocument& document);

struct TaskCount {
  std::size_t done = 0;
  std::size_t open = 0;
  std::size_t contradictory = 0;  // open ones that carry a mark of what is done
  int first_contradiction = 0;    // the line of the first of these
};
TaskCount tasks_of(const CheckedDocument& document);

}  // namespace fingerpost
