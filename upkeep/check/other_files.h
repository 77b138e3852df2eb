// What stands in a repository beside its documents: code, configuration, scripts.
#pragma once

#include <functional>
#include <string_view>

#include "upkeep/check/evidence.h"

namespace fingerpost {

// Calls `visit` with the bytes of each indexed file of up to 1 MiB that is no markdown document. False, and cut short,
// where there is more to look through than 96 MiB: then nothing can be said of what stands nowhere.
bool each_other_file(Evidence& evidence, const std::function<void(std::string_view bytes)>& visit);

}  // namespace fingerpost
