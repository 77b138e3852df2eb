#include "indexer/formats/definition_lists.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace fingerpost {

bool begins_meaning(std::string_view line) {
  line = trim(line);
  return line.size() > 2 && line.front() == ':' && is_space(line[1]);
}

// Whether nothing but spaces stands before the byte in its line.
static bool begins_line(std::string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] != '\n' && is_space(text[at - 1])) --at;
  return at > 0 && text[at - 1] == '\n';
}

std::vector<WrittenDefinition> definitions_in(std::string_view paragraph) {
  std::vector<WrittenDefinition> out;
  // Most paragraphs hold no line that begins with a colon.
  std::size_t colon = paragraph.find(':');
  while (colon != std::string_view::npos && !begins_line(paragraph, colon)) colon = paragraph.find(':', colon + 1);
  if (colon == std::string_view::npos) return out;
  const auto lines = split(paragraph, '\n');
  const auto is_term = [&](std::size_t line) {
    return line + 1 < lines.size() && begins_meaning(lines[line + 1]) && !begins_meaning(lines[line]) &&
           !trim(lines[line]).empty() && (line == 0 || !is_space(lines[line].front()));
  };
  if (!is_term(0)) return out;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    if (is_term(line)) {
      WrittenDefinition& definition = out.emplace_back();
      definition.term = trim(lines[line]);
      definition.first = static_cast<int>(line);
    }
    WrittenDefinition& open = out.back();
    const char* begin = open.text.data() == nullptr ? lines[line].data() : open.text.data();
    open.text = {begin, static_cast<std::size_t>(lines[line].data() + lines[line].size() - begin)};
    open.last = static_cast<int>(line);
  }
  return out;
}

std::vector<WrittenDefinition> html_definitions_in(std::string_view html) {
  std::vector<WrittenDefinition> out;
  const std::string lower = to_lower(html);
  std::size_t counted = 0;
  int line = 0;
  const auto line_of = [&](std::size_t at) {
    line += static_cast<int>(std::count(html.begin() + static_cast<std::ptrdiff_t>(counted),
                                        html.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    counted = at;
    return line;
  };
  for (std::size_t at = lower.find("<dt"); at != std::string::npos;) {
    const std::size_t next = lower.find("<dt", at + 3);
    const std::string_view here = std::string_view(lower).substr(0, next);  // searched no further, so linear
    const std::size_t open = here.find('>', at);
    const std::size_t end = std::min(here.find("</dl", at), here.size());
    const std::size_t term_end = std::min({here.find("</dt", at), here.find("<dd", at), end});
    if (open < term_end) {
      WrittenDefinition& definition = out.emplace_back();
      definition.term = trim(html.substr(open + 1, term_end - open - 1));
      definition.text = trim(html.substr(at, end - at));
      definition.first = line_of(at);
      definition.last = line_of(at + definition.text.size());
    }
    at = next;
  }
  return out;
}

}  // namespace fingerpost
