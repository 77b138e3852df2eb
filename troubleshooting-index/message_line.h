// One line of a pasted text: what kind of line it is and what it says. Never throws, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "troubleshooting-index/log_lines.h"

namespace fingerpost {

enum class LineKind : std::uint8_t {
  blank,      // nothing, or signs only (a caret under a column)
  plain,      // nothing known
  exception,  // "ModuleNotFoundError: …", "Error: …", "panic: …", "thread 'main' panicked at …"
  cause,      // "Caused by: …", "[cause]: …"
  heading,    // "Traceback (most recent call last):", "During handling of …": says what follows
  frame,      // of a stack
  source,     // of the program, shown with a frame
  progress,   // downloads, build steps, spinners
  prompt,     // a command typed at a shell
  fact,       // "Reason:  CrashLoopBackOff", "health: HEALTH_WARN"
  row,        // of a table, without anything wrong
  bad_row,    // of a table: not running, 0/1 ready
  fields,     // JSON or logfmt
  asker,      // somebody's own words
};

struct ReadLine {
  std::string text;  // as pasted, without escapes
  int number = 0;    // from 1
  LineKind kind = LineKind::blank;
  Severity severity = Severity::unknown;
  std::string said;    // the message: without head, fields put together
  std::string logger;  // and container: names from the head
  std::string container;
  std::size_t indent = 0;
  bool machine = false;  // certainly written by a program
  double trouble = 0;    // see message_trouble.h
};

// What earlier lines say of the next.
struct LineContext {
  bool after_file = false;  // a frame that shows its source on the next line
  bool in_traceback = false;
  bool in_table = false;
};

ReadLine read_line(std::string_view raw, int number, LineContext& context);

// How likely a program wrote the text, from its look alone: 2 and more is certain.
int machine_look(std::string_view text);

// Words with which people speak of themselves and ask: "I", "our", "how do", "please".
int words_of_people(std::string_view text);

}  // namespace fingerpost
