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

// Takes at least what the value is as a line from `left`; false where that does not do.
bool surely_fits(const Json& value, std::size_t& left) {
  constexpr std::size_t kPerByte = 6;  // \u001f
  constexpr std::size_t kOther = 32;   // a number, or brackets, quotes and a comma
  const auto take = [&](std::size_t most) {
    if (left < most) return false;
    left -= most;
    return true;
  };
  if (value.is_string()) return take(kPerByte * value.get_ref<const std::string&>().size() + kOther);
  if (!take(kOther)) return false;
  if (value.is_array())
    return std::all_of(value.begin(), value.end(), [&](const Json& one) { return surely_fits(one, left); });
  if (!value.is_object()) return true;
  const auto& members = value.get_ref<const Json::object_t&>();
  return std::all_of(members.begin(), members.end(), [&](const auto& member) {
    return take(kPerByte * member.first.size() + kOther) && surely_fits(member.second, left);
  });
}

std::size_t drop_items(Json& structured, std::size_t characters) {
  if (std::size_t left = characters; surely_fits(structured, left)) return 0;  // short answers need not be written
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
