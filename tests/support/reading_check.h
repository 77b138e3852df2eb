// What every reader promises, whatever it is given.
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"
#include "indexer/format.h"

namespace fingerpost {

// Reads a text as a file of this path. places[0] is the document.
inline Reading read_text(std::string_view path, std::string_view text, const Limits& limits = {}) {
  Reading reading;
  Place document;
  document.kind = Kind::document;
  reading.places.push_back(document);
  if (const Format* format = format_of(path)) format->read({path, text, limits}, 0, reading);
  return reading;
}

// The first promise that a reading breaks, or "".
inline std::string broken_promise(const Reading& reading, std::string_view text) {
  const int lines = Lines(text).count();
  std::vector<std::int32_t> open = {0};
  const auto inside = [&](std::string_view part) {
    return part.empty() || (part.data() >= text.data() && part.data() + part.size() <= text.data() + text.size());
  };
  for (std::size_t i = 1; i < reading.places.size(); ++i) {
    const Place& place = reading.places[i];
    const std::string at = "place " + std::to_string(i) + " '" + place.key + "': ";
    while (!open.empty() && open.back() != place.parent) open.pop_back();
    if (open.empty()) return at + "its parent is not open";
    if (place.line_start < 1 || place.line_end < place.line_start || place.line_end > lines)
      return at + "lines " + std::to_string(place.line_start) + "-" + std::to_string(place.line_end) + " of " +
             std::to_string(lines);
    if (!inside(place.text) || !inside(place.comment)) return at + "text outside of the source";
    open.push_back(static_cast<std::int32_t>(i));
  }
  return {};
}

// A reading as lines, for comparison: indentation by depth, kind, key, lines, role and name.
inline std::string outline_of(const Reading& reading) {
  std::string out;
  std::vector<int> depth(reading.places.size(), 0);
  for (std::size_t i = 1; i < reading.places.size(); ++i) {
    const Place& place = reading.places[i];
    depth[i] = depth[static_cast<std::size_t>(place.parent)] + 1;
    out += std::string(static_cast<std::size_t>(2 * (depth[i] - 1)), ' ') + std::string(name_of(place.kind));
    if (!place.key.empty()) out += " '" + place.key + "'";
    out += " " + std::to_string(place.line_start);
    if (place.line_end != place.line_start) out += "-" + std::to_string(place.line_end);
    if (place.role != Role::none) out += " " + std::string(name_of(place.role));
    if (!place.name.empty() && place.name != place.key) out += " =" + place.name;
    out += "\n";
  }
  return out;
}

}  // namespace fingerpost
