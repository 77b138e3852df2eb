// Outcomes of probes in the forms that other programs read. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "server/probing.h"

namespace fingerpost {

// A suite each outcome, a case each check: https://github.com/testmoapp/junitxml
std::string junit_of(const ProbeReport& report);
// Test Anything Protocol, version 13: a line each check, a warning as "# TODO", with a YAML block of what was seen.
std::string tap_of(const ProbeReport& report);
// The one line of a Nagios plugin, with performance data; its exit statuses are 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.
std::string nagios_of(const ProbeReport& report);
int nagios_status(const ProbeReport& report);
// Prometheus' text format: fingerpost_probe_success, _status and _milliseconds, and every measure that is a number.
std::string prometheus_of(const ProbeReport& report);

}  // namespace fingerpost
