#include "probes/condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "base/text.h"

namespace fingerpost {
namespace {

using Sign = Condition::Sign;

// The longer ones first.
constexpr std::array<std::pair<std::string_view, Sign>, 8> kSigns = {{{"==", Sign::equal},
                                                                      {"!=", Sign::unequal},
                                                                      {"<=", Sign::at_most},
                                                                      {">=", Sign::at_least},
                                                                      {"<", Sign::less},
                                                                      {">", Sign::more},
                                                                      {"=", Sign::equal},
                                                                      {"contains", Sign::contains}}};
constexpr std::size_t kLongest = 1000;  // bytes

bool in_field_name(char c) {
  return is_alnum(c) || c == '_' || c == '.' || c == '-' || c == '[' || c == ']';
}

std::optional<double> measured_number(std::string_view text) {
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(out)) return std::nullopt;
  return out;
}

// "7.0.15" → {7, 0, 15}; nothing for what is no dotted number.
std::optional<std::vector<long>> version_of(std::string_view text) {
  if (text.starts_with("v")) text.remove_prefix(1);
  std::vector<long> out;
  for (const std::string_view part : split(text, '.')) {
    long number = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error != std::errc() || end != part.data() + part.size() || number < 0) return std::nullopt;
    out.push_back(number);
  }
  while (!out.empty() && out.back() == 0) out.pop_back();
  return out;
}

template <class Value>
bool compare(const Value& seen, Sign sign, const Value& wanted) {
  switch (sign) {
    case Sign::equal: return seen == wanted;
    case Sign::unequal: return seen != wanted;
    case Sign::less: return seen < wanted;
    case Sign::at_most: return seen <= wanted;
    case Sign::more: return seen > wanted;
    case Sign::at_least: return seen >= wanted;
    case Sign::contains: return false;
  }
  return false;
}

std::string shown(const Measure& measure) {
  if (const double* number = std::get_if<double>(&measure.value)) return fmt::format("{:.6g}", *number);
  return clip(std::get<std::string>(measure.value), 200);
}

Error malformed(std::string_view text, std::size_t at, std::string_view expected) {
  return Error{Code::invalid_argument,
               fmt::format("'{}' is no condition: {} expected at byte {}", clip(text, 80), expected, at + 1), "",
               "write it like: latency_p95_ms < 100"};
}

}  // namespace

std::string Condition::text() const {
  const auto found = std::find_if(kSigns.begin(), kSigns.end(), [&](const auto& one) { return one.second == sign; });
  const std::string_view quote = !quoted ? "" : contains(value, "\"") ? "'" : "\"";
  return fmt::format("{} {} {}{}{}", name, found->first, quote, value, quote);
}

Result<Condition> parse_condition(std::string_view text) {
  if (text.size() > kLongest) return malformed(text, kLongest, "an end");
  Condition out;
  std::size_t at = 0;
  const auto skip = [&] {
    while (at < text.size() && is_space(text[at])) ++at;
  };
  skip();
  const std::size_t name = at;
  while (at < text.size() && in_field_name(text[at])) ++at;
  out.name = std::string(text.substr(name, at - name));
  if (out.name.empty() || !is_alpha(out.name.front())) return malformed(text, name, "a name");
  skip();
  const auto sign = std::find_if(kSigns.begin(), kSigns.end(),
                                 [&](const auto& one) { return text.substr(at).starts_with(one.first); });
  if (sign == kSigns.end()) return malformed(text, at, "one of == != < <= > >= contains");
  out.sign = sign->second;
  at += sign->first.size();
  skip();
  std::string_view value = trim(text.substr(at));
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'')) {
    if (value.find(value.front(), 1) != value.size() - 1) return malformed(text, at, "one text in quotes");
    out.quoted = true;
    value = value.substr(1, value.size() - 2);
  } else if (value.empty() || value.find_first_of(" \t\"'<>=") != std::string_view::npos) {
    return malformed(text, at, "a number, a word, or a text in quotes");
  }
  out.value = std::string(value);
  return out;
}

bool holds(const Condition& condition, const Measure& measure) {
  const std::string text = std::holds_alternative<double>(measure.value)
                               ? fmt::format("{:.15g}", std::get<double>(measure.value))
                               : std::get<std::string>(measure.value);
  if (condition.sign == Sign::contains) return contains(text, condition.value);
  if (!condition.quoted) {
    const auto seen = measured_number(text);
    const auto wanted = measured_number(condition.value);
    if (seen && wanted && std::holds_alternative<double>(measure.value)) return compare(*seen, condition.sign, *wanted);
    const auto seen_version = version_of(text);
    const auto wanted_version = version_of(condition.value);
    if (seen_version && wanted_version) return compare(*seen_version, condition.sign, *wanted_version);
    if (seen && wanted) return compare(*seen, condition.sign, *wanted);
  }
  if (condition.sign == Sign::equal) return text == condition.value;
  if (condition.sign == Sign::unequal) return text != condition.value;
  return false;
}

void judge(Outcome& outcome, std::span<const Threshold> repository, std::span<const Threshold> built_in) {
  const auto concerns = [&](const Threshold& threshold, const Measure& measure) {
    return threshold.condition.name == measure.name && (threshold.probe.empty() || threshold.probe == outcome.probe);
  };
  const auto check = [&](const Threshold& threshold, const Measure& measure) {
    const bool good = holds(threshold.condition, measure);
    Check& made = outcome.add(measure.name, good ? Status::pass : threshold.otherwise, shown(measure),
                              good ? std::string() : threshold.advice);
    made.expected = threshold.condition.text();
    made.source = threshold.source;
  };
  // What is worse speaks for a measure: not both "more than 500" and "more than 2000".
  const auto check_all = [&](std::span<const Threshold> thresholds, const Measure& measure) {
    const Threshold* worst = nullptr;
    bool any = false;
    for (const Threshold& threshold : thresholds) {
      if (!concerns(threshold, measure)) continue;
      any = true;
      const bool good = holds(threshold.condition, measure);
      const bool worst_good = worst == nullptr || holds(worst->condition, measure);
      if (worst == nullptr || (!good && (worst_good || threshold.otherwise == Status::fail))) worst = &threshold;
    }
    if (worst != nullptr) check(*worst, measure);
    return any;
  };
  for (const Measure& measure : std::vector<Measure>(outcome.measures))
    if (!check_all(repository, measure)) check_all(built_in, measure);
}

}  // namespace fingerpost
