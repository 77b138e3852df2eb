// "status", "checks.database.status", "items[0].name": a value inside of a JSON body. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/json.h"
#include "probes/outcome.h"

namespace fingerpost {

// A number, a text, true or false as words, "null", or the number of items of a list or an object; nothing when the
// path leads nowhere. An empty path is the body.
std::optional<Measure> measure_at(const Json& body, std::string_view path, std::string_view name);

}  // namespace fingerpost
