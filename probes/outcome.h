// What a probe saw: checks in the order in which they ran, figures that were measured, and what all of it is evidence
// for. Values; texts are lower case without a trailing dot, as in base/result.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.h"

namespace fingerpost {

enum class Status {
  pass,
  skip,   // it could not be asked: an earlier check failed, or the feature is not there; the reason is in `seen`
  warn,   // it works, but wrong, slow or weak
  fail,   // it was asked, and it is broken
  error,  // it could not be asked for a reason on this side: a permission, a missing program, no time left
};
std::string_view name_of(Status status);
// Of several: the worst. Skipped counts for nothing unless everything was skipped.
Status worst_of(Status a, Status b);

// Where something is written in the repository. Line 0: not in a file.
struct Written {
  std::string path;
  int line = 0;
  std::string text() const;  // "compose.yml:14", or ""
};

struct Check {
  std::string name;  // of a few letters, steady over versions: "resolve", "connect", "status"
  Status status = Status::pass;
  std::string seen;
  std::string expected;  // "" where that goes without saying
  std::string advice;    // what to do; "" for a pass
  Written source;        // what the expectation, or the fault, is written in
  double milliseconds = 0;
};

// A figure or a word that conditions (probes/condition.h) are about: "status", "latency_p95_ms", "memory_used_pct",
// "version". Names are lower case with underscores, the unit last (_ms, _pct, _bytes, _days, _s).
struct Measure {
  std::string name;
  std::variant<double, std::string> value;
};

// Where the target came from, and so where to mend it.
struct Origin {
  enum class Kind { argument, variable, compose, setting, repository, standard };
  Kind kind = Kind::standard;
  std::string key;  // the variable's or the service's name
  Written at;
  std::string text() const;  // "DATABASE_URL in .env:3"
};
std::string_view name_of(Origin::Kind kind);

struct Outcome {
  std::string probe;
  std::string target;  // as shown: without credentials
  Origin origin;
  Status status = Status::skip;  // of all checks
  std::string summary;           // one line that stands alone
  std::vector<Check> checks;
  std::vector<Measure> measures;
  std::vector<std::string> codes;     // ECONNREFUSED, ENOTFOUND, 28P01, WRONGPASS, HTTP 503
  std::vector<std::string> messages;  // as the other side or a library worded them: what an entry would quote
  std::vector<std::string> notes;     // what explains and is neither good nor bad
  double milliseconds = 0;

  // Adds a check and returns it. The reference lives until the next one is added.
  Check& add(std::string name, Status status, std::string seen, std::string advice = {});
  void measure(std::string name, double value) { measures.push_back({std::move(name), value}); }
  void measure(std::string name, std::string value) { measures.push_back({std::move(name), std::move(value)}); }
  const Measure* measured(std::string_view name) const;
  // Whether a check of this name failed or could not be made.
  bool failed(std::string_view name) const;
  // Sets `status` from the checks and, where none is set, `summary` from the first that is worst.
  void conclude();
};

Json json_of(const Outcome& outcome);

}  // namespace fingerpost
