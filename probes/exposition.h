// Prometheus' text format, as far as a probe needs it: which metrics there are, and their values.
// https://prometheus.io/docs/instrumenting/exposition_formats/
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

struct Exposition {
  struct Sample {
    std::string name;
    double value = 0;
  };
  std::vector<Sample> samples;
  std::size_t bad_lines = 0;  // neither comment nor sample

  // The sum over all label sets; nothing when there is no such metric.
  std::optional<double> value(std::string_view name) const;
};

// Linear; of a text that was cut off, the last line may count as bad.
Exposition read_exposition(std::string_view text);

}  // namespace fingerpost
