// Lists in pages. A cursor is opaque to clients, and the same for the same place of the list.
#pragma once

#include <cstddef>
#include <string>

#include "server/mcp/wire.h"

namespace fingerpost::mcp {

inline constexpr std::size_t kPage = 100;

// The items from the request's cursor on, at most kPage of them, under `name`, with `nextCursor` where more follow.
// Throws Fault for a cursor that no list of ours gave.
Json page_of(const char* name, const Json& items, const Json& parameters);

}  // namespace fingerpost::mcp
