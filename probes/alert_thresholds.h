// Thresholds as alerting rules of Prometheus write them down: an `expr` that compares one metric with one number.
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

std::vector<Threshold> read_alert_thresholds(const std::string& path, std::string_view text);

}  // namespace fingerpost
