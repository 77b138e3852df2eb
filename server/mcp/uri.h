// The addresses fingerpost://NAME/REST?key=value.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace fingerpost::mcp {

struct Uri {
  std::string name;  // "pointer"
  std::string rest;  // "docs/queue.md", decoded; "" for none
  std::map<std::string, std::string> query;
};

// Nothing for an address of another scheme, a bad escape or a NUL.
std::optional<Uri> parse_uri(std::string_view text);

// Escapes all but letters, digits and -._~/ .
std::string escape_uri(std::string_view text);
// Undoes %XX; nothing for a bad escape or a NUL.
std::optional<std::string> unescape_uri(std::string_view text);

}  // namespace fingerpost::mcp
