#include "server/budget.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace fingerpost {
namespace {

// The lists of objects that hold no such list themselves, where an item can be spared. Whether there was one.
bool find_lists(Json& value, std::vector<Json*>& out) {
  bool any = false;
  for (Json& member : value)
    if (member.is_structured() && find_lists(member, out)) any = true;
  if (any || !value.is_array() || value.size() < 2 || !value.front().is_object()) return any;
  out.push_back(&value);
  return true;
}

std::size_t drop_items(Json& structured, std::size_t characters) {
  std::size_t dropped = 0;
  for (std::size_t all = to_line(structured).size(); all > characters;) {
    std::vector<Json*> lists;
    find_lists(structured, lists);
    if (lists.empty()) break;
    // The last item of the list with the most, until what is too much is gone.
    Json& list = **std::max_element(lists.begin(), lists.end(), [](Json* a, Json* b) { return a->size() < b->size(); });
    const std::size_t item = to_line(list.back()).size() + 1;
    list.erase(list.size() - 1);
    all -= std::min(all, item);
    ++dropped;
  }
  return dropped;
}

}  // namespace

void keep_within(ToolReply& reply, std::size_t characters) {
  const std::size_t dropped = drop_items(reply.structured, characters);
  const bool cut = reply.text.size() > characters;
  if (cut) {
    const auto line = reply.text.rfind('\n', characters);
    reply.text = line == std::string::npos ? clip(reply.text, characters) + "\n" : reply.text.substr(0, line + 1);
  }
  if (dropped == 0 && !cut) return;
  const std::string note =
      dropped > 0
          ? fmt::format("{} more are left out here; ask for something narrower, or with a smaller limit", dropped)
          : std::string("the rest is left out here; ask for something narrower, or with a smaller limit");
  const std::string before = reply.structured.value("note", std::string());
  reply.structured["note"] = before.empty() ? note : before + "; " + note;
  reply.text += "Note: " + note + ".\n";
}

}  // namespace fingerpost
