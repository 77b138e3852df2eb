// A probe looks at one thing that runs, or should, and says what it saw. One file each in probes/probe/, one line each
// in probes/probes.cc. It runs nothing that a document says and leaves nothing behind; what it writes to prove that
// writing works is rolled back or expires, and `touches` says so.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "probes/condition.h"
#include "probes/deadline.h"
#include "probes/outcome.h"
#include "probes/surroundings.h"

namespace fingerpost {

struct Probe;

struct Target {
  std::string text;  // as it is written: a URL, "host:port", a path; may hold credentials, so never shown
  std::string host;  // "" for a probe that reaches no network
  int port = 0;
};

// One probe of one thing.
struct Planned {
  const Probe* probe = nullptr;
  Target target;
  std::string shown;  // the target without credentials; "" where there is only one
  Origin origin;
  std::string why;  // "DATABASE_URL in .env:3 is a PostgreSQL URL"
};

struct Probe {
  std::string_view name;     // what is typed: "postgres"
  std::string_view title;    // "PostgreSQL server"
  std::string_view touches;  // what it reaches, reads and writes, for whoever lets it run
  std::string_view inputs;   // where its targets come from, one line for the help
  int order = 0;             // what depends on what, for the order of mending: files 10, ports 20, servers 30, HTTP 40

  // What could be probed here, and why. Reads only the surroundings; never a network.
  std::vector<Planned> (*plan)(const Surroundings& around);
  // A target that somebody asks for: a variable, a compose service, a URL, host:port, a path.
  // Code::invalid_argument says what it takes, not_found that the repository has no such name.
  Result<Planned> (*aim)(const std::string& argument, const Surroundings& around);
  // Adds checks, measures, codes and messages to `out`, whose probe, target and origin are set. Returns by the
  // deadline, heeds cancellation, throws nothing. On any thread, several at a time. Redaction, thresholds and
  // conclude() are the caller's (probes/run.h).
  void (*run)(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out);

  std::span<const Threshold> thresholds;  // built in; the repository's go first
};

}  // namespace fingerpost
