// The Model Context Protocol over one line of JSON a message: both eras, told apart by the request
// (modelcontextprotocol.io, revisions 2024-11-05 to 2026-07-28). Knows JSON and tools, no transport.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "server/repository.h"

namespace fingerpost {

class Mcp {
 public:
  // One thread.
  explicit Mcp(Repository& repository) : repository_(repository) {}

  // The reply to one message, or nothing for a notification.
  std::optional<std::string> handle(std::string_view message);

 private:
  Json answer(const Json& request, bool modern);
  Json call_tool(const Json& parameters, bool modern);

  Repository& repository_;
};

// Serves stdin and stdout until the input ends. Nothing else is written to stdout meanwhile.
int serve_stdio(Repository& repository);

}  // namespace fingerpost
