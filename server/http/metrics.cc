#include "server/http/metrics.h"

#include <fmt/format.h>

namespace fingerpost::http {

void Metrics::count(std::string_view route, int status, double seconds) {
  const std::lock_guard lock(mutex_);
  Route& one = routes_[std::string(route)];
  ++one.by_status[status];
  ++one.total;
  one.seconds += seconds;
  for (std::size_t i = 0; i < kBounds.size(); ++i)
    if (seconds <= kBounds[i]) ++one.buckets[i];
}

std::string Metrics::text(const std::map<std::string, double>& gauges) {
  std::string out = "# TYPE fingerpost_requests_total counter\n";
  const std::lock_guard lock(mutex_);
  for (const auto& [name, route] : routes_)
    for (const auto& [status, times] : route.by_status)
      out += fmt::format("fingerpost_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", name, status, times);
  out += "# TYPE fingerpost_request_seconds histogram\n";
  for (const auto& [name, route] : routes_) {
    for (std::size_t i = 0; i < kBounds.size(); ++i)
      out += fmt::format("fingerpost_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", name, kBounds[i],
                         route.buckets[i]);
    out += fmt::format("fingerpost_request_seconds_bucket{{route=\"{}\",le=\"+Inf\"}} {}\n", name, route.total);
    out += fmt::format("fingerpost_request_seconds_sum{{route=\"{}\"}} {}\n", name, route.seconds);
    out += fmt::format("fingerpost_request_seconds_count{{route=\"{}\"}} {}\n", name, route.total);
  }
  std::string_view last;
  for (const auto& [name, value] : gauges) {
    const std::string_view metric = std::string_view(name).substr(0, name.find('{'));
    if (metric != last) out += fmt::format("# TYPE fingerpost_{} gauge\n", metric);
    last = metric;
    out += fmt::format("fingerpost_{} {}\n", name, value);
  }
  return out;
}

std::string labelled(std::string_view name, const std::vector<std::pair<std::string, std::string>>& labels) {
  std::string out(name);
  char before = '{';
  for (const auto& [key, value] : labels) {
    out += before;
    before = ',';
    out += key + "=\"";
    for (const char c : value) {
      if (c == '"' || c == '\\') out += '\\';
      if (c != '\n') out += c;
    }
    out += '"';
  }
  return out + "}";
}

}  // namespace fingerpost::http
