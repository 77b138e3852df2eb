#include "probes/redis/counters.h"

#include <fmt/format.h>

namespace fingerpost {
namespace {

// A small server's ratio says nothing: its own code weighs more than its data.
constexpr double kWorthAsking = 64.0 * 1024 * 1024;

}  // namespace

void check_redis_counters(const RedisInfo& info, Outcome& out) {
  for (const char* name : {"evicted_keys", "rejected_connections", "blocked_clients"})
    if (const auto value = info.number(name)) out.measure(name, *value);
  if (const auto rejected = info.number("rejected_connections"); rejected && *rejected > 0)
    out.notes.push_back(
        fmt::format("{:.0f} connections were refused since it started: maxclients was reached", *rejected));
  if (const auto evicted = info.number("evicted_keys"); evicted && *evicted > 0)
    out.notes.push_back(fmt::format("{:.0f} keys were evicted since it started: memory was full", *evicted));
  const auto ratio = info.number("mem_fragmentation_ratio");
  const auto used = info.number("used_memory");
  if (!ratio || !used) return;
  out.measure("fragmentation_ratio", *ratio);
  if (*used < kWorthAsking) return;
  if (*ratio > 1.5)
    out.add("fragmentation", Status::warn, fmt::format("it holds {:.2f} times the memory that its data takes", *ratio),
            "turn activedefrag on, or start it again when it may be away");
  else if (*ratio < 1.0)
    out.add("fragmentation", Status::warn, fmt::format("part of its memory is swapped out (ratio {:.2f})", *ratio),
            "give the machine more memory, or lower maxmemory");
  else
    out.add("fragmentation", Status::pass, fmt::format("ratio {:.2f}", *ratio));
}

}  // namespace fingerpost
