// Makefiles: targets with the comment that documents them, and variables.
#include <utility>

#include "base/text.h"
#include "indexer/format.h"

namespace fingerpost {
namespace {

bool claims(std::string_view path) {
  const std::string_view name = base_name(path);
  return name == "Makefile" || name == "makefile" || name == "GNUmakefile" || name.starts_with("Makefile.") ||
         extension_of(path) == "mk";
}

// "## help" behind a target, or the comment lines directly above it.
std::string_view help_behind(std::string_view line) {
  const auto at = line.find("##");
  return at == std::string_view::npos ? std::string_view() : line.substr(at);
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  const Lines lines(source.text);
  int comment = 0;  // where the comment block above begins, 0 for none
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = lines.line(n);
    const std::string_view bare = trim(line);
    if (bare.empty()) {
      comment = 0;
      continue;
    }
    if (line.front() == '#') {
      if (comment == 0) comment = n;
      continue;
    }
    if (line.front() == '\t' || line.front() == ' ') continue;
    const int above = std::exchange(comment, 0);
    const auto colon = line.find(':');
    const auto sign = line.find('=');
    Place place;
    place.parent = under;
    place.line_start = place.line_end = n;
    if (above != 0) place.comment = lines.range(above, n - 1);
    if (sign != std::string_view::npos && (colon == std::string_view::npos || sign < colon || sign == colon + 1)) {
      std::string_view name = trim(line.substr(0, sign));
      while (!name.empty() && (name.back() == ':' || name.back() == '?' || name.back() == '+' || name.back() == ' '))
        name.remove_suffix(1);
      if (name.starts_with("export ")) name = trim(name.substr(7));
      if (name.empty() || name.find_first_of(" \t$(") != std::string_view::npos) continue;
      place.key = std::string(name);
      place.text = trim(line.substr(sign + 1));
      out.add(std::move(place));
      continue;
    }
    if (colon == std::string_view::npos) continue;
    const std::string_view targets = trim(line.substr(0, colon));
    if (targets.empty() || targets.front() == '.' || targets.find('$') != std::string_view::npos) continue;
    // The recipe belongs to its target.
    int last = n;
    while (last < lines.count() && (lines.line(last + 1).starts_with("\t") ||
                                    (trim(lines.line(last + 1)).empty() && last + 2 <= lines.count() &&
                                     lines.line(last + 2).starts_with("\t"))))
      ++last;
    place.kind = Kind::command;
    place.line_end = last;
    place.key = std::string(targets);
    place.name = std::string(targets.substr(0, targets.find(' ')));
    place.words = "make " + place.name + " target run command";
    place.text = lines.range(n, std::min(last, n + 40));
    if (place.comment.empty()) place.comment = help_behind(line);
    out.add(std::move(place));
    n = last;
  }
}

}  // namespace

extern const Format makefile_format;
const Format makefile_format = {"makefile", claims, read, {}};

}  // namespace fingerpost
