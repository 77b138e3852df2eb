// Tables of cron (crontab(5)): each line a job with its schedule, by the program that it starts.
#include <algorithm>
#include <string>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/comments.h"

namespace fingerpost {
namespace {

bool claims(std::string_view path) {
  const std::string_view name = base_name(path);
  const std::string_view extension = extension_of(path);
  if (name == "crontab" || extension == "crontab" || extension == "cron") return true;
  // cron reads no file with a dot in its name there.
  const std::string rooted = "/" + std::string(path);
  return extension.empty() && !name.empty() && !is_upper(name.front()) &&
         (contains(rooted, "/cron.d/") || contains(rooted, "/crontabs/"));
}

bool is_time_field(std::string_view field) {
  return !field.empty() && std::all_of(field.begin(), field.end(), [](char c) {
    return is_alnum(c) || c == '*' || c == ',' || c == '-' || c == '/';
  });
}

// What stands behind the schedule of a job; "" for a line that is none.
std::string_view behind_schedule(std::string_view line) {
  const int fields = line.front() == '@' ? 1 : 5;
  if (fields == 5 && line.front() != '*' && !is_digit(line.front())) return {};
  for (int i = 0; i < fields; ++i) {
    const auto end = line.find_first_of(" \t");
    if (end == std::string_view::npos || (fields == 5 && !is_time_field(line.substr(0, end)))) return {};
    line = trim(line.substr(end));
  }
  return line;
}

// The first word with a path, or else the first that is no assignment: the table of the system names a user before the
// command.
std::string program_of(std::string_view command) {
  std::string_view first;
  for (const std::string_view word : split(command, ' ')) {
    if (word.empty() || contains(word, "=")) continue;
    if (contains(word, "/") && !word.starts_with('>') && !word.starts_with("/dev/"))
      return std::string(base_name(word));
    if (first.empty()) first = word;
  }
  return std::string(first);
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  const Lines lines(source.text);
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = trim(lines.line(n));
    if (line.empty() || line.front() == '#') continue;
    const std::string_view command = behind_schedule(line);
    const auto sign = line.find('=');
    if (command.empty() && sign == std::string_view::npos) continue;
    Place place;
    place.parent = under;
    place.line_start = place.line_end = n;
    if (const auto [first, last] = comment_above(lines, n); first != 0) place.comment = lines.range(first, last);
    if (command.empty()) {  // MAILTO=ops
      place.key = std::string(trim(line.substr(0, sign)));
      place.text = trim(line.substr(sign + 1));
    } else {
      place.kind = Kind::job;
      place.key = place.name = clip(program_of(command), 120);
      place.words = "cron schedule scheduled";
      place.text = line;
    }
    out.add(std::move(place));
  }
}

}  // namespace

extern const Format crontab_format;
const Format crontab_format = {"crontab", claims, read, {}};

}  // namespace fingerpost
