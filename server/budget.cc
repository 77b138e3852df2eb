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

// The characters of the value as text, without writing it.
std::size_t written_size(const Json& value) {
  const auto quoted = [](const std::string& text) {
    std::size_t size = text.size() + 2;
    for (const char c : text) {
      if (c == '"' || c == '\\' || c == '\n' || c == '\t' || c == '\r' || c == '\b' || c == '\f')
        size += 1;
      else if (static_cast<unsigned char>(c) < 0x20)
        size += 5;
    }
    return size;
  };
  if (value.is_string()) return quoted(value.get_ref<const std::string&>());
  if (!value.is_structured()) return to_line(value).size();
  std::size_t size = value.empty() ? 2 : value.size() + 1;  // the brackets and the commas
  for (const auto& [name, inner] : value.items())
    size += written_size(inner) + (value.is_object() ? quoted(name) + 1 : 0);
  return size;
}

std::size_t drop_items(Json& structured, std::size_t characters) {
  std::size_t dropped = 0;
  for (std::size_t all = written_size(structured); all > characters;) {
    std::vector<Json*> lists;
    find_lists(structured, lists);
    if (lists.empty()) break;
    // The last item of the list with the most, until what is too much is gone.
    Json& list = **std::max_element(lists.begin(), lists.end(), [](Json* a, Json* b) { return a->size() < b->size(); });
    const std::size_t item = written_size(list.back()) + 1;
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
