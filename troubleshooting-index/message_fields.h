// Lines of a log that are made of fields: JSON objects, logfmt, what an alert manager sends. Never throws, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "troubleshooting-index/log_lines.h"

namespace fingerpost {

struct LineFields {
  std::string said;  // what a person would have written: lead, message, error, HTTP status
  Severity severity = Severity::unknown;
  bool alert = false;                                    // an alert's labels or annotations
  std::vector<std::pair<std::string, std::string>> all;  // keys in lower case; at most 64
};

// Nothing for a line without fields. REQUIRES: a line without its head.
std::optional<LineFields> fields_of(std::string_view line);

}  // namespace fingerpost
