#include "indexer/formats/protected_list.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace fingerpost {
namespace {

// Columns that tree drawing takes before the name, or 0 for a line without any.
std::size_t drawing_width(std::string_view line, std::size_t& bytes) {
  std::size_t columns = 0;
  bytes = 0;
  while (bytes < line.size()) {
    if (line.compare(bytes, 3, "├") == 0 || line.compare(bytes, 3, "└") == 0 || line.compare(bytes, 3, "│") == 0 ||
        line.compare(bytes, 3, "─") == 0) {
      bytes += 3;
      ++columns;
    } else if (line.compare(bytes, 2, "\xC2\xA0") == 0) {
      bytes += 2;
      ++columns;
    } else if (line[bytes] == ' ' || line[bytes] == '|' || line[bytes] == '`' || line[bytes] == '+') {
      ++bytes;
      ++columns;
    } else {
      break;
    }
  }
  return columns;
}

// The path that a line names, or "": one word with a slash, a dot or a star in it, or a well-known name.
std::string_view path_in(std::string_view line) {
  line = trim(line);
  while (!line.empty() && (line.front() == '-' || line.front() == '*' || line.front() == '+') && line.size() > 1 &&
         line[1] == ' ')
    line = trim(line.substr(1));
  if (line.starts_with("[ ]") || line.starts_with("[x]")) line = trim(line.substr(3));
  while (!line.empty() && (line.front() == '`' || (line.front() == '*' && line.size() > 1 && line[1] == '*')))
    line.remove_prefix(1);
  const auto end = line.find_first_of(" \t`,;");
  std::string_view word = line.substr(0, end);
  while (!word.empty() && (word.back() == ':' || word.back() == '*')) {
    if (word.back() == '*' && !word.ends_with("**")) break;
    word.remove_suffix(1);
  }
  // "*Up*" is a word with emphasis, "*.sql" and "docs/*" are globs.
  if (word.size() > 2 && word.front() == '*' && word.back() == '*' &&
      word.find_first_of("./") == std::string_view::npos)
    return {};
  if (word.empty() || word.front() == '#' || contains(word, "://")) return {};
  const bool pathlike = word.find('/') != std::string_view::npos || word.find('.') != std::string_view::npos ||
                        word.find('*') != std::string_view::npos;
  if (!pathlike && word != "Dockerfile" && word != "Makefile" && word != "CODEOWNERS" && word != "Procfile") return {};
  if (word.back() == '.' || !std::any_of(word.begin(), word.end(), is_alnum)) return {};
  return word;
}

}  // namespace

bool says_protected(std::string_view heading) {
  const std::string lower = to_lower(heading);
  if (contains(lower, "safe to")) return false;
  for (std::string_view phrase :
       {"do not modify", "do not touch", "do not edit", "do not change", "don't modify", "don't touch", "don't edit",
        "don't change", "never modify", "never edit", "never touch", "must not be modified", "protected files",
        "protected paths", "(protected)", "read-only files", "off limits", "off-limits"})
    if (contains(lower, phrase)) return true;
  return false;
}

void add_protected_paths(std::string_view text, int first_line, std::int32_t under, Reading& out) {
  const Lines lines(text);
  std::vector<std::pair<std::size_t, std::string>> open;  // directories of a tree: column, path
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = lines.line(n);
    std::size_t bytes = 0;
    const std::size_t column = drawing_width(line, bytes);
    const bool drawn = line.substr(0, bytes).find("\xE2\x94") != std::string_view::npos;
    const std::string_view found = path_in(drawn ? line.substr(bytes) : line);
    if (found.empty()) continue;
    while (!open.empty() && (!drawn || open.back().first >= column)) open.pop_back();
    std::string path = open.empty() ? std::string(found) : open.back().second + std::string(found);
    if (found.back() == '/') open.emplace_back(drawn ? column : 0, path);
    Place place;
    place.kind = Kind::protected_path;
    place.parent = under;
    place.line_start = place.line_end = first_line + n - 1;
    place.key = path;
    place.name = std::move(path);
    out.add(std::move(place));
  }
}

}  // namespace fingerpost
