#include "server/mcp/completion.h"

#include <algorithm>

#include "base/text.h"
#include "probes/probes.h"
#include "server/mcp/prompts.h"
#include "server/mcp/resources.h"

namespace fingerpost::mcp {
namespace {

// All values that an argument of this name can have, sorted.
std::vector<std::string> values_of(Workspace& workspace, const std::string& argument, const std::string& repository) {
  std::vector<std::string> all;
  if (argument == "repository") return workspace.names();
  if (argument == "probe") {
    all = {"all", "preflight"};
    for (const Probe* probe : all_probes()) all.emplace_back(probe->name);
    std::sort(all.begin(), all.end());
    return all;
  }
  if (!workspace.readiness().allows({.entries = argument == "entry"})) return all;  // a menu does not wait
  workspace.visit(repository, [&](const std::string&, Repository& one) {
    if (!one.make_fresh()) return;
    if (argument == "path") {
      for (const Source& source : one.map().sources()) all.push_back(source.path);
    } else if (argument == "component") {
      for (const Source& source : one.map().sources()) {
        auto places = one.map().places_of(source);
        if (!places) continue;
        for (const StoredPlace& place : **places)
          if (place.kind == Kind::service || place.kind == Kind::object) all.push_back(place.name);
      }
    } else if (argument == "entry") {
      if (auto issues = one.known_issues("", ""))
        for (const DiagnosedEntry& issue : *issues) all.push_back(issue.title);
    }
  });
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  all.erase(std::remove(all.begin(), all.end(), ""), all.end());
  return all;
}

void check_reference(const Workspace& workspace, const Json& reference, const std::string& argument) {
  const std::string type = text_at(reference, "type");
  if (type == "ref/prompt") {
    const std::string name = text_at(reference, "name");
    const Json all = prompt_list();
    if (std::none_of(all.begin(), all.end(), [&](const Json& one) { return one["name"] == name; }))
      throw Fault{kInvalidParams, "there is no prompt '" + name + "'"};
    if (!prompt_takes(name, argument))
      throw Fault{kInvalidParams, "the prompt " + name + " has no argument '" + argument + "'"};
  } else if (type == "ref/resource") {
    const std::string uri = text_at(reference, "uri");
    const Json all = resource_templates(workspace);
    if (std::none_of(all.begin(), all.end(), [&](const Json& one) { return one["uriTemplate"] == uri; }))
      throw Fault{kInvalidParams, "there is no resource template '" + clip(uri, 200) + "'"};
  } else {
    throw Fault{kInvalidParams, "ref.type must be ref/prompt or ref/resource"};
  }
}

}  // namespace

Json complete(Workspace& workspace, const Json& parameters) {
  const Json& argument = member(parameters, "argument");
  const std::string name = text_at(argument, "name");
  if (name.empty() || !member(argument, "value").is_string())
    throw Fault{kInvalidParams, "completion needs argument.name and argument.value, both strings"};
  check_reference(workspace, member(parameters, "ref"), name);
  const std::string typed = to_lower(text_at(argument, "value"));
  const Json& given = member(member(parameters, "context"), "arguments");
  std::vector<std::string> starting;
  std::vector<std::string> holding;
  for (std::string& value : values_of(workspace, name, text_at(given, "repository"))) {
    const std::string low = to_lower(value);
    if (low.starts_with(typed) || to_lower(base_name(value)).starts_with(typed))
      starting.push_back(std::move(value));
    else if (contains(low, typed))
      holding.push_back(std::move(value));
  }
  starting.insert(starting.end(), holding.begin(), holding.end());
  constexpr std::size_t kMost = 100;
  Json values = Json::array();
  for (std::size_t i = 0; i < std::min(kMost, starting.size()); ++i) values.push_back(starting[i]);
  return {{"values", std::move(values)}, {"total", starting.size()}, {"hasMore", starting.size() > kMost}};
}

}  // namespace fingerpost::mcp
