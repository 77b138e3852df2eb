#include "indexer/formats/config_reads.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "indexer/formats/comments.h"
#include "indexer/formats/literals.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestLine = 300;  // bytes; longer ones are generated
constexpr std::size_t kShortestKey = 3;    // bytes
constexpr std::size_t kLongestKey = 80;
constexpr int kMostInAFile = 500;

// What a configuration is called, and calls that nothing else has.
constexpr std::string_view kSources[] = {"conf",     "cfg",         "setting",    "option",  "opts",
                                         "param",    "pref",        "propert",    "viper",   "flags",
                                         "getint",   "getfloat",    "getbool",    "get_int", "get_float",
                                         "get_bool", "getduration", "setdefault", "registry"};

bool is_callee_byte(char c) {
  return is_alnum(c) || c == '_' || c == '.' || c == '$' || c == '>' || c == '-' || c == '?' || c == '!' || c == ':' ||
         c == '<';
}

bool is_key(std::string_view key) {
  if (key.size() < kShortestKey || key.size() > kLongestKey || !is_alpha(key.front())) return false;
  bool lower = false;  // a name in capitals is a variable's
  for (const char c : key) {
    if (!is_alnum(c) && c != '_' && c != '.' && c != '-' && c != ':' && c != '/') return false;
    lower = lower || (is_alpha(c) && !is_upper(c));
  }
  return lower;
}

// The key that the call whose bracket stands at `open` reads with a default; "" where it is none of that kind.
std::string_view key_of_call(std::string_view line, std::size_t open) {
  std::size_t at = open + 1;
  while (at < line.size() && line[at] == ' ') ++at;
  if (at >= line.size() || (line[at] != '"' && line[at] != '\'' && line[at] != '`')) return {};
  const std::size_t close = line.find(line[at], at + 1);
  if (close == std::string_view::npos) return {};
  const std::string_view key = line.substr(at + 1, close - at - 1);
  const std::string_view rest = trim(line.substr(close + 1));
  if (!is_key(key) || !rest.starts_with(',')) return {};
  const Literal kind = literal_of(first_argument(rest.substr(1)));
  if (kind == Literal::none || kind == Literal::empty_text) return {};
  std::size_t begin = open;
  while (begin > 0 && is_callee_byte(line[begin - 1])) --begin;
  const std::string callee = to_lower(line.substr(begin, open - begin));
  return std::any_of(std::begin(kSources), std::end(kSources),
                     [&](std::string_view source) { return contains(callee, source); })
             ? key
             : std::string_view();
}

// Whether the line was read as the definition of a command line's flag by this name.
bool is_flag_of_line(std::string_view key, int line, const Reading& out) {
  return std::any_of(out.places.begin(), out.places.end(), [&](const Place& place) {
    return place.line_start == line && place.key.starts_with("--") && std::string_view(place.key).substr(2) == key;
  });
}

}  // namespace

void add_config_reads(std::string_view text, std::int32_t under, Reading& out) {
  const Lines lines(text);
  int added = 0;
  for (int n = 1; n <= lines.count() && added < kMostInAFile; ++n) {
    const std::string_view line = lines.line(n);
    if (line.size() > kLongestLine) continue;
    for (std::size_t open = line.find('('); open != std::string_view::npos; open = line.find('(', open + 1)) {
      const std::string_view key = key_of_call(line, open);
      if (key.empty() || is_flag_of_line(key, n, out)) continue;
      Place place;
      place.role = Role::fallback;
      place.parent = under;
      place.line_start = place.line_end = n;
      place.key = std::string(key);
      // One word is as often the key of many sections.
      if (key.find_first_of("_-.") != std::string_view::npos) place.name = place.key;
      place.words = "configuration key default";
      place.text = trim(line);
      if (const auto [first, last] = comment_above(lines, n); first != 0) place.comment = lines.range(first, last);
      out.add(std::move(place));
      ++added;
    }
  }
}

}  // namespace fingerpost
