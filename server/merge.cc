#include "server/merge.h"

#include <algorithm>

namespace fingerpost {
namespace {

double confidence_of(const Json& item) {
  const auto found = item.is_object() ? item.find("confidence") : item.end();
  return found != item.end() && found->is_number() ? found->get<double>() : -1.0;
}

// Of what the reply lists; -1 where nothing says how sure it is.
double surest_of(const ToolReply& reply) {
  double surest = -1.0;
  for (const auto& [key, list] : reply.structured.items())
    if (list.is_array())
      for (const Json& item : list) surest = std::max(surest, confidence_of(item));
  return surest;
}

void add_to(Json& into, const std::string& key, Json value, const std::string& repository) {
  if (value.is_array())
    for (Json& item : value)
      if (item.is_object()) item["repository"] = repository;
  if (!into.contains(key)) {
    into[key] = std::move(value);
    return;
  }
  Json& there = into[key];
  if (there.is_array() && value.is_array())
    for (Json& item : value) there.push_back(std::move(item));
  else if (there.is_boolean() && value.is_boolean())
    there = there.get<bool>() || value.get<bool>();
  else if (there.is_number_integer() && value.is_number_integer())
    there = there.get<std::int64_t>() + value.get<std::int64_t>();
}

}  // namespace

ToolReply merge_replies(std::vector<NamedReply> replies, std::size_t limit) {
  // Who knows speaks first, and of those who is surest.
  std::stable_sort(replies.begin(), replies.end(), [](const NamedReply& a, const NamedReply& b) {
    if (a.reply.found != b.reply.found) return a.reply.found;
    return surest_of(a.reply) > surest_of(b.reply);
  });
  const bool found = replies.front().reply.found;
  ToolReply out;
  out.found = found;
  out.structured = Json::object();
  for (NamedReply& one : replies) {
    // Nearest places of a repository that does not know are noise beside one that does.
    if (found && !one.reply.found) continue;
    out.text += "In " + one.repository + ":\n" + one.reply.text;
    const bool first = &one == &replies.front();
    for (auto& [key, value] : one.reply.structured.items())
      if (first || key != "gap") add_to(out.structured, key, value, one.repository);
  }
  for (auto& [key, list] : out.structured.items()) {
    if (!list.is_array()) continue;
    std::stable_sort(list.begin(), list.end(),
                     [](const Json& a, const Json& b) { return confidence_of(a) > confidence_of(b); });
    if (limit > 0 && list.size() > limit && !list.empty() && confidence_of(list.front()) >= 0)
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(limit), list.end());
  }
  return out;
}

}  // namespace fingerpost
