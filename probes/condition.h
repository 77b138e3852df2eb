// Conditions on measures, written as text: `status == 200`, `latency_p95_ms < 100`, `body.status == "ready"`,
// `version >= 14.2`. One name, one sign (== != < <= > >= contains), one value: a number, a word, or a text in quotes.
// Nothing is evaluated, no patterns, time linear in the text. Fuzzed (tests/fuzz/fuzz_condition.cc).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "probes/outcome.h"

namespace fingerpost {

struct Condition {
  enum class Sign { equal, unequal, less, at_most, more, at_least, contains };
  std::string name;
  Sign sign = Sign::equal;
  std::string value;
  bool quoted = false;  // a text, never compared as a number
  std::string text() const;
};

// Code::invalid_argument says what was expected and at which byte.
Result<Condition> parse_condition(std::string_view text);
// Numbers compare as numbers, dotted versions part by part, all else as text (only == != contains; else false).
bool holds(const Condition& condition, const Measure& measure);

// What is expected of a measure: not held, the outcome warns or fails.
struct Threshold {
  std::string probe;  // "" for every probe with such a measure
  Condition condition;
  Status otherwise = Status::fail;  // warn or fail
  std::string advice;
  Written source;       // where the repository says so; nowhere for what is built in
  std::string heading;  // of the document's table
};

// Adds a check for each threshold whose measure was taken. A measure of which the repository says something is held to
// that alone; what is built in counts for the rest. `source` of the check says which it was.
void judge(Outcome& outcome, std::span<const Threshold> repository, std::span<const Threshold> built_in);

}  // namespace fingerpost
