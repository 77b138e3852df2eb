#include "probes/alert_thresholds.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostRules = 200;

// The alert fires where its comparison holds, so what is expected is the opposite.
struct AlertSign {
  std::string_view sign;
  Condition::Sign expected;
};
constexpr std::array<AlertSign, 6> kAlertSigns = {{{">=", Condition::Sign::less},
                                                   {"<=", Condition::Sign::more},
                                                   {"==", Condition::Sign::unequal},
                                                   {"!=", Condition::Sign::equal},
                                                   {">", Condition::Sign::at_most},
                                                   {"<", Condition::Sign::at_least}}};

std::string_view unquoted(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    text = trim(text.substr(1, text.size() - 2));
  return text;
}

bool is_metric(std::string_view name) {
  if (name.empty() || is_digit(name.front())) return false;
  for (const char c : name)
    if (!is_alnum(c) && c != '_') return false;  // a ':' is of what Prometheus itself records
  return true;
}

std::optional<Condition> condition_of(std::string_view expression) {
  const std::size_t at = expression.find_first_of("<>=!");
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view name = trim(expression.substr(0, at));
  for (const AlertSign& one : kAlertSigns) {
    if (!expression.substr(at).starts_with(one.sign)) continue;
    const std::string_view number = trim(expression.substr(at + one.sign.size()));
    double value = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
    if (!is_metric(name) || read.ec != std::errc() || read.ptr != number.data() + number.size() ||
        !std::isfinite(value))
      return std::nullopt;
    Condition out;
    out.name = std::string(name);
    out.sign = one.expected;
    out.value = std::string(number);
    return out;
  }
  return std::nullopt;
}

// What follows "key:" on a line of YAML, after the dash of a list; nothing for another line.
std::optional<std::string_view> value_of(std::string_view line, std::string_view key) {
  line = trim(line);
  if (line.starts_with("- ")) line = trim(line.substr(2));
  if (!line.starts_with(key) || line.size() == key.size() || line[key.size()] != ':') return std::nullopt;
  line.remove_prefix(key.size() + 1);
  if (const auto comment = line.find(" #"); comment != std::string_view::npos) line = line.substr(0, comment);
  return unquoted(line);
}

}  // namespace

std::vector<Threshold> read_alert_thresholds(const std::string& path, std::string_view text) {
  std::vector<Threshold> out;
  const Lines lines(text);
  std::string alert;
  bool fresh = false;  // the last threshold belongs to the alert at hand
  for (int n = 1; n <= lines.count() && out.size() < kMostRules; ++n) {
    const std::string_view line = lines.line(n);
    if (const auto name = value_of(line, "alert")) {
      alert = std::string(*name);
      fresh = false;
    } else if (value_of(line, "record")) {
      alert.clear();
      fresh = false;
    } else if (const auto severity = value_of(line, "severity"); severity && fresh) {
      if (*severity == "critical" || *severity == "page") out.back().otherwise = Status::fail;
    } else if (const auto expression = value_of(line, "expr"); expression && !alert.empty()) {
      auto condition = condition_of(*expression);
      if (!condition) continue;
      Threshold threshold;
      threshold.probe = "health";
      threshold.condition = std::move(*condition);
      threshold.otherwise = Status::warn;
      threshold.advice = fmt::format("the alert {} fires at this", clip(alert, 60));
      threshold.source = {path, n};
      out.push_back(std::move(threshold));
      fresh = true;
    }
  }
  return out;
}

}  // namespace fingerpost
