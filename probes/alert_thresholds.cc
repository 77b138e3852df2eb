#include "probes/alert_thresholds.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/text.h"
#include "indexer/formats/key_trees.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostRules = 1000;  // of one file

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

// The first of these keys that a rule has, -1 for none.
std::int32_t first_of(const KeyTree& tree, std::int32_t rule, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys)
    if (const std::int32_t found = tree.child(rule, key); found >= 0) return found;
  return -1;
}

bool is_critical(const KeyTree& tree, std::int32_t rule) {
  std::string_view severity = tree.value(rule, "severity");
  if (severity.empty()) severity = tree.value(tree.child(rule, "labels"), "severity");
  return severity == "critical" || severity == "page";
}

// The rules of one YAML text, whose first line is line `first` of the file.
void read_rules(const std::string& path, std::string_view text, int first, std::vector<AlertRule>& out) {
  const KeyTree tree = yaml_tree(text, Limits());
  for (std::size_t i = 0; i < tree.nodes.size() && out.size() < kMostRules; ++i) {
    const auto rule = static_cast<std::int32_t>(i);
    if (tree[rule].type != KeyNode::Type::mapping) continue;
    const std::int32_t expression = first_of(tree, rule, {"expr", "condition"});
    // `name` alone is no alert's: it needs how long the condition has to hold.
    const std::int32_t name =
        tree.child(rule, "for") < 0 ? tree.child(rule, "alert") : first_of(tree, rule, {"alert", "name"});
    if (expression < 0 || name < 0) continue;
    out.push_back({tree[name].value,
                   std::string(trim(tree[expression].value)),
                   {path, first + tree[expression].line - 1},
                   is_critical(tree, rule)});
  }
}

}  // namespace

std::vector<AlertRule> read_alert_rules(const std::string& path, std::string_view text) {
  std::vector<AlertRule> out;
  if (extension_of(path) != "md") {
    read_rules(path, text, 1, out);
    return out;
  }
  const Lines lines(text);
  int opened = 0;  // the line of the fence around the YAML at hand, 0 for none
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = trim(lines.line(n));
    if (opened == 0) {
      if (line.starts_with("```yaml") || line.starts_with("```yml")) opened = n;
    } else if (line.starts_with("```")) {
      if (n > opened + 1) read_rules(path, lines.range(opened + 1, n - 1), opened + 1, out);
      opened = 0;
    }
  }
  return out;
}

std::vector<Threshold> read_alert_thresholds(const std::string& path, std::string_view text) {
  std::vector<Threshold> out;
  for (const AlertRule& rule : read_alert_rules(path, text)) {
    auto condition = condition_of(rule.expression);
    if (!condition) continue;
    Threshold threshold;
    threshold.probe = "health";
    threshold.condition = std::move(*condition);
    threshold.otherwise = rule.critical ? Status::fail : Status::warn;
    threshold.advice = fmt::format("the alert {} fires at this", clip(rule.name, 60));
    threshold.source = rule.at;
    out.push_back(std::move(threshold));
  }
  return out;
}

}  // namespace fingerpost
