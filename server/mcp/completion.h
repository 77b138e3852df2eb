// completion/complete: what a person may mean who has typed the start of an argument.
#pragma once

#include "server/mcp/wire.h"
#include "server/workspace.h"

namespace fingerpost::mcp {

// The `completion` of the reply: at most 100 values, those that start with what was typed before those that hold it.
// Throws Fault for a reference to nothing.
Json complete(Workspace& workspace, const Json& parameters);

}  // namespace fingerpost::mcp
