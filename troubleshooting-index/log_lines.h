// What stands before the message on a line of a log, whoever wrote it: time, level, process, logger, container, host.
// Pure functions over one line, linear in its length; they never throw, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fingerpost {

enum class Severity : std::uint8_t { unknown, trace, debug, info, notice, warning, error, fatal };

// "warn", "ERR", "crit", "Fatal", "50" is none of them: unknown.
Severity severity_named(std::string_view word);

// Without the escape sequences of a terminal (colours, cursor moves, titles), carriage returns taken as a terminal
// takes them (what was written over is gone) and other control characters dropped; tabs stay.
std::string without_escapes(std::string_view line);

// Length of the time or date that begins at `at`; 0 for none. Knows ISO 8601, syslog, Apache, Go, US dates, bare clock
// times.
std::size_t time_at(std::string_view text, std::size_t at);

struct LineHead {
  std::size_t length = 0;  // bytes before the message
  Severity severity = Severity::unknown;
  bool stamped = false;        // a time, or a container's or process's name as only a log has it
  std::string_view logger;     // the last name among the parts: "app.worker", "kernel"; points into the line
  std::string_view container;  // of `web-1  | …`; points into the line
};

// REQUIRES: a line without escapes.
LineHead head_of(std::string_view line);

}  // namespace fingerpost
