#include "probes/related.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/text.h"

namespace fingerpost {
namespace {

bool is_server_not_ready(const Outcome& outcome) {
  if (outcome.status != Status::fail || (outcome.probe != "health" && outcome.probe != "http")) return false;
  return std::any_of(outcome.codes.begin(), outcome.codes.end(),
                     [](const std::string& code) { return code == "HTTP 500" || code == "HTTP 503"; });
}

// What a server says that it lacks is often named by its kind: "database", "cache".
bool names_kind_of(const std::string& lower, std::string_view probe) {
  if (contains(lower, probe)) return true;
  if (probe == "postgres") return contains(lower, "database") || contains(lower, "\"db\"") || contains(lower, "db ");
  return contains(lower, "cache");
}

}  // namespace

void relate(std::span<Outcome> outcomes) {
  for (Outcome& server : outcomes) {
    if (!is_server_not_ready(server)) continue;
    std::string said = to_lower(server.summary);
    for (const std::string& message : server.messages) said += "\n" + to_lower(message);
    const bool names_any = names_kind_of(said, "postgres") || names_kind_of(said, "redis");
    for (const Outcome& other : outcomes) {
      if (other.status != Status::fail || (other.probe != "postgres" && other.probe != "redis")) continue;
      // Where it says what it lacks, the other is none of it.
      if (names_any && !names_kind_of(said, other.probe)) continue;
      server.notes.push_back(fmt::format("{} {} fails now too ({}): mend that first", other.probe, other.target,
                                         clip(other.summary, 160)));
    }
  }
}

void explain_latency(Outcome& out, double slow_ms) {
  const auto number = [&](std::string_view name) {
    const Measure* found = out.measured(name);
    const double* value = found == nullptr ? nullptr : std::get_if<double>(&found->value);
    return value == nullptr ? 0.0 : *value;
  };
  const double round_trip = number("latency_p50_ms");
  const double way = number("connect_ms");
  if (round_trip < slow_ms || way <= 0) return;
  if (way >= round_trip / 2)
    out.notes.push_back(fmt::format(
        "a connection alone takes {:.0f} ms: it is the way that is long (another region?), not the server", way));
  else if (way <= round_trip / 5)
    out.notes.push_back(
        fmt::format("a connection alone takes {:.0f} ms: it is the server that is slow, not the way to it", way));
}

}  // namespace fingerpost
