// What a program says of its options when it is asked for help, as documents quote it: each option with what is said of
// it is one place.
#include "indexer/formats/usage.h"

#include <string>

#include "base/text.h"
#include "indexer/format.h"

namespace fingerpost {
namespace {

struct Option {
  std::string_view name;         // "--port"; "" for a line that begins none
  std::string_view description;  // on the same line; may be ""
  int indentation = 0;
};

bool is_option_byte(char c) {
  return is_alnum(c) || c == '-' || c == '_' || c == '.';
}

// "  -p, --port PORT   where it listens", "      --port=8080  …", "  -p   …"
Option option_on(std::string_view line) {
  constexpr int kDeepest = 16;
  Option option;
  option.indentation = indentation_of(line);
  line = trim(line);
  if (option.indentation > kDeepest || !line.starts_with('-') || line.ends_with('\\')) return {};
  const auto gap = line.find("  ");
  const std::string_view head = line.substr(0, gap);
  if (gap != std::string_view::npos) option.description = trim(line.substr(gap));
  const auto longer = head.find("--");
  if (longer != std::string_view::npos && longer > 0 && is_alnum(head[longer - 1])) return {};  // "-rw-r--r--"
  const std::string_view from = longer == std::string_view::npos ? head : head.substr(longer);
  std::size_t end = from.find_first_not_of('-');
  if (end == std::string_view::npos || end > 2 || !is_alnum(from[end])) return {};
  while (end < from.size() && is_option_byte(from[end])) ++end;
  // What stands before the long name are short ones: no list item, no sentence, no command.
  for (const char c : head.substr(0, longer == std::string_view::npos ? 0 : longer))
    if (!is_alnum(c) && c != '-' && c != ',' && c != ' ' && c != '/' && c != '|' && c != '[') return {};
  if (longer == std::string_view::npos && end > 2) return {};
  option.name = from.substr(0, end);
  return option;
}

// Whether a line goes on with what is said of an option that is indented so.
bool goes_on(std::string_view line, int indentation) {
  return !trim(line).empty() && indentation_of(line) > indentation && option_on(line).name.empty();
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  const Lines lines(source.text);
  for (int n = 1; n <= lines.count(); ++n) {
    const Option option = option_on(lines.line(n));
    if (option.name.empty()) continue;
    int last = n;
    while (last < lines.count() && goes_on(lines.line(last + 1), option.indentation)) ++last;
    if (last == n && option.description.empty()) continue;
    Place place;
    place.role = Role::documented;
    place.parent = under;
    place.line_start = n;
    place.line_end = last;
    place.key = std::string(option.name);
    place.words = "command line flag option";
    place.text = lines.range(n, last);
    out.add(std::move(place));
    n = last;
  }
}

bool claims(std::string_view) {
  return false;  // it stands inside of documents only
}

}  // namespace

bool is_usage(std::string_view text) {
  constexpr int kLeast = 2;
  const Lines lines(text);
  int options = 0;
  for (int n = 1; n <= lines.count(); ++n) {
    if (lines.line(n).ends_with('\\')) return false;  // a command over several lines
    const Option option = option_on(lines.line(n));
    const bool said =
        !option.description.empty() || (n < lines.count() && goes_on(lines.line(n + 1), option.indentation));
    if (!option.name.empty() && said) ++options;
  }
  return options >= kLeast;
}

extern const Format usage_format;
const Format usage_format = {"usage", claims, read, {}};

}  // namespace fingerpost
