// justfiles (https://just.systems/man/en/): recipes with the comment above them; Procfiles: one process a line.
#include <utility>

#include "base/text.h"
#include "indexer/format.h"

namespace fingerpost {
namespace {

bool claims_justfile(std::string_view path) {
  const std::string name = to_lower(base_name(path));
  return name == "justfile" || name == ".justfile" || extension_of(path) == "just";
}

void read_justfile(const SourceText& source, std::int32_t under, Reading& out) {
  const Lines lines(source.text);
  int comment = 0;
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = lines.line(n);
    if (trim(line).empty()) {
      comment = 0;
      continue;
    }
    if (line.front() == '#') {
      if (comment == 0) comment = n;
      continue;
    }
    if (is_space(line.front()) || line.front() == '[') continue;  // a recipe's body; an attribute
    const int above = std::exchange(comment, 0);
    Place place;
    place.parent = under;
    place.line_start = n;
    if (above != 0) place.comment = lines.range(above, n - 1);
    int last = n;
    while (last < lines.count() && (lines.line(last + 1).starts_with(" ") || lines.line(last + 1).starts_with("\t")))
      ++last;
    place.line_end = last;
    const auto assigned = line.find(":=");
    const auto colon = line.find(':');
    if (assigned != std::string_view::npos && assigned == colon) {
      std::string_view name = trim(line.substr(0, assigned));
      for (std::string_view word : {"export ", "alias ", "set "})
        if (name.starts_with(word)) name = trim(name.substr(word.size()));
      place.key = std::string(name);
      place.text = trim(line.substr(assigned + 2));
    } else if (colon != std::string_view::npos) {
      std::string_view name = trim(line.substr(0, colon));
      if (!name.empty() && name.front() == '@') name.remove_prefix(1);
      place.kind = Kind::command;
      place.key = std::string(name);
      place.name = std::string(name.substr(0, name.find(' ')));
      place.words = "just " + place.name + " recipe run command";
      place.text = lines.range(n, std::min(last, n + 40));
    } else {
      continue;
    }
    out.add(std::move(place));
    n = last;
  }
}

bool claims_procfile(std::string_view path) {
  return base_name(path).starts_with("Procfile");
}

void read_procfile(const SourceText& source, std::int32_t under, Reading& out) {
  const Lines lines(source.text);
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = trim(lines.line(n));
    const auto colon = line.find(':');
    if (line.empty() || line.front() == '#' || colon == std::string_view::npos) continue;
    Place place;
    place.kind = Kind::command;
    place.parent = under;
    place.line_start = place.line_end = n;
    place.key = place.name = std::string(trim(line.substr(0, colon)));
    place.words = "process runs command";
    place.text = line.substr(colon + 1);
    out.add(std::move(place));
  }
}

}  // namespace

extern const Format justfile_format;
const Format justfile_format = {"justfile", claims_justfile, read_justfile, {}};
extern const Format procfile_format;
const Format procfile_format = {"procfile", claims_procfile, read_procfile, {}};

}  // namespace fingerpost
