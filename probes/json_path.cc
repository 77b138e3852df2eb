#include "probes/json_path.h"

#include <charconv>

#include "base/text.h"

namespace fingerpost {
namespace {

// One step: a key, or "[3]".
const Json* step(const Json& at, std::string_view name) {
  if (name.starts_with("[")) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), index);
    if (error != std::errc() || !at.is_array() || index >= at.size()) return nullptr;
    return &at[index];
  }
  if (!at.is_object()) return nullptr;
  const auto found = at.find(name);
  return found == at.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Measure> measure_at(const Json& body, std::string_view path, std::string_view name) {
  const Json* at = &body;
  while (!path.empty() && at != nullptr) {
    std::size_t end = path.front() == '[' ? path.find(']') + 1 : path.find_first_of(".[");
    if (end == 0 || end > path.size()) end = path.size();
    at = step(*at, path.substr(0, end));
    path.remove_prefix(end);
    if (path.starts_with(".")) path.remove_prefix(1);
  }
  if (at == nullptr) return std::nullopt;
  Measure out;
  out.name = std::string(name);
  if (at->is_number())
    out.value = at->get<double>();
  else if (at->is_string())
    out.value = clip(at->get_ref<const std::string&>(), 500);
  else if (at->is_boolean())
    out.value = std::string(at->get<bool>() ? "true" : "false");
  else if (at->is_null())
    out.value = std::string("null");
  else
    out.value = static_cast<double>(at->size());
  return out;
}

}  // namespace fingerpost
