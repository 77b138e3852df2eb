#include "indexer/said_in_code.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "base/text.h"
#include "indexer/formats/comments.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostSaid = 600;        // bytes of one place
constexpr std::size_t kMostMessages = 4000;   // of one place that writes much
constexpr std::size_t kMostOfScript = 6000;   // of what a script says outside of its functions
constexpr std::size_t kShortestMessage = 16;  // bytes of a literal

// Of languages whose comments begin with a hash.
bool has_hash_comments(std::string_view path) {
  const std::string_view extension = extension_of(path);
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"py", "rb", "rake", "sh", "bash", "ex", "exs", "pl", "jl", "r", "smk"},
      [&](std::string_view known) { return known == extension; });
}

// The comment of a line: all of it, or what stands behind code.
std::string_view comment_of(std::string_view line, bool hash) {
  const std::string_view trimmed = trim(line);
  if (trimmed.starts_with("//") || trimmed.starts_with("/*") || trimmed.starts_with("* ") ||
      (hash && trimmed.starts_with("# ")))
    return speaks_to_tools(trimmed) ? std::string_view() : trimmed;
  const auto behind = line.find(hash ? " # " : " // ");
  return behind == std::string_view::npos ? std::string_view() : line.substr(behind);
}

// What a literal says without what is filled in: "#{…}", "${…}", "{…}".
std::string without_fillings(std::string_view literal) {
  std::string out;
  int depth = 0;
  for (std::size_t i = 0; i < literal.size(); ++i) {
    const char c = literal[i];
    if (c == '{') ++depth;
    const bool sign = (c == '#' || c == '$') && i + 1 < literal.size() && literal[i + 1] == '{';
    if (depth == 0 && !sign) out += c;
    if (c == '}' && depth > 0) --depth;
  }
  return out;
}

// A sentence rather than a name, a pattern or a piece of code.
bool is_message(std::string_view literal) {
  return literal.size() >= kShortestMessage && is_alpha(literal.front()) &&
         std::count(literal.begin(), literal.end(), ' ') >= 2 &&
         literal.find_first_of("<;{}=|\\") == std::string_view::npos;
}

void say(std::string_view text, std::size_t most, std::string& words) {
  if (words.size() + text.size() > most) return;
  words += ' ';
  words += text;
}

void say_messages(std::string_view line, std::size_t most, std::string& words) {
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] != '"' && line[at] != '\'' && line[at] != '`') continue;
    const auto close = line.find(line[at], at + 1);
    if (close == std::string_view::npos) return;
    const std::string literal = without_fillings(line.substr(at + 1, close - at - 1));
    if (is_message(literal)) say(literal, most, words);
    at = close;
  }
}

// Marks the lines that `part` of the text covers.
void mark(const Lines& lines, std::string_view text, std::string_view part, std::vector<bool>& taken) {
  if (part.empty() || part.data() < text.data() || part.data() + part.size() > text.data() + text.size()) return;
  const auto begin = static_cast<std::size_t>(part.data() - text.data());
  const int last = lines.line_of(begin + part.size() - 1);
  for (int n = lines.line_of(begin); n <= last; ++n) taken[static_cast<std::size_t>(n)] = true;
}

}  // namespace

void add_what_is_said(std::string_view path, std::string_view text, std::vector<Place>& places,
                      std::vector<Place>& definitions) {
  const Lines lines(text);
  const bool hash = has_hash_comments(path);
  // The reader of code says so, with the file's own name.
  const bool script = std::any_of(places.begin(), places.end(), [&](const Place& place) {
    return place.kind == Kind::command && place.key == base_name(path);
  });
  std::vector<bool> taken(static_cast<std::size_t>(lines.count()) + 1, false);
  for (const std::vector<Place>* known : {&places, &definitions})
    for (const Place& place : *known) {
      mark(lines, text, place.text, taken);
      mark(lines, text, place.comment, taken);
    }
  std::vector<std::size_t> order(definitions.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Place& one = definitions[a];
    const Place& other = definitions[b];
    return one.line_start != other.line_start ? one.line_start < other.line_start : one.line_end > other.line_end;
  });
  std::vector<std::size_t> open;
  std::size_t next = 0;
  for (int n = 1; n <= lines.count(); ++n) {
    while (next < order.size() && definitions[order[next]].line_start <= n) open.push_back(order[next++]);
    while (!open.empty() && definitions[open.back()].line_end < n) open.pop_back();
    // Outside of definitions stands what a script does; elsewhere what is imported and declared, of which only messages
    // are looked for.
    const bool outside = open.empty() && !definitions.empty() && !script;
    std::string& words = open.empty() ? places[0].words : definitions[open.back()].words;
    const std::size_t most = open.empty() && script ? kMostOfScript : kMostSaid;
    if (taken[static_cast<std::size_t>(n)]) continue;
    const std::string_view line = lines.line(n);
    const std::string_view comment = comment_of(line, hash);
    if (!comment.empty() && !outside) say(comment, most, words);
    say_messages(line.substr(0, line.size() - comment.size()), outside ? most : std::max(most, kMostMessages), words);
  }
}

}  // namespace fingerpost
