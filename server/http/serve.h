// `fingerpost serve`: the MCP endpoint, the JSON API and the pages for machines that watch, on one port.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "server/http/listener.h"
#include "server/mcp/server.h"
#include "server/workspace.h"

namespace fingerpost::http {

struct ServeOptions {
  ListenerOptions listener;
  std::vector<std::string> hosts;  // further names of this server
  std::string token;               // "" for none; needed to listen anywhere but on this machine
  bool writes = false;
  const mcp::Extras* extras = nullptr;
};

// Serves until SIGTERM or SIGINT, or until `stopper` (called once with a function that stops) does so.
Result<Done> serve(Workspace& workspace, const ServeOptions& options,
                   const std::function<void(int port, std::function<void()> stop)>& on_ready);

}  // namespace fingerpost::http
