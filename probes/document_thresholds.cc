#include "probes/document_thresholds.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostRows = 200;

struct Known {
  std::string_view words;  // in the metric's name
  std::string_view measure;
  std::string_view unit;  // what a bare number counts
};

// The longer words first.
constexpr std::array<Known, 14> kKnown = {{{"p95", "latency_p95_ms", "ms"},
                                           {"p99", "latency_p99_ms", "ms"},
                                           {"response time", "latency_ms", "ms"},
                                           {"latency", "latency_ms", "ms"},
                                           {"memory", "memory_used_pct", "pct"},
                                           {"cpu", "cpu_pct", "pct"},
                                           {"disk", "disk_used_pct", "pct"},
                                           {"connection", "connections_used_pct", "pct"},
                                           {"error rate", "error_rate_pct", "pct"},
                                           {"certificate", "tls_cert_days", "days"},
                                           {"queue", "queue_depth", ""},
                                           {"replication lag", "replication_lag_s", "s"},
                                           {"clients", "connections_used_pct", "pct"},
                                           {"eviction", "evicted_keys", ""}}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kProbes = {{{"redis", "redis"},
                                                                                   {"cache", "redis"},
                                                                                   {"postgres", "postgres"},
                                                                                   {"database", "postgres"},
                                                                                   {"api", "http"},
                                                                                   {"disk", "disk"}}};

std::vector<std::string_view> cells_of(std::string_view line) {
  line = trim(line);
  if (line.starts_with("|")) line.remove_prefix(1);
  if (line.ends_with("|")) line.remove_suffix(1);
  std::vector<std::string_view> out;
  for (const std::string_view cell : split(line, '|')) out.push_back(trim(cell));
  return out;
}

struct Bound {
  double value = 0;
  std::string unit;           // "ms", "pct", "days", "s", ""
  std::optional<bool> above;  // bad when above, bad when below; nothing where no sign says so
};

// "> 500ms", "≥80 %", "< 14 days", "2s"
std::optional<Bound> bound_of(std::string_view cell) {
  Bound out;
  while (!cell.empty() && (cell.front() == '*' || cell.front() == '`' || is_space(cell.front()))) cell.remove_prefix(1);
  for (const auto& [sign, above] : {std::pair(std::string_view(">="), true),
                                    {"<=", false},
                                    {"≥", true},
                                    {"≤", false},
                                    {"&gt;", true},
                                    {"&lt;", false},
                                    {">", true},
                                    {"<", false}})
    if (cell.starts_with(sign)) {
      out.above = above;
      cell.remove_prefix(sign.size());
      break;
    }
  cell = trim(cell);
  std::string digits;
  std::size_t end = 0;
  while (end < cell.size() && (is_digit(cell[end]) || cell[end] == '.' || (cell[end] == ',' && end > 0))) {
    if (cell[end] != ',') digits += cell[end];
    ++end;
  }
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.value);
  if (digits.empty() || error != std::errc() || stop != digits.data() + digits.size()) return std::nullopt;
  std::string unit = to_lower(trim(cell.substr(end)));
  while (unit.ends_with("*") || unit.ends_with("`")) unit.pop_back();
  if (unit == "ms") {
    out.unit = "ms";
  } else if (unit == "s" || unit == "sec" || unit == "seconds") {
    out.unit = "s";
  } else if (unit == "%") {
    out.unit = "pct";
  } else if (unit.starts_with("day")) {
    out.unit = "days";
  } else if (!unit.empty()) {
    return std::nullopt;  // a sentence, a unit that no probe measures
  }
  return out;
}

// The measure that a metric's name means; nothing for one that no probe takes.
const Known* known_of(const std::string& metric) {
  for (const Known& one : kKnown)
    if (contains(metric, one.words)) return &one;
  return nullptr;
}

void read_row(const std::string& path, int line, const std::vector<std::string_view>& cells, std::size_t warning,
              std::size_t critical, std::vector<Threshold>& out) {
  const std::string metric = to_lower(cells.front());
  const Known* known = known_of(metric);
  if (known == nullptr) return;
  std::string probe;
  for (const auto& [word, name] : kProbes)
    if (contains(metric, word)) {
      probe = name;
      break;
    }
  std::optional<Bound> bounds[2];
  if (warning < cells.size()) bounds[0] = bound_of(cells[warning]);
  if (critical < cells.size()) bounds[1] = bound_of(cells[critical]);
  // Without a sign, the two tell which way is worse.
  const bool rising = !bounds[0] || !bounds[1] || bounds[0]->value <= bounds[1]->value;
  for (int i = 0; i < 2; ++i) {
    if (!bounds[i]) continue;
    Bound bound = *bounds[i];
    if (bound.unit == "s" && known->unit == "ms") {
      bound.value *= 1000;
      bound.unit = "ms";
    }
    if (bound.unit.empty() ? known->unit == "pct" : bound.unit != known->unit) continue;
    Threshold threshold;
    threshold.probe = probe;
    threshold.condition.name = std::string(known->measure);
    threshold.condition.sign = bound.above.value_or(rising) ? Condition::Sign::at_most : Condition::Sign::at_least;
    threshold.condition.value = fmt::format("{:.6g}", bound.value);
    threshold.otherwise = i == 0 ? Status::warn : Status::fail;
    threshold.source = {path, line};
    out.push_back(std::move(threshold));
  }
}

}  // namespace

std::vector<Threshold> read_document_thresholds(const std::string& path, std::string_view text) {
  std::vector<Threshold> out;
  const Lines lines(text);
  bool fenced = false;
  for (int n = 1; n < lines.count(); ++n) {
    const std::string_view line = trim(lines.line(n));
    if (line.starts_with("```") || line.starts_with("~~~")) fenced = !fenced;
    if (fenced || !line.starts_with("|") || trim(lines.line(n + 1)).find("--") == std::string_view::npos) continue;
    const auto head = cells_of(line);
    std::size_t warning = head.size();
    std::size_t critical = head.size();
    for (std::size_t i = 1; i < head.size(); ++i) {
      const std::string name = to_lower(head[i]);
      if (name.starts_with("warn")) warning = i;
      if (name.starts_with("crit") || name.starts_with("error") || name.starts_with("alert")) critical = i;
    }
    if (warning == head.size()) continue;
    for (n += 2; n <= lines.count() && trim(lines.line(n)).starts_with("|") && out.size() < kMostRows; ++n)
      read_row(path, n, cells_of(lines.line(n)), warning, critical, out);
  }
  return out;
}

}  // namespace fingerpost
