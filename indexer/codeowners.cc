#include "indexer/codeowners.h"

#include "base/text.h"
#include "indexer/ignore.h"

namespace fingerpost {
namespace {

// "[Docs][2] @team" and "^[Docs]": the end of the heading's brackets, or 0 where the line is none.
std::size_t end_of_section(std::string_view line) {
  std::size_t at = line.starts_with("^") ? 1 : 0;
  if (at >= line.size() || line[at] != '[') return 0;
  at = line.find(']', at);
  if (at == std::string_view::npos) return 0;
  ++at;
  if (at < line.size() && line[at] == '[') {
    std::size_t digits = at + 1;
    while (digits < line.size() && is_digit(line[digits])) ++digits;
    if (digits > at + 1 && digits < line.size() && line[digits] == ']') at = digits + 1;
  }
  return at == line.size() || is_space(line[at]) ? at : 0;
}

}  // namespace

OwnerLine read_owner_line(std::string_view line) {
  OwnerLine out;
  line = trim(line);
  if (line.empty() || line.front() == '#') return out;
  std::size_t end = end_of_section(line);
  if (end > 0) {
    out.type = OwnerLine::Type::section;
    const std::size_t open = line.find('[') + 1;
    out.pattern = trim(line.substr(open, line.find(']') - open));
  } else {
    out.type = OwnerLine::Type::rule;
    while (end < line.size() && !is_space(line[end])) end += line[end] == '\\' && end + 1 < line.size() ? 2u : 1u;
    out.pattern = line.substr(0, end);
  }
  std::string_view rest = line.substr(end);
  // An owner never begins with '#', so the first one behind a space begins the comment.
  for (std::size_t at = 0; at < rest.size(); ++at)
    if (rest[at] == '#' && at > 0 && is_space(rest[at - 1])) {
      out.comment = trim(rest.substr(at + 1));
      rest = rest.substr(0, at);
      break;
    }
  out.owners = trim(rest);
  return out;
}

bool owner_pattern_covers(std::string_view pattern, std::string_view path) {
  if (pattern.empty() || path.empty()) return false;
  const IgnoreRules rule("", pattern);
  const auto matches = [&](std::string_view subject, bool is_directory) {
    return rule.verdict(subject, is_directory) == IgnoreRules::Verdict::ignored;
  };
  if (matches(path, false)) return true;
  if (pattern.ends_with("/*")) return false;
  for (std::string_view above = directory_of(path); !above.empty(); above = directory_of(above))
    if (matches(above, true)) return true;
  return false;
}

}  // namespace fingerpost
