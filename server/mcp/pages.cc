#include "server/mcp/pages.h"

#include <charconv>

namespace fingerpost::mcp {

Json page_of(const char* name, const Json& items, const Json& parameters) {
  std::size_t first = 0;
  if (const Json& cursor = member(parameters, "cursor"); !cursor.is_null()) {
    const std::string text = cursor.is_string() ? cursor.get<std::string>() : "";
    const auto [end, problem] = std::from_chars(text.data() + (text.empty() ? 0 : 1), text.data() + text.size(), first);
    if (text.size() < 2 || text[0] != 'p' || problem != std::errc() || end != text.data() + text.size() ||
        first >= items.size())
      throw Fault{kInvalidParams, "invalid cursor: pass a nextCursor of this list as it was given"};
  }
  const std::size_t last = std::min(items.size(), first + kPage);
  Json page = Json::array();
  for (std::size_t i = first; i < last; ++i) page.push_back(items[i]);
  Json out = {{name, std::move(page)}};
  if (last < items.size()) out["nextCursor"] = "p" + std::to_string(last);
  return out;
}

}  // namespace fingerpost::mcp
