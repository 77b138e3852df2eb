// What the server counts, as Prometheus reads it.
#pragma once

#include <array>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace fingerpost::http {

// Any thread.
class Metrics {
 public:
  void count(std::string_view route, int status, double seconds);

  // `gauges` are added as they are: name → value.
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

}  // namespace fingerpost::http
