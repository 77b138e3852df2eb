// The Model Context Protocol in every revision from 2024-11-05 to 2026-07-28, told apart request by request. Knows JSON
// and tools, no transport, and keeps nothing between requests: any number of threads may call one Mcp.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>

#include "server/mcp/wire.h"
#include "server/workspace.h"

namespace fingerpost::mcp {

// What a build of the server offers beside the product's own (the test build's fixtures for the conformance suite).
struct Extras {
  Json tools = Json::array();
  Json resources = Json::array();
  Json templates = Json::array();
  Json prompts = Json::array();
  // The result of a request that is theirs; nothing for any other. May throw Fault.
  std::function<std::optional<Json>(const Request&, const Channel&)> answer;
  // A client's reply to a request that a fixture sent to it. The product never asks its clients.
  std::function<void(const Json& reply)> client_replied;
};

struct McpOptions {
  bool writes = true;                // whether tools that write are there
  bool legacy_subscriptions = true;  // whether the transport can bring resources/updated to a legacy client
  std::size_t most_waiting = 0;      // questions that may wait for the map at once; 0 for any number
  const Extras* extras = nullptr;    // outlives the Mcp
};

class Teller;

class Mcp {
 public:
  Mcp(Workspace& workspace, McpOptions options) : workspace_(workspace), options_(options) {}

  // The reply to a request, or nothing for a notification and for a request that was cancelled. Subscriptions and
  // cancelling are the transport's part; everything else is answered here.
  std::optional<Json> handle(const Request& request, const Channel& channel);

  // Whether a request waits for no repository, so that it may be answered while another is at work.
  static bool is_immediate(const Request& request);

 private:
  Json answer(const Request& request, const Channel& channel);
  Json capabilities(bool modern) const;
  Json initialize(const Json& parameters) const;
  Json discovery() const;
  // Finished, and written already where it is no failure.
  Json call_tool(const Request& request, const Channel& channel);
  bool wait_until_ready(const Channel& channel, Teller& teller, const Awaited& awaited);
  const Json& extra(const Json Extras::*list) const;
  const Json& tools();

  Workspace& workspace_;
  McpOptions options_;
  std::atomic<std::size_t> waiting_ = 0;
  std::once_flag described_;
  Json tools_;  // all of them, described when first asked for: they are the same as long as the process lives
};

// The tools as tools/list shows them.
Json described_tools(const std::vector<std::string>& repositories, bool writes);

// The instructions that clients hand to their model. At most 1,500 characters.
std::string instructions();

}  // namespace fingerpost::mcp
