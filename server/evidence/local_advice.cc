#include "server/evidence/local_advice.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"

namespace fingerpost {
namespace {

// A setting and the value that turns encryption off, as env files, URLs and code spell them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kOff = {
    {{"sslmode", "disable"}, {"ssl", "false"}, {"ssl", "disable"}, {"ssl", "off"}, {"tls", "false"}}};

// What stands between a setting and its value: '=', ": ", "' : ", " to ", " = ".
std::string_view after_sign(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && at < 6 && std::string_view(" =:\"'`").find(text[at]) != std::string_view::npos) ++at;
  if (text.substr(at).starts_with("to ")) at += 3;
  while (at < text.size() && at < 8 && std::string_view("\"'`").find(text[at]) != std::string_view::npos) ++at;
  return at == 0 ? std::string_view() : text.substr(at);
}

bool has(std::string_view lower, std::string_view setting, std::string_view value) {
  for (std::size_t at = lower.find(setting); at != std::string_view::npos; at = lower.find(setting, at + 1)) {
    if (at > 0 && is_alnum(lower[at - 1]) && setting == "ssl") continue;
    if (after_sign(lower.substr(at + setting.size())).starts_with(value)) return true;
  }
  return false;
}

}  // namespace

bool is_local_advice(std::string_view text) {
  const std::string lower = to_lower(text);
  // A line that says both, each for its place, is right everywhere.
  if (contains(lower, "require") || contains(lower, "verify-") || contains(lower, "ssl=true")) return false;
  return std::any_of(kOff.begin(), kOff.end(), [&](const auto& off) { return has(lower, off.first, off.second); });
}

bool take_out_local_advice(DiagnosedEntry& entry) {
  bool any = std::erase_if(entry.steps, [](const std::string& step) { return is_local_advice(step); }) > 0;
  if (is_local_advice(entry.first_action)) {
    any = true;
    entry.first_action.clear();
    entry.first_action_is_command = false;
  }
  if (is_local_advice(entry.excerpt)) {
    any = true;
    std::string kept;
    for (const std::string_view line : split(entry.excerpt, '\n'))
      if (!is_local_advice(line)) kept.append(line).append("\n");
    entry.excerpt = std::string(trim(kept));
  }
  return any;
}

}  // namespace fingerpost
