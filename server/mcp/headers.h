// What the headers of an HTTP request must say of the message in its body.
#pragma once

#include <optional>
#include <string>

#include "server/http/message.h"
#include "server/mcp/wire.h"

namespace fingerpost::mcp {

// The revision that a message is to be read in: the modern one, or the legacy one that the header names (or is assumed
// without one). Throws Fault for a legacy message whose header names a revision that nobody knows.
std::string version_of(const http::Headers& headers, const Json& message);

// Holds the headers of a modern request against its body. Throws Fault.
void check_headers(const http::Headers& headers, const Json& message);

}  // namespace fingerpost::mcp
