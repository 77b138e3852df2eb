#include "server/mcp/subscriptions.h"

#include <algorithm>

#include "server/crypto.h"
#include "server/mcp/resources.h"

namespace fingerpost::mcp {
namespace {

constexpr std::size_t kMostResources = 1000;

std::string state_of_list(Workspace& workspace) {
  std::string all;
  for (const Json& one : resource_list(workspace)) all += one["uri"].get<std::string>() + "\n";
  return sha256_hex(all);
}

Json tagged(Json parameters, const Json& id) {
  if (!id.is_null()) parameters["_meta"] = {{kSubscriptionKey, id}};
  return parameters;
}

}  // namespace

Wanted read_wanted(const Json& parameters) {
  const Json& asked = member(parameters, "notifications");
  if (!asked.is_object())
    throw Fault{kInvalidParams, "subscriptions/listen needs 'notifications', an object of what to send"};
  Wanted wanted;
  for (const char* flag : {"toolsListChanged", "promptsListChanged", "resourcesListChanged"})
    if (const Json& value = member(asked, flag); !value.is_null() && !value.is_boolean())
      throw Fault{kInvalidParams, std::string("notifications.") + flag + " must be a boolean"};
  // Tools and prompts never change while the program runs, so there is nothing to send about them.
  wanted.resource_list = member(asked, "resourcesListChanged") == true;
  if (const Json& uris = member(asked, "resourceSubscriptions"); !uris.is_null()) {
    if (!uris.is_array() || uris.size() > kMostResources)
      throw Fault{kInvalidParams, "notifications.resourceSubscriptions must be a list of at most 1000 addresses"};
    for (const Json& uri : uris) {
      if (!uri.is_string()) throw Fault{kInvalidParams, "notifications.resourceSubscriptions must hold strings"};
      wanted.resources.push_back(uri.get<std::string>());
    }
  }
  return wanted;
}

Json acknowledgement_of(const Json& id, const Wanted& wanted) {
  Json honoured = Json::object();
  if (wanted.resource_list) honoured["resourcesListChanged"] = true;
  if (!wanted.resources.empty()) honoured["resourceSubscriptions"] = wanted.resources;
  return notification_of("notifications/subscriptions/acknowledged",
                         tagged({{"notifications", std::move(honoured)}}, id));
}

Json end_of_stream(const Json& id) {
  return result_of(id, tagged({{"resultType", "complete"}}, id));
}

void Subscriptions::remember() {
  const bool lists =
      std::any_of(listeners_.begin(), listeners_.end(), [](const Listener& one) { return one.wanted.resource_list; });
  if (lists && list_seen_.empty()) list_seen_ = state_of_list(workspace_);
  std::map<std::string, std::uint64_t> wanted;
  for (const Listener& listener : listeners_)
    for (const std::string& uri : listener.wanted.resources) {
      const auto known = seen_.find(uri);
      if (wanted.count(uri) == 0)
        wanted[uri] = known != seen_.end() ? known->second : state_of_resource(workspace_, uri);
    }
  seen_ = std::move(wanted);
}

void Subscriptions::add(std::uint64_t stream, Json id, Wanted wanted) {
  listeners_.push_back({stream, std::move(id), std::move(wanted)});
  remember();
}

bool Subscriptions::remove(std::uint64_t stream, const Json& id) {
  const auto same = [&](const Listener& one) { return one.stream == stream && one.id == id; };
  const auto first = std::remove_if(listeners_.begin(), listeners_.end(), same);
  const bool met = first != listeners_.end();
  listeners_.erase(first, listeners_.end());
  return met;
}

void Subscriptions::remove(std::uint64_t stream) {
  listeners_.erase(
      std::remove_if(listeners_.begin(), listeners_.end(), [&](const Listener& one) { return one.stream == stream; }),
      listeners_.end());
}

void Subscriptions::add_resource(const std::string& uri) {
  remove_resource(uri);
  add(0, nullptr, {false, {uri}});
}

void Subscriptions::remove_resource(const std::string& uri) {
  listeners_.erase(std::remove_if(listeners_.begin(), listeners_.end(),
                                  [&](const Listener& one) {
                                    return one.id.is_null() && one.wanted.resources == std::vector<std::string>{uri};
                                  }),
                   listeners_.end());
}

std::vector<Subscriptions::Notification> Subscriptions::changes() {
  std::vector<Notification> out;
  if (listeners_.empty() || !workspace_.readiness().documents) return out;
  workspace_.visit("", [](const std::string&, Repository& repository) { (void)repository.make_fresh(); });
  for (auto& [uri, state] : seen_) {
    const std::uint64_t now = state_of_resource(workspace_, uri);
    if (now == state) continue;
    state = now;
    for (const Listener& listener : listeners_)
      if (std::count(listener.wanted.resources.begin(), listener.wanted.resources.end(), uri) != 0)
        out.push_back({listener.stream, notification_of("notifications/resources/updated",
                                                        tagged(Json{{"uri", Json(uri)}}, listener.id))});
  }
  if (list_seen_.empty()) return out;
  if (std::string now = state_of_list(workspace_); now != list_seen_) {
    list_seen_ = std::move(now);
    for (const Listener& listener : listeners_)
      if (listener.wanted.resource_list)
        out.push_back({listener.stream,
                       notification_of("notifications/resources/list_changed", tagged(Json::object(), listener.id))});
  }
  return out;
}

std::vector<Subscriptions::Notification> Subscriptions::endings() const {
  std::vector<Notification> out;
  for (const Listener& listener : listeners_)
    if (!listener.id.is_null()) out.push_back({listener.stream, end_of_stream(listener.id)});
  return out;
}

}  // namespace fingerpost::mcp
