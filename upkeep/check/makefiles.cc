#include "upkeep/check/makefiles.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr int kDeepest = 8;               // variables in variables
constexpr std::size_t kLongest = 20'000;  // of a value that is put in

struct LogicalLine {
  std::string text;
  int line = 1;
};

// Lines with their continuations, without recipes, comments and what `define` holds.
std::vector<LogicalLine> logical_lines(const Lines& lines) {
  std::vector<LogicalLine> out;
  bool in_define = false;
  for (int n = 1; n <= lines.count(); ++n) {
    std::string_view line = lines.line(n);
    if (line.empty() || line.front() == '\t' || line.front() == '#') continue;
    if (trim(line).starts_with("endef")) in_define = false;
    if (trim(line).starts_with("define ")) in_define = true;
    if (in_define) continue;
    LogicalLine one{std::string(line), n};
    while (one.text.ends_with('\\') && n < lines.count() && one.text.size() < kLongest) {
      one.text.back() = ' ';
      one.text += trim(lines.line(++n));
    }
    out.push_back(std::move(one));
  }
  return out;
}

using Values = std::map<std::string, std::string, std::less<>>;

// "NAME := value" and its kin.
void take_value(std::string_view line, Values& out) {
  line = trim(line);
  for (std::string_view word : {"export ", "override "})
    if (line.starts_with(word)) line = trim(line.substr(word.size()));
  const auto sign = line.find('=');
  if (sign == std::string_view::npos) return;
  std::string_view name = line.substr(0, sign);
  while (!name.empty() && (name.back() == ':' || name.back() == '?' || name.back() == '+' || name.back() == '!'))
    name.remove_suffix(1);
  name = trim(name);
  if (name.empty() || name.find_first_of(" :$()") != std::string_view::npos) return;
  std::string_view value = trim(line.substr(sign + 1));
  value = trim(value.substr(0, value.find(" #")));
  out.try_emplace(std::string(name), value);
}

class Expansion {
 public:
  Expansion(const Values& own, const Values& all) : own_(own), all_(all) {}

  // The text with its variables put in. What cannot be said keeps its "$"; "%" stands for any word, "." for a file.
  std::string of(std::string_view text, int depth = 0) const {
    std::string out;
    for (std::size_t at = 0; at < text.size() && out.size() < kLongest; ++at) {
      if (text[at] != '$' || at + 1 >= text.size()) {
        out += text[at];
        continue;
      }
      const std::size_t end = end_of(text, at + 1);
      if (end == std::string_view::npos) return out + "$";
      out += reference(text.substr(at + 2, end - at - 2), depth);
      at = end;
    }
    return out;
  }

 private:
  // Where the bracket at a place closes; npos for none.
  static std::size_t end_of(std::string_view text, std::size_t open) {
    if (text[open] != '(' && text[open] != '{') return std::string_view::npos;
    const char close = text[open] == '(' ? ')' : '}';
    int depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
      depth += text[at] == text[open] ? 1 : text[at] == close ? -1 : 0;
      if (depth == 0) return at;
    }
    return std::string_view::npos;
  }

  std::string reference(std::string_view inner, int depth) const {
    if (depth >= kDeepest) return "$";
    if (const auto space = inner.find(' '); space != std::string_view::npos)
      return function(inner.substr(0, space), trim(inner.substr(space + 1)), depth);
    // "$(SOURCES:.c=.o)" are files.
    if (const auto sign = inner.find('='); sign != std::string_view::npos)
      return inner.find_first_of("./", sign) == std::string_view::npos ? "$" : ".";
    for (const Values* values : {&own_, &all_})
      if (const auto value = values->find(inner); value != values->end()) return of(value->second, depth + 1);
    return "$";
  }

  std::string function(std::string_view name, std::string_view rest, int depth) const {
    if (name == "wildcard" || name == "abspath" || name == "realpath" || name == "dir") return ".";
    const auto comma = rest.find(',');
    if (comma == std::string_view::npos) return "$";
    const std::string first = of(trim(rest.substr(0, comma)), depth + 1);
    const std::string_view behind = trim(rest.substr(comma + 1));
    if (name == "patsubst") return of(behind.substr(0, behind.find(',')), depth + 1);
    if (name != "addprefix" && name != "addsuffix") return "$";
    const std::string words = of(behind, depth + 1);
    std::string out;
    for (std::string_view word : split(contains(words, "$") ? std::string_view("%") : std::string_view(words), ' '))
      if (!word.empty()) out += (name == "addprefix" ? first + std::string(word) : std::string(word) + first) + " ";
    return out;
  }

  const Values& own_;
  const Values& all_;
};

void add_targets(const std::string& names, std::string_view needs, const std::string& path, int line, MakeRules& out) {
  for (std::string_view name : split(names, ' ')) {
    name = trim(name);
    // "build/%.o" makes objects; "%" or "test-%" makes names.
    if (name.empty() || name.find_first_of("/.") != std::string_view::npos) continue;
    if (contains(name, "$"))
      out.open.push_back(path);
    else if (contains(name, "%"))
      out.patterns.push_back({path, std::string(name), std::string(needs)});
    else
      out.targets.push_back({std::string(name), path, line});
  }
}

void read_rule(const LogicalLine& line, const Expansion& values, const std::string& path, MakeRules& out) {
  const std::string_view text = line.text;
  for (std::string_view word : {"include ", "-include ", "sinclude "})
    if (text.starts_with(word)) {
      const std::string names = values.of(text.substr(word.size()));
      for (std::string_view included : split(names, ' '))
        if (!trim(included).empty()) out.included.push_back({std::string(base_name(trim(included))), path, line.line});
      return;
    }
  // Inside of a condition rules may be indented; other things too, so that only a plain one is taken.
  if (text.front() == ' ') {
    const std::string_view plain = trim(text);
    const std::string_view name = plain.substr(0, plain.find(':'));
    if (name.size() < plain.size() && plain.find(":=") == std::string_view::npos && !name.empty() &&
        std::all_of(name.begin(), name.end(), [](char c) { return is_alnum(c) || c == '-' || c == '_'; }))
      out.targets.push_back({std::string(name), path, line.line});
    return;
  }
  // What is called at the beginning of a line is there to make rules.
  for (std::string_view call : {"$(foreach", "$(eval", "$(call", "${foreach", "${eval", "${call"})
    if (text.starts_with(call)) {
      out.open.push_back(path);
      return;
    }
  // The colon behind the targets, outside of variables.
  std::size_t colon = 0;
  for (int depth = 0; colon < text.size(); ++colon) {
    depth += text[colon] == '(' || text[colon] == '{' ? 1 : text[colon] == ')' || text[colon] == '}' ? -1 : 0;
    if (text[colon] == '=' && depth <= 0) return;
    if (text[colon] == ':' && depth <= 0) break;
  }
  if (colon >= text.size() || text.substr(colon).starts_with(":=") || text.substr(colon).starts_with("::=")) return;
  const std::string_view needs = text.substr(colon + 1);
  // ".PHONY: test" makes nothing of a target that has no rule.
  if (text.front() == '.') return;
  // "$(ALL): test-%: needed-%" makes names of the pattern, whatever ALL is.
  if (const auto second = needs.find(':'); second != std::string_view::npos && contains(needs.substr(0, second), "%"))
    return add_targets(std::string(trim(needs.substr(0, second))), "", path, line.line, out);
  add_targets(values.of(text.substr(0, colon)), needs, path, line.line, out);
}

}  // namespace

bool is_file_of_values(std::string_view name) {
  return name.starts_with(".env") || name.ends_with(".env") || name.ends_with(".d") || name.ends_with(".local");
}

MakeRules make_rules(LiveReader& live, const std::vector<std::string>& paths) {
  MakeRules out;
  std::vector<std::vector<LogicalLine>> files;
  std::vector<Values> own(paths.size());
  Values all;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    auto file = live.read(paths[i]);
    files.push_back(file ? logical_lines(*(*file)->lines) : std::vector<LogicalLine>());
    for (const LogicalLine& line : files.back()) take_value(line.text, own[i]);
    all.insert(own[i].begin(), own[i].end());
  }
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const Expansion values(own[i], all);
    for (const LogicalLine& line : files[i]) read_rule(line, values, paths[i], out);
  }
  return out;
}

}  // namespace fingerpost
