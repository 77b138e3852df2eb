// Thresholds as alerting rules write them down: an expression that compares one metric with one number.
//   - alert: QueueTooLong
//     expr: write_queue_depth > 1000
// becomes: write_queue_depth <= 1000, otherwise warn (fail with `severity: critical`); said by that line. An expression
// of more than that is left out: it is about a span of time that a probe does not see. Pure, linear.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/condition.h"

namespace fingerpost {

struct AlertRule {
  std::string name;
  std::string expression;
  Written at;  // of the expression
  bool critical = false;
};

// The rules of a YAML text: Prometheus' own
// (https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/), and lists of `name`, `condition` and
// `for`, as other systems and documents have them. Of a markdown document those in its fenced YAML.
std::vector<AlertRule> read_alert_rules(const std::string& path, std::string_view text);

// What those rules expect of a metric.
std::vector<Threshold> read_alert_thresholds(const std::string& path, std::string_view text);

}  // namespace fingerpost
