// Thresholds that documents state of alerts, and that the rules have otherwise:
//   | HighLatency | p95 above 500 ms |      against      expr: latency_p95_ms > 800
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/text.h"
#include "probes/alert_thresholds.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/stated.h"

namespace fingerpost {
namespace {

constexpr std::size_t kShortestName = 6;

// "0.05" at the start of a text, with how many bytes it takes; nothing where there is no number.
std::optional<std::pair<double, std::size_t>> number_at(std::string_view text) {
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || !is_digit(text.front()) || !std::isfinite(value)) return std::nullopt;
  return std::pair(value, static_cast<std::size_t>(end - text.data()));
}

// What an expression compares with at its end: 800 of "latency_p95_ms > 800". Nothing where more follows.
std::optional<double> bound_of(std::string_view expression) {
  const auto sign = expression.find_last_of("<>");
  if (sign == std::string_view::npos) return std::nullopt;
  std::string_view rest = expression.substr(sign + 1);
  if (rest.starts_with("=")) rest.remove_prefix(1);
  rest = trim(rest);
  if (rest.empty()) return std::nullopt;
  const auto number = number_at(rest);
  if (!number || number->second != rest.size()) return std::nullopt;
  return number->first;
}

struct StatedBound {
  double value = 0;
  std::string text;
  std::size_t at = 0;  // in the line
};

// The one number that a line holds something against: "> 500ms", "above 80 %". Nothing where there are several, and
// none for how long it has to hold ("for more than 5 minutes").
std::optional<StatedBound> bound_stated(std::string_view line) {
  static constexpr std::array<std::string_view, 13> kSigns = {
      ">",      "<",          "≥",          "≤",          "above ",
      "over ",  "exceeds ",   "exceed ",    "more than ", "greater than ",
      "below ", "less than ", "fewer than "};
  const std::string lower = to_lower(line);
  std::optional<StatedBound> out;
  for (const std::string_view sign : kSigns)
    for (std::size_t at = lower.find(sign); at != std::string::npos; at = lower.find(sign, at + sign.size())) {
      if (is_alpha(sign.front()) && at > 0 && is_alnum(lower[at - 1])) continue;
      if (trim(std::string_view(lower).substr(0, at)).ends_with("for")) continue;
      std::size_t begin = at + sign.size();
      while (begin < lower.size() && (lower[begin] == ' ' || lower[begin] == '=' || lower[begin] == '`')) ++begin;
      if (begin >= lower.size() || !is_digit(lower[begin])) continue;
      const auto number = number_at(std::string_view(lower).substr(begin));
      if (!number) continue;
      const std::size_t end = begin + number->second;
      if (end < lower.size() && (lower[end] == ',' || lower[end] == '.') && end + 1 < lower.size() &&
          is_digit(lower[end + 1]))
        return std::nullopt;  // 1,000 or a version
      if (out) return std::nullopt;
      out = StatedBound{number->first, lower.substr(begin, number->second), begin};
    }
  return out;
}

// Whether two numbers may mean the same in other units: shares and percent, seconds and milliseconds, bytes.
bool may_agree(double a, double b) {
  static constexpr std::array<double, 12> kScales = {1,   60,  100,  1e3,     3600,       86400,
                                                     1e6, 1e9, 1024, 1048576, 1073741824, 8};
  const auto same = [](double x, double y) { return std::abs(x - y) <= 1e-6 * std::max(std::abs(x), std::abs(y)); };
  // What is said of what is left: below 20 % free is above 80 % used.
  return std::any_of(kScales.begin(), kScales.end(), [&](double s) { return same(a, b * s) || same(a * s, b); }) ||
         same(a + b, 100) || same(a + b, 1) || same(a + 100 * b, 100) || same(100 * a + b, 100);
}

bool has_capitals_within(std::string_view name) {
  return std::any_of(name.begin() + 1, name.end(), [](char c) { return is_upper(c) || c == '_'; });
}

struct Bound {
  double value = 0;
  Written at;
};
using Bounds = std::map<std::string, Bound, std::less<>>;  // by the alert's name

// What each alert compares with. A name that is a word of everyday may stand for anything, and one that several rules
// have has several thresholds: neither is told.
Bounds bounds_of_alerts(Evidence& evidence) {
  const auto& alerts = evidence.inventory().alerts;
  Bounds out;
  std::set<std::string_view> seen;
  for (const auto& [name, places] : alerts)
    for (const Declared& place : places) {
      if (is_aside(place.path) || evidence.document(place.path) != nullptr || !seen.insert(place.path).second) continue;
      auto file = evidence.live().read(place.path);
      if (!file) continue;
      for (const AlertRule& rule : read_alert_rules(place.path, (*file)->text)) {
        const auto known = alerts.find(rule.name);
        if (known == alerts.end() || known->second.size() != 1) continue;
        if (rule.name.size() < kShortestName || !has_capitals_within(rule.name)) continue;
        if (const auto bound = bound_of(rule.expression)) out[rule.name] = {*bound, rule.at};
      }
    }
  return out;
}

// The first of the names that stands in a line as a word; the end for none.
Bounds::const_iterator named_in(std::string_view line, const Bounds& bounds) {
  const auto in_word = [](char c) { return is_alnum(c) || c == '_'; };
  for (std::size_t at = 0; at < line.size();) {
    std::size_t end = at;
    while (end < line.size() && in_word(line[end])) ++end;
    if (const auto found = bounds.find(line.substr(at, end - at)); found != bounds.end()) return found;
    at = std::max(end, at + 1);
  }
  return bounds.end();
}

void check_drift_threshold(Evidence& evidence, CheckFindings& out) {
  const Bounds bounds = bounds_of_alerts(evidence);
  if (bounds.empty()) return;
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical()) continue;
    for (int n = 1; n <= document->lines().count(); ++n) {
      const std::string_view line = document->lines().line(n);
      const auto alert = named_in(line, bounds);
      if (alert == bounds.end() || document->is_code(n) || document->is_comment(n) || document->is_past_or_planned(n))
        continue;
      const auto stated = bound_stated(line);
      const Bound& bound = alert->second;
      if (!stated || may_agree(stated->value, bound.value)) continue;
      CheckFinding finding;
      finding.path = document->path();
      finding.line = n;
      finding.column = static_cast<int>(stated->at) + 1;
      finding.width = static_cast<int>(stated->text.size());
      finding.message = fmt::format("the threshold of {} is stated as {}, and its rule has {:g}", alert->first,
                                    stated->text, bound.value);
      finding.other_path = bound.at.path;
      finding.other_line = bound.at.line;
      out.push_back(std::move(finding));
    }
  }
}

}  // namespace

extern const Rule drift_threshold_rule;
const Rule drift_threshold_rule = {"drift-threshold", CheckLevel::warning,
                                   "an alert's threshold is stated that its rule does not have", check_drift_threshold};

}  // namespace fingerpost
