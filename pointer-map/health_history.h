// How healthy the documents were, day by day, kept beside the journal. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sqlite.h"

namespace fingerpost {

struct HealthPoint {
  std::int64_t at = 0;  // seconds since the epoch
  int score = 0;        // 0 to 100
  int dead = 0;         // pointers to what is not there
  int drifted = 0;      // values stated otherwise than configured
  int open_gaps = 0;    // questions without an answer

  bool operator==(const HealthPoint&) const = default;
};

class HealthHistory {
 public:
  // Opened at the first use; shares the journal's file.
  explicit HealthHistory(std::string file) : file_(std::move(file)) {}

  // One point a day (UTC): the last one of a day takes the place of the earlier ones. Two years are kept.
  Result<Done> keep(const HealthPoint& point);
  // Those of the days before the day of `at`: at most so many, the newest last. Makes no file.
  Result<std::vector<HealthPoint>> before(std::int64_t at, int most);

 private:
  Result<Done> open();

  std::string file_;
  std::optional<Database> db_;
};

}  // namespace fingerpost
