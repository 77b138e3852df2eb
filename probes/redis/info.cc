#include "probes/redis/info.h"

#include <charconv>

#include "base/text.h"

namespace fingerpost {

RedisInfo::RedisInfo(std::string_view text) {
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    const auto colon = line.find(':');
    if (line.empty() || line.front() == '#' || colon == std::string_view::npos) continue;
    fields_.emplace(line.substr(0, colon), line.substr(colon + 1));
  }
}

std::string RedisInfo::text(std::string_view field) const {
  const auto found = fields_.find(field);
  return found == fields_.end() ? "" : found->second;
}

std::optional<double> RedisInfo::number(std::string_view field) const {
  const auto found = fields_.find(field);
  if (found == fields_.end()) return std::nullopt;
  double value = 0;
  const std::string& written = found->second;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
  if (error != std::errc() || end != written.data() + written.size()) return std::nullopt;
  return value;
}

}  // namespace fingerpost
