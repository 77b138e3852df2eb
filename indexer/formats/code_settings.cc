#include "indexer/formats/code_settings.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"
#include "indexer/formats/comments.h"
#include "indexer/formats/literals.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestLine = 200;  // bytes; longer ones are generated
constexpr std::size_t kShortestName = 4;   // bytes
constexpr int kMostInAFile = 500;

constexpr std::string_view kLanguages[] = {
    "js",        "mjs",   "cjs", "jsx", "ts",  "mts",   "cts",  "tsx", "vue", "svelte", "py",     "go",     "rs",
    "java",      "kt",    "kts", "rb",  "php", "c",     "h",    "cc",  "cpp", "cxx",    "hh",     "hpp",    "hxx",
    "m",         "cs",    "fs",  "ex",  "exs", "lua",   "dart", "zig", "jl",  "groovy", "gradle", "scala",  "jsonnet",
    "libsonnet", "swift", "sbt", "gd",  "sol", "bicep", "cue",  "nim", "cr",  "ps1",    "ino",    "podspec"};

// Languages in whose literal trees a colon stands behind a bare name.
constexpr std::string_view kBareNames[] = {
    "js", "mjs", "cjs",  "jsx",   "ts", "mts",    "cts",    "tsx",     "vue",       "svelte", "go",  "rs", "rb",
    "ex", "exs", "dart", "swift", "cs", "groovy", "gradle", "jsonnet", "libsonnet", "bicep",  "cue", "cr"};

constexpr std::string_view kTranslations[] = {"lang", "langs", "locale", "locales", "i18n", "l10n", "translations"};

// Words that stand before a field, a property or a constant, and never before what a function counts with.
constexpr std::string_view kModifiers[] = {"public", "protected", "private", "internal",  "static",   "const",
                                           "final",  "readonly",  "pub",     "constexpr", "override", "default"};

// First words of a line that does something else.
constexpr std::string_view kStatements[] = {"return", "if",   "elif",  "else",   "while", "for",    "case",   "when",
                                            "unless", "echo", "print", "assert", "throw", "delete", "import", "from",
                                            "using",  "goto", "yield", "await",  "raise", "switch", "end",    "do"};

// Names that are the same in every tree of literals, and tell nothing without what stands around them.
constexpr std::string_view kEveryTrees[] = {
    "default",  "name",  "type",   "title",   "label",      "description", "message", "text",      "help",    "value",
    "kind",     "data",  "style",  "class",   "width",      "height",      "color",   "signature", "length",  "index",
    "position", "order", "margin", "padding", "background", "className",   "metavar", "action",    "summary", "usage"};

// What a key of its own says of the one around it: `maxTags: { doc: …, default: 200 }`.
constexpr std::string_view kDefaults[] = {"default", "defaultValue", "default_value", "defaultTo"};

// Attributes of a module in Elixir that are no constants.
constexpr std::string_view kNoConstants[] = {"moduledoc", "typedoc", "shortdoc", "impl", "derive", "behaviour", "spec"};

// Texts for people in one language or another, in trees of literals.
bool is_translation(std::string_view path) {
  for (const std::string_view part : split(path, '/'))
    if (among(kTranslations, part)) return true;
  return false;
}

bool is_name_byte(char c) {
  return is_alnum(c) || c == '_' || c == '-';
}

bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

// What ends a value in its language, taken off.
std::string_view without_end(std::string_view value) {
  value = trim(value);
  while (!value.empty() && (value.back() == ',' || value.back() == ';'))
    value = trim(value.substr(0, value.size() - 1));
  return value;
}

struct Setting {
  std::string_view name;
  std::string_view around;  // what stands before the name: modifiers, a type, the object it belongs to
  std::string_view value;
  bool keyed = false;  // an entry of a tree rather than a statement
};

// The name at the end of the left side of an assignment.
std::optional<Setting> named(std::string_view left, std::string_view value, bool keyed) {
  left = trim(left);
  bool quoted = false;
  if (left.size() >= 2 && is_quote(left.back())) {
    left = left.substr(0, left.size() - 1);
    quoted = true;
  } else if (left.size() >= 2 && left.back() == ']') {  // options["name"]
    left = left.substr(0, left.size() - 1);
    if (left.empty() || !is_quote(left.back())) return std::nullopt;
    left = left.substr(0, left.size() - 1);
    quoted = true;
  }
  std::size_t begin = left.size();
  while (begin > 0 && (is_name_byte(left[begin - 1]) || (quoted && left[begin - 1] == '.'))) --begin;
  const std::string_view name = left.substr(begin);
  std::string_view around = left.substr(0, begin);
  if (quoted && (around.empty() || !is_quote(around.back()))) return std::nullopt;
  if (name.size() < kShortestName || name.size() > 80 || is_digit(name.front()) || name.front() == '-')
    return std::nullopt;
  while (!quoted && !around.empty() && (around.back() == '$' || around.back() == '@')) around.remove_suffix(1);
  if (around.find_first_of("(){}=!&|+;\"'`") != std::string_view::npos && !quoted) return std::nullopt;
  if (keyed && !quoted && !trim(around).empty()) return std::nullopt;
  return Setting{name, around, value, keyed};
}

// "minSdkVersion 24", "namespace 'org.example'": a call of Groovy without parentheses.
std::optional<Setting> setting_of_call(std::string_view line) {
  const auto space = line.find(' ');
  if (space == std::string_view::npos ||
      !std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(space), [](char c) { return is_alnum(c); }))
    return std::nullopt;
  const std::string_view value = without_end(line.substr(space));
  const Literal kind = literal_of(value);
  if (kind == Literal::none || (kind == Literal::number && !is_digit(value.front()))) return std::nullopt;
  return named(line.substr(0, space), value, true);
}

// "@recheck_interval :timer.minutes(5)", an attribute of a module in Elixir.
std::optional<Setting> setting_of_attribute(std::string_view line) {
  const auto space = line.find(' ');
  if (!line.starts_with('@') || space == std::string_view::npos) return std::nullopt;
  const auto setting = named(line.substr(1, space - 1), without_end(line.substr(space)), true);
  return setting && !among(kNoConstants, setting->name) ? setting : std::nullopt;
}

std::optional<Setting> setting_on(std::string_view line, bool bare_names) {
  // "{ get; set; } = 5;" of a property of C#
  if (const auto accessors = line.find("{ get;"); accessors != std::string_view::npos) {
    const auto close = line.find('}', accessors);
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view rest = trim(line.substr(close + 1));
    return rest.starts_with('=') ? named(line.substr(0, accessors), without_end(rest.substr(1)), false) : std::nullopt;
  }
  if (const auto arrow = line.find("=>"); arrow != std::string_view::npos)
    return named(line.substr(0, arrow), without_end(line.substr(arrow + 2)), true);
  const auto sign = line.find('=');
  if (sign != std::string_view::npos && sign > 0) {
    if (sign + 1 < line.size() && (line[sign + 1] == '=' || line[sign + 1] == '~')) return std::nullopt;
    std::string_view left = line.substr(0, sign);
    if (std::string_view("!<>+*/|&^%?.~").find(left.back()) != std::string_view::npos) return std::nullopt;
    if (left.back() == ':') left.remove_suffix(1);
    // "name: Type = value"
    const auto colon = left.find(':');
    if (colon != std::string_view::npos && left.substr(colon).substr(0, 2) != "::") left = left.substr(0, colon);
    return named(left, without_end(line.substr(sign + 1)), false);
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon + 1 >= line.size() || line[colon + 1] == ':') return std::nullopt;
  if (!bare_names && colon > 0 && !is_quote(line[colon - 1])) return std::nullopt;
  return named(line.substr(0, colon), without_end(line.substr(colon + 1)), true);
}

bool says_a_default(const Setting& setting) {
  const std::string_view first = trim(setting.around).substr(0, trim(setting.around).find_first_of(" \t"));
  if (among(kStatements, first) || among(kStatements, setting.name) || among(kEveryTrees, setting.name)) return false;
  bool declared = setting.keyed;
  for (const std::string_view word : split(trim(setting.around), ' ')) declared = declared || among(kModifiers, word);
  switch (literal_of(setting.value)) {
    case Literal::none: return !default_in(setting.value).empty();
    case Literal::empty_text: return false;
    case Literal::number: return true;
    case Literal::small_number:
    case Literal::text:
    case Literal::truth: return declared;
  }
  return false;
}

// The entry around line n: "maxTags: {" with all below it.
struct Around {
  std::string key;
  int first = 0;
  int last = 0;
  bool keyed = false;  // in a tree, rather than a statement
};

std::optional<Around> entry_around(const Lines& lines, int n) {
  constexpr int kMostLines = 16;  // of an entry
  const int inner = indentation_of(lines.line(n));
  int first = n;
  do {
    if (--first < 1 || n - first > kMostLines) return std::nullopt;
  } while (trim(lines.line(first)).empty() || indentation_of(lines.line(first)) >= inner);
  const std::string_view line = trim(lines.line(first));
  if (line.empty() || std::string_view("{([").find(line.back()) == std::string_view::npos) return std::nullopt;
  const auto sign = line.find_first_of(":=");
  if (sign == std::string_view::npos || sign == 0) return std::nullopt;
  const auto setting = named(line.substr(0, sign), line.substr(sign), line[sign] == ':');
  if (!setting || among(kEveryTrees, setting->name)) return std::nullopt;
  int last = n;
  while (last < lines.count() && last - first < kMostLines &&
         (trim(lines.line(last + 1)).empty() || indentation_of(lines.line(last + 1)) >= inner))
    ++last;
  return Around{std::string(setting->name), first, std::min(last + 1, lines.count()), setting->keyed};
}

}  // namespace

void add_code_settings(std::string_view path, std::string_view text, std::int32_t under, Reading& out) {
  if (!among(kLanguages, extension_of(path)) || is_translation(path)) return;
  const bool bare_names = among(kBareNames, extension_of(path));
  const bool gradle = extension_of(path) == "gradle";
  const bool elixir = extension_of(path) == "ex" || extension_of(path) == "exs";
  const Lines lines(text);
  int added = 0;
  for (int n = 1; n <= lines.count() && added < kMostInAFile; ++n) {
    const std::string_view whole = lines.line(n);
    if (whole.size() > kLongestLine) continue;
    std::string_view line = trim(whole);
    if (line.size() < kShortestName + 2 || line.front() == '#' || line.front() == '*' || line.starts_with("//") ||
        line.starts_with("/*") || line.starts_with("--"))
      continue;
    const std::string_view behind = comment_behind(line, {"//", "#", "/*"});
    if (!behind.empty()) line = trim(line.substr(0, static_cast<std::size_t>(behind.data() - line.data())));
    auto setting = gradle ? setting_of_call(line) : elixir ? setting_of_attribute(line) : std::nullopt;
    if (!setting) setting = setting_on(line, bare_names);
    if (!setting) continue;
    Place place;
    place.role = Role::fallback;
    place.parent = under;
    if (setting->keyed && among(kDefaults, setting->name)) {
      const Literal kind = literal_of(setting->value);
      const auto around = kind == Literal::none || kind == Literal::empty_text ? std::nullopt : entry_around(lines, n);
      if (!around) continue;
      place.line_start = around->first;
      place.line_end = around->last;
      // "purgeExpired: { cron: { default: …": of one name there may be many.
      const auto outer = around->keyed ? entry_around(lines, around->first) : std::nullopt;
      place.key = outer && outer->keyed ? outer->key + "." + around->key : around->key;
      place.name = around->key;
      place.text = lines.range(around->first, around->last);
      out.add(std::move(place));
      ++added;
      continue;
    }
    if (!says_a_default(*setting)) continue;
    place.line_start = place.line_end = n;
    place.key = place.name = std::string(setting->name);
    place.text = setting->value;
    if (const auto [first, last] = comment_over_setting(lines, n); first != 0)
      place.comment = lines.range(first, last);
    else
      place.comment = behind;
    out.add(std::move(place));
    ++added;
  }
}

}  // namespace fingerpost
