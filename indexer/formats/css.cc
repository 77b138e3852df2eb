// Style sheets (CSS, Sass, Less): the variables that they set, which are what a design's colours, sizes and fonts are
// known by. Rules and selectors are left out: nobody asks for one by its name.
#include <algorithm>
#include <string>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/comments.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestLine = 400;  // bytes; longer ones are generated
constexpr int kLongestMap = 100;           // lines of "$breakpoints: ( … )"
constexpr int kMostInAFile = 1000;

bool claims(std::string_view path) {
  const std::string extension = to_lower(extension_of(path));
  return extension == "css" || extension == "scss" || extension == "sass" || extension == "less" || extension == "pcss";
}

// The bytes of the variable's name with which the line begins ("$gap", "@gap", "--gap") where it is set there; else 0.
std::size_t name_in(std::string_view line) {
  const std::size_t mark = line.starts_with("--") ? 2 : line.starts_with("$") || line.starts_with("@") ? 1 : 0;
  std::size_t end = mark;
  while (end < line.size() && (is_alnum(line[end]) || line[end] == '-' || line[end] == '_')) ++end;
  if (mark == 0 || end == mark) return 0;
  const std::string_view rest = trim(line.substr(end));
  const bool nested = line.front() == '@' && rest.find('{') != std::string_view::npos;  // "@page :first {"
  return rest.starts_with(":") && !nested ? end : 0;
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  const Lines lines(source.text);
  int added = 0;
  for (int n = 1; n <= lines.count() && added < kMostInAFile; ++n) {
    if (lines.line(n).size() > kLongestLine) continue;
    const std::string_view line = trim(lines.line(n));
    const std::size_t end = name_in(line);
    if (end == 0) continue;
    Place place;
    place.parent = under;
    place.line_start = place.line_end = n;
    place.key = place.name = std::string(line.substr(0, end));
    place.words = "style variable";
    const std::string_view behind = comment_behind(line, {"//", "/*"});
    std::string_view value = trim(line.substr(0, line.size() - behind.size()));
    value = trim(value.substr(value.find(':', end) + 1));
    if (value.ends_with("(")) {
      int last = n;
      while (last < lines.count() && last - n < kLongestMap && !trim(lines.line(last)).starts_with(")")) ++last;
      place.line_end = last;
      place.text = lines.range(n, last);
    } else {
      place.text = value.substr(0, std::min(value.find(';'), value.size()));
    }
    if (const auto [first, last] = comment_above(lines, n); first != 0)
      place.comment = lines.range(first, last);
    else
      place.comment = behind;
    n = place.line_end;
    out.add(std::move(place));
    ++added;
  }
}

}  // namespace

extern const Format css_format;
const Format css_format = {"css", claims, read, {}};

}  // namespace fingerpost
