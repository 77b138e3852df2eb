#include "server/cli/terminal.h"

#include <unistd.h>

#include <cstdlib>

#include "base/text.h"

namespace fingerpost {
namespace {

// How long the pointer at the start of the line is; 0 for none. `path` gets its path.
std::size_t pointer_at(std::string_view line, std::string_view& path) {
  if (line.empty() || is_space(line.front())) return 0;
  const auto end = std::min(line.find("  "), line.size());
  const auto colon = line.substr(0, end).rfind(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == end) return 0;
  for (const char c : line.substr(colon + 1, end - colon - 1))
    if (!is_digit(c) && c != '-') return 0;
  path = line.substr(0, colon);
  return end;
}

std::string escaped(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_alnum(c) || std::string_view("-._~/").find(c) != std::string_view::npos)
      out += c;
    else
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

}  // namespace

bool wants_colour() {
  const char* terminal = std::getenv("TERM");
  const char* never = std::getenv("NO_COLOR");
  return ::isatty(1) != 0 && (never == nullptr || *never == '\0') &&
         (terminal == nullptr || std::string_view(terminal) != "dumb");
}

std::string with_links(std::string_view text, std::string_view directory) {
  std::string out;
  for (std::string_view line : split(text, '\n')) {
    std::string_view path;
    if (const std::size_t size = pointer_at(line, path); size > 0) {
      out += "\x1b]8;;file://" + escaped(directory) + "/" + escaped(path) + "\x1b\\\x1b[1m";
      out += line.substr(0, size);
      out += "\x1b[0m\x1b]8;;\x1b\\";
      line.remove_prefix(size);
    }
    out += line;
    out += '\n';
  }
  if (!out.empty()) out.pop_back();
  return out;
}

}  // namespace fingerpost
