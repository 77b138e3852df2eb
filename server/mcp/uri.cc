#include "server/mcp/uri.h"

#include <charconv>

#include "base/text.h"

namespace fingerpost::mcp {

std::optional<std::string> unescape_uri(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      unsigned value = 0;
      if (i + 2 >= text.size()) return std::nullopt;
      const char* end = text.data() + i + 3;
      if (std::from_chars(text.data() + i + 1, end, value, 16).ptr != end) return std::nullopt;
      c = static_cast<char>(value);
      i += 2;
    }
    if (c == '\0') return std::nullopt;
    out += c;
  }
  return out;
}

std::string escape_uri(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    if (is_alnum(c) || std::string_view("-._~/").find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

std::optional<Uri> parse_uri(std::string_view text) {
  constexpr std::string_view kScheme = "fingerpost://";
  if (!text.starts_with(kScheme)) return std::nullopt;
  text.remove_prefix(kScheme.size());
  Uri out;
  if (const auto mark = text.find('?'); mark != std::string_view::npos) {
    for (std::string_view pair : split(text.substr(mark + 1), '&')) {
      const auto sign = pair.find('=');
      if (sign == std::string_view::npos) return std::nullopt;
      auto value = unescape_uri(pair.substr(sign + 1));
      if (!value) return std::nullopt;
      out.query[std::string(pair.substr(0, sign))] = *value;
    }
    text = text.substr(0, mark);
  }
  const auto slash = text.find('/');
  out.name = std::string(text.substr(0, slash));
  if (slash != std::string_view::npos) {
    auto rest = unescape_uri(text.substr(slash + 1));
    if (!rest) return std::nullopt;
    out.rest = std::move(*rest);
  }
  return out;
}

}  // namespace fingerpost::mcp
