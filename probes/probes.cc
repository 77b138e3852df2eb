#include "probes/probes.h"

#include <algorithm>
#include <array>

namespace fingerpost {

// One line a probe: declare it here, and list it below in the order shown.
extern const Probe env_probe;
extern const Probe compose_probe;
extern const Probe git_probe;
extern const Probe disk_probe;
extern const Probe tools_probe;
extern const Probe dirs_probe;
extern const Probe ports_probe;
extern const Probe tcp_probe;
extern const Probe postgres_probe;
extern const Probe redis_probe;
extern const Probe http_probe;
extern const Probe health_probe;

static constexpr std::array<const Probe*, 12> kProbes = {
    &env_probe,  //
    &compose_probe, &git_probe,      &disk_probe,  &tools_probe, &dirs_probe,   &ports_probe,
    &tcp_probe,     &postgres_probe, &redis_probe, &http_probe,  &health_probe,
};

std::span<const Probe* const> all_probes() {
  return kProbes;
}

const Probe* probe_named(std::string_view name) {
  const auto found =
      std::find_if(kProbes.begin(), kProbes.end(), [&](const Probe* probe) { return probe->name == name; });
  return found == kProbes.end() ? nullptr : *found;
}

}  // namespace fingerpost
