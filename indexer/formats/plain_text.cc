// Plain text: underlined headings, paragraphs and list items.
#include <algorithm>
#include <string>

#include "indexer/formats/heading_styles.h"
#include "indexer/formats/markdown_inline.h"
#include "indexer/formats/text_outline.h"

namespace fingerpost {
namespace {

void read(const SourceText& source, std::int32_t under, Reading& out) {
  TextOutline outline(source, under, out);
  HeadingStyles styles;
  const Lines& lines = outline.lines;
  for (int n = 1; n <= lines.count();) {
    const std::string_view bare = trim(lines.line(n));
    if (bare.empty()) {
      ++n;
      continue;
    }
    if (const int behind = styles.read_heading(n, lines.count(), outline); behind != 0) {
      n = behind;
      continue;
    }
    int last = n;
    const bool item = is_list_item(bare);
    while (last < lines.count() && !outline.blank(last + 1) && !(item && is_list_item(lines.line(last + 1))) &&
           !HeadingStyles::is_heading_at(last + 1, lines))
      ++last;
    outline.add(item ? Kind::list_item : Kind::paragraph, n, last,
                item ? lead_in_of(trim(bare.substr(bare.find(' ')))).label : std::string());
    n = last + 1;
  }
  outline.close_all();
}

bool claims(std::string_view path) {
  const std::string_view extension = extension_of(path);
  if (extension == "txt" || extension == "text") return true;
  const std::string_view name = base_name(path);
  // README, INSTALL, LICENSE and the like
  constexpr std::size_t kShortest = 4;
  return name == ".cursorrules" || (name.size() >= kShortest && std::all_of(name.begin(), name.end(), [](char c) {
                                      return is_upper(c) || c == '-' || c == '_';
                                    }));
}

}  // namespace

extern const Format plain_text_format;
const Format plain_text_format = {"text", claims, read, {}};

}  // namespace fingerpost
