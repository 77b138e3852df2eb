#include "probes/env/url_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "probes/env/value_class.h"

namespace fingerpost {
namespace {

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

UserInfo user_info_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  const std::string_view text = url.substr(scheme + 3);
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  std::size_t sign = text.substr(0, end).rfind('@');
  const std::string_view before = text.substr(0, end);
  const std::size_t colon = before.find(':');
  // "localhost:3000/@scope": what stands behind the colon is a port, so that there is no password.
  const bool may_be_password = colon != std::string_view::npos && port_number(before.substr(colon + 1)) == 0 &&
                               before.find(']') == std::string_view::npos;
  if (sign == std::string_view::npos && may_be_password) sign = text.rfind('@');
  if (sign == std::string_view::npos) return {};
  const std::string_view info = text.substr(0, sign);
  UserInfo out;
  const std::size_t split_at = info.find(':');
  out.user = info.substr(0, split_at);
  if (split_at != std::string_view::npos) {
    out.has_password = true;
    out.password = info.substr(split_at + 1);
  }
  return out;
}

std::vector<RawCharacter> raw_characters(std::string_view text) {
  std::vector<RawCharacter> out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool escape = c == '%' && i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2]);
    if (!escape && std::string_view("#%/?:@[]& \"'<>\\^`{|}").find(c) != std::string_view::npos)
      out.push_back({c, i + 1});
  }
  return out;
}

std::string shown_characters(const std::vector<RawCharacter>& characters) {
  std::vector<std::string> out;
  for (const RawCharacter& one : characters) {
    if (out.size() == 8) {
      out.push_back(fmt::format("and {} more", characters.size() - 8));
      break;
    }
    out.push_back(fmt::format("{} at {} (%{:02X})",
                              one.character == ' ' ? "a space" : fmt::format("'{}'", one.character), one.position,
                              static_cast<unsigned>(static_cast<unsigned char>(one.character))));
  }
  return join(out, ", ");
}

}  // namespace fingerpost
