// What the server counts, as Prometheus reads it.
#pragma once

#include <array>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fingerpost::http {

// Any thread.
class Metrics {
 public:
  void count(std::string_view route, int status, double seconds);

  // `gauges` are added as they are: name, with labels or without, → value.
  std::string text(const std::map<std::string, double>& gauges);

 private:
  static constexpr std::array<double, 8> kBounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1};
  struct Route {
    std::map<int, std::uint64_t> by_status;
    std::array<std::uint64_t, kBounds.size()> buckets{};
    std::uint64_t total = 0;
    double seconds = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Route, std::less<>> routes_;  // guarded by mutex_
};

// A gauge's name with labels: probe_up{probe="tcp",target="localhost:5433"}.
std::string labelled(std::string_view name, const std::vector<std::pair<std::string, std::string>>& labels);

}  // namespace fingerpost::http
