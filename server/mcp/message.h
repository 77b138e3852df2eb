// One JSON-RPC message as text → a request, or the error that it is answered with.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "server/mcp/wire.h"

namespace fingerpost::mcp {

// A reply that a client sent to a request that we never made: nothing is to be done.
struct Ignored {};

// What the text turned out to be. `Json` is the error to send back.
using Message = std::variant<Request, Json, Ignored>;

// Messages in a batch, over every transport.
constexpr std::size_t kMostBatched = 16;

// `version` is the legacy revision in force; a request that carries a version of its own in `_meta` is modern, as is
// every one where `version` is the modern one, and is checked as that revision asks.
Message read_message(Json value, std::string_view version);

}  // namespace fingerpost::mcp
