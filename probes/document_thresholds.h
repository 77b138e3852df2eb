// Thresholds as people write them down: a table of a markdown document with a column for warning and one for critical.
//   | Response Time | > 500ms | > 2000ms |
// becomes: latency_ms <= 500, otherwise warn; latency_ms <= 2000, otherwise fail; said by that line. Pure, linear.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/condition.h"

namespace fingerpost {

std::vector<Threshold> read_document_thresholds(const std::string& path, std::string_view text);

}  // namespace fingerpost
