// Thresholds that documents state of alerts, and that the rules have otherwise:
//   | HighLatency | p95 above 500 ms |      against      expr: latency_p95_ms > 800
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include "base/text.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/stated.h"

namespace fingerpost {
namespace {

constexpr int kMostRuleLines = 60;  // looked at of one alerting rule
constexpr std::size_t kShortestName = 6;

// "0.05" at the start of a text, with how many bytes it takes; nothing where there is no number.
std::optional<std::pair<double, std::size_t>> number_at(std::string_view text) {
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || !is_digit(text.front()) || !std::isfinite(value)) return std::nullopt;
  return std::pair(value, static_cast<std::size_t>(end - text.data()));
}

int indent_of(std::string_view line) {
  const auto first = line.find_first_not_of(" -");
  return first == std::string_view::npos ? -1 : static_cast<int>(first);
}

// The expression of the rule that begins at a line; "" for none. A block scalar is what is indented below its key.
std::string expression_at(const Lines& lines, int first) {
  for (int n = first; n <= std::min(lines.count(), first + kMostRuleLines); ++n) {
    std::string_view line = trim(lines.line(n));
    if (n > first && line.starts_with("- ")) break;
    if (line.starts_with("- ")) line = trim(line.substr(2));
    if (!line.starts_with("expr:")) continue;
    std::string out(trim(line.substr(5)));
    const int indent = indent_of(lines.line(n));
    for (int m = n + 1; m <= std::min(lines.count(), n + kMostRuleLines) && indent_of(lines.line(m)) > indent; ++m)
      out.append(" ").append(trim(lines.line(m)));
    return out;
  }
  return {};
}

// What an expression compares with at its end: 800 of "latency_p95_ms > 800". Nothing where more follows.
std::optional<double> bound_of(std::string_view expression) {
  while (!expression.empty() && (expression.back() == '"' || expression.back() == '\'')) expression.remove_suffix(1);
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

void check_drift_threshold(Evidence& evidence, CheckFindings& out) {
  for (const auto& [name, places] : evidence.inventory().alerts) {
    // A name that is a word of everyday may stand for anything; one that several rules have has several thresholds.
    if (name.size() < kShortestName || !has_capitals_within(name) || places.size() != 1) continue;
    const Declared& place = places.front();
    if (is_aside(place.path) || evidence.document(place.path) != nullptr) continue;
    auto file = evidence.live().read(place.path);
    if (!file) continue;
    const auto bound = bound_of(expression_at(*(*file)->lines, place.line));
    if (!bound) continue;
    for (const auto& document : evidence.documents()) {
      if (document->is_hypothetical()) continue;
      for (int n = 1; n <= document->lines().count(); ++n) {
        const std::string_view line = document->lines().line(n);
        if (line.find(name) == std::string_view::npos || document->is_code(n) || document->is_comment(n)) continue;
        if (find_word(to_lower(line), to_lower(name)) == std::string::npos || document->is_past_or_planned(n)) continue;
        const auto stated = bound_stated(line);
        if (!stated || may_agree(stated->value, *bound)) continue;
        CheckFinding finding;
        finding.path = document->path();
        finding.line = n;
        finding.column = static_cast<int>(stated->at) + 1;
        finding.width = static_cast<int>(stated->text.size());
        finding.message =
            fmt::format("the threshold of {} is stated as {}, and its rule has {:g}", name, stated->text, *bound);
        finding.other_path = place.path;
        finding.other_line = place.line;
        out.push_back(std::move(finding));
      }
    }
  }
}

}  // namespace

extern const Rule drift_threshold_rule;
const Rule drift_threshold_rule = {"drift-threshold", CheckLevel::warning,
                                   "an alert's threshold is stated that its rule does not have", check_drift_threshold};

}  // namespace fingerpost
