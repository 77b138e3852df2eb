// MCP over stdin and stdout: one message a line.
#pragma once

#include "server/mcp/server.h"
#include "server/workspace.h"

namespace fingerpost::mcp {

// Takes the real stdout for the protocol alone: whatever else prints there afterwards lands on stderr. Serves until the
// input ends, the reader of the output is gone or the parent dies. One thread; returns the exit status.
int serve_stdio(Workspace& workspace, const McpOptions& options);

}  // namespace fingerpost::mcp
