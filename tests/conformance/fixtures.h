// What the protocol's conformance suite expects a server to have: tools, resources and prompts with fixed behaviour.
// They are in a test program only.
#pragma once

#include "server/mcp/server.h"

namespace fingerpost {

// Lives as long as the program.
const mcp::Extras& conformance_fixtures();

}  // namespace fingerpost
