// All probes, in the order in which they are listed.
#pragma once

#include <span>
#include <string_view>

#include "probes/probe.h"

namespace fingerpost {

std::span<const Probe* const> all_probes();
const Probe* probe_named(std::string_view name);  // nullptr for none

}  // namespace fingerpost
