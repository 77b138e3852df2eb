// MCP over Streamable HTTP: one message a POST, in every revision. A session is a name alone, given to legacy clients
// so that they can take a request back; none is needed, none ends, and nothing is kept of one.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "server/http/exchange.h"
#include "server/http/message.h"
#include "server/mcp/in_flight.h"
#include "server/mcp/server.h"
#include "server/mcp/subscriptions.h"
#include "server/workspace.h"

namespace fingerpost::mcp {

// Any number of threads may call one endpoint.
class StreamableHttp {
 public:
  struct Sender {
    std::function<void(std::uint64_t connection, std::string_view json)> push;
    std::function<void(std::uint64_t connection)> end;
  };
  // `sender` brings notifications to the streams that are kept.
  StreamableHttp(Workspace& workspace, const McpOptions& options, Sender sender);
  // Ends every stream.
  ~StreamableHttp();

  http::Reply answer(const http::Request& request, http::Exchange& exchange);
  // A kept stream is gone.
  void forget(std::uint64_t connection);

 private:
  http::Reply listen(const Request& request, http::Exchange& exchange);
  http::Reply answer_batch(const Json& batch, std::string_view version);
  void watch();

  Workspace& workspace_;
  Mcp mcp_;
  const Extras* extras_;
  Sender sender_;
  InFlight in_flight_;
  std::mutex mutex_;
  Subscriptions subscriptions_;  // guarded by mutex_
  std::atomic<bool> stopping_ = false;
  int wake_ = -1;
  std::thread watcher_;
};

}  // namespace fingerpost::mcp
