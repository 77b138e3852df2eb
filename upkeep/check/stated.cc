#include "upkeep/check/stated.h"

#include <algorithm>
#include <array>

#include "base/path_kinds.h"
#include "base/text.h"

namespace fingerpost {
namespace {

bool is_word_part(char c) {
  return is_alnum(c) || c == '_' || c == '-';
}

}  // namespace

std::size_t find_word(std::string_view line, std::string_view word, std::size_t from) {
  if (word.empty()) return std::string_view::npos;
  for (auto at = line.find(word, from); at != std::string_view::npos; at = line.find(word, at + 1))
    if ((at == 0 || !is_word_part(line[at - 1])) &&
        (at + word.size() == line.size() || !is_word_part(line[at + word.size()])))
      return at;
  return std::string_view::npos;
}

std::string_view variable_in_span(std::string_view span) {
  if (span.starts_with("$")) span.remove_prefix(1);
  if (span.starts_with("{") && span.ends_with("}")) span = span.substr(1, span.size() - 2);
  const std::string_view name = span.substr(0, span.find('='));
  if (name.size() < 5 || name.size() > 80 || !contains(name, "_") || !is_upper(name.front()) || name.back() == '_')
    return {};
  return std::all_of(name.begin(), name.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; })
             ? name
             : std::string_view();
}

std::vector<StatedPort> ports_stated(std::string_view line) {
  std::vector<StatedPort> out;
  for (std::size_t at = 0; at < line.size();) {
    if (!is_digit(line[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < line.size() && is_digit(line[end])) ++end;
    const std::size_t size = end - at;
    const bool clean =
        (end == line.size() ||
         (!is_alnum(line[end]) && line[end] != '_' &&
          !((line[end] == '.' || line[end] == ':') && end + 1 < line.size() && is_digit(line[end + 1])) &&
          line[end] != '-' && line[end] != '%'));
    if (size >= 2 && size <= 5 && clean && at > 0) {
      StatedPort one{std::string(line.substr(at, size)), static_cast<int>(at) + 1, ""};
      std::string_view before = line.substr(0, at);
      if (before.ends_with(":") && !before.ends_with("::")) {
        before.remove_suffix(1);
        std::size_t begin = before.size();
        while (begin > 0 && (is_word_part(before[begin - 1]) || before[begin - 1] == '.')) --begin;
        one.host = to_lower(before.substr(begin));
        if (!one.host.empty() && !std::all_of(one.host.begin(), one.host.end(), is_digit)) out.push_back(one);
      } else {
        std::string_view words = before;
        while (!words.empty() && (words.back() == '`' || words.back() == '*' || words.back() == ' ' ||
                                  words.back() == ':' || words.back() == '(' || words.back() == '='))
          words.remove_suffix(1);
        const std::string lower = to_lower(words.size() > 12 ? words.substr(words.size() - 12) : words);
        if ((lower.ends_with("port") || lower.ends_with("ports") || lower.ends_with("port is") ||
             lower.ends_with("port number")) &&
            !lower.ends_with("support") && !lower.ends_with("export") && !lower.ends_with("import") &&
            !lower.ends_with("report") && size >= 2)
          out.push_back(one);
      }
    }
    at = end;
  }
  return out;
}

std::vector<std::string> names_of_software(std::string_view image_name) {
  const std::string name =
      to_lower(image_name.substr(image_name.rfind('/') == std::string_view::npos ? 0 : image_name.rfind('/') + 1));
  struct Alias {
    std::string_view image;
    std::string_view name;
  };
  static constexpr std::array<Alias, 8> kAliases = {{{"postgres", "postgresql"},
                                                     {"mongo", "mongodb"},
                                                     {"node", "node.js"},
                                                     {"golang", "go"},
                                                     {"rabbitmq", "rabbit mq"},
                                                     {"postgis", "postgresql"},
                                                     {"opensearch", "open search"},
                                                     {"clickhouse-server", "clickhouse"}}};
  std::vector<std::string> out = {name};
  for (const Alias& alias : kAliases)
    if (alias.image == name) out.emplace_back(alias.name);
  return out;
}

std::vector<Cell> written_cells(std::string_view line) {
  std::vector<Cell> out;
  const std::string_view bare = trim(line);
  if (!bare.starts_with("|") || bare.size() < 3) return out;
  std::size_t begin = line.find('|') + 1;
  bool code = false;
  for (std::size_t i = begin; i <= line.size(); ++i) {
    if (i < line.size() && line[i] == '`') code = !code;
    if (i < line.size() && (line[i] != '|' || line[i - 1] == '\\' || code)) continue;
    const std::string_view text = trim(line.substr(begin, i - begin));
    if (i < line.size() || !text.empty())
      out.push_back(
          {text, text.empty() ? static_cast<int>(begin) + 1 : static_cast<int>(text.data() - line.data()) + 1});
    begin = i + 1;
  }
  return out;
}

std::string_view version_at(std::string_view text) {
  std::size_t end = 0;
  int parts = 0;
  while (end < text.size() && is_digit(text[end])) {
    while (end < text.size() && is_digit(text[end])) ++end;
    if (++parts == 3 || end + 1 >= text.size() || text[end] != '.' || !is_digit(text[end + 1])) break;
    ++end;
  }
  return end > 10 ? std::string_view() : text.substr(0, end);
}

bool is_aside(std::string_view path) {
  if (is_test_path(path)) return true;
  const std::string lower = "/" + to_lower(path);
  for (std::string_view part : {"/example", "/sample", "/.github/", "/tools/", "/docs/"})
    if (contains(lower, part)) return true;
  return false;
}

bool deploys_by_itself(const Tree& tree, std::string_view document, std::string_view place) {
  for (std::string_view above = directory_of(document); !above.empty(); above = directory_of(above)) {
    const std::string here = std::string(above) + "/";
    if (place.starts_with(here)) return false;
    for (const char* file : {"Chart.yaml", "kustomization.yaml", "fly.toml", "docker-compose.yml", "compose.yaml",
                             "docker-compose.yaml", "compose.yml"})
      if (tree.has(here + file)) return true;
  }
  return false;
}

bool versions_agree(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return b.starts_with(a) && (a.size() == b.size() || b[a.size()] == '.');
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit);
}

bool is_bound(std::string_view before, std::string_view behind) {
  const std::string after = to_lower(trim(behind.substr(0, 40)));
  for (std::string_view word : {"+",       "or ",   "and ", ".x",     "x",      "to ", "–", "-",    "/",       ",",
                                "through", "until", "only", "series", "branch", "<",   ">", "was ", "support", "eol"})
    if (after.starts_with(word)) return true;
  if (!after.empty() && after.front() == '`') return is_bound(before, after.substr(1));
  const std::string front = to_lower(before.size() > 60 ? before.substr(before.size() - 60) : before);
  for (std::string_view word :
       {">",     "<",          "≥",       "≤",      "~",     "^",       "at least", "minimum", "since",
        "newer", "older",      "before",  "after",  "from ", "upgrad",  "migrat",   "prior",   "until",
        "up to", "compatible", "support", "tested", "drop",  "earlier", "later",    "between", "as of"})
    if (contains(front, word)) return true;
  return contains(after, "or later") || contains(after, "or newer") || contains(after, "or higher") ||
         contains(after, "or above");
}

}  // namespace fingerpost
