// Who wants to hear of changes: the streams of the modern revision (subscriptions/listen) and the single subscriptions
// of the legacy ones (resources/subscribe). One owner, one thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "server/mcp/wire.h"
#include "server/workspace.h"

namespace fingerpost::mcp {

// What a stream asked for, less what this server never sends.
struct Wanted {
  bool resource_list = false;
  std::vector<std::string> resources;
};
// Throws Fault for what is no subscription.
Wanted read_wanted(const Json& parameters);
// The first message of a stream.
Json acknowledgement_of(const Json& id, const Wanted& wanted);
// The last one, when the server ends it.
Json end_of_stream(const Json& id);

class Subscriptions {
 public:
  explicit Subscriptions(Workspace& workspace) : workspace_(workspace) {}

  // `stream` tells whom the notifications are for; 0 is the legacy client, whose id is null.
  void add(std::uint64_t stream, Json id, Wanted wanted);
  // Ends a stream; false where there is none.
  bool remove(std::uint64_t stream, const Json& id);
  void remove(std::uint64_t stream);
  // The same for one resource of the legacy client.
  void add_resource(const std::string& uri);
  void remove_resource(const std::string& uri);

  bool empty() const { return listeners_.empty(); }

  struct Notification {
    std::uint64_t stream;
    Json message;
  };
  // What changed since last asked. Brings the map up to date first; costs next to nothing when nothing changed.
  std::vector<Notification> changes();
  // The last message of every stream.
  std::vector<Notification> endings() const;

 private:
  struct Listener {
    std::uint64_t stream;
    Json id;
    Wanted wanted;
  };
  void remember();

  Workspace& workspace_;
  std::vector<Listener> listeners_;
  std::map<std::string, std::uint64_t> seen_;  // the state of each resource that somebody wants
  std::string list_seen_;                      // of the resource list
};

}  // namespace fingerpost::mcp
