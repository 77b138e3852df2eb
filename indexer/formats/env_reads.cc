#include "indexer/formats/env_reads.h"
#include "indexer/formats/comments.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace fingerpost {
namespace {

// What stands before a name. `call`: an opening bracket or parenthesis and a quote follow; otherwise the name itself
// does.
struct Idiom {
  std::string_view before;
  bool call;
};

constexpr Idiom kIdioms[] = {
    {"process.env.", false},
    {"process.env[", true},
    {"import.meta.env.", false},
    {"Bun.env.", false},
    {"Deno.env.get(", true},
    {"os.environ[", true},
    {"os.environ.get(", true},
    {"os.getenv(", true},
    {"environ.get(", true},
    {"os.Getenv(", true},
    {"os.LookupEnv(", true},
    {"env::var(", true},
    {"env::var_os(", true},
    {"option_env!(", true},
    {"env!(", true},
    {"System.getenv(", true},
    {"System.get_env(", true},
    {"System.fetch_env!(", true},
    {"ENV[", true},
    {"ENV.fetch(", true},
    {"getenv(", true},
    {"$_ENV[", true},
    {"$_SERVER[", true},
    {"GetEnvironmentVariable(", true},
    {"env.str(", true},
    {"env.int(", true},
    {"env.bool(", true},
    {"env.list(", true},
    {"env.url(", true},
    {"env.db(", true},
    {"env(", true},
    {"env:\"", false},
    {"envconfig:\"", false},
    {"config.get(", true},
    {"Environment.get(", true},
    {"getEnv(", true},
    {"EnvOr(", true},
    {"getenv_or(", true},
    {"Getenv(", true},
    {"BindEnv(", true},
};

bool is_name_byte(char c) {
  return is_upper(c) || is_digit(c) || c == '_';
}

// The ALL_CAPS name at `at`, or "".
std::string_view name_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_name_byte(text[end])) ++end;
  if (end - at < 2 || !is_upper(text[at]) || (end < text.size() && (is_alnum(text[end])))) return {};
  return text.substr(at, end - at);
}

// Whether the code goes on with another value when the variable is missing.
bool has_fallback(std::string_view rest) {
  rest = rest.substr(0, 60);
  return contains(rest, "||") || contains(rest, "??") || contains(rest, "unwrap_or") || contains(rest, ", \"") ||
         contains(rest, ", '");
}

// The name of the function in which `at` lies, where its head is near: "function required(name) {", "def env(name):",
// "const need = (name) =>".
std::string_view function_around(std::string_view text, std::size_t at) {
  constexpr std::size_t kNear = 400;
  const std::size_t begin = at > kNear ? at - kNear : 0;
  const std::string_view before = text.substr(begin, at - begin);
  std::size_t last = std::string_view::npos;
  for (std::string_view word : {"function ", "def ", "func ", "fn ", "const "}) {
    const std::size_t found = before.rfind(word);
    if (found == std::string_view::npos) continue;
    const std::size_t start = found + word.size();
    std::size_t end = start;
    while (end < before.size() && (is_alnum(before[end]) || before[end] == '_')) ++end;
    const std::string_view rest = trim(before.substr(end, 40));
    const bool callable = word == "const " ? rest.starts_with("= (") || rest.starts_with("= async (")
                                           : rest.starts_with("(") || rest.starts_with("<");
    if (end > start && callable && (last == std::string_view::npos || start > last)) last = start;
  }
  if (last == std::string_view::npos) return {};
  std::size_t end = last;
  while (end < before.size() && (is_alnum(before[end]) || before[end] == '_')) ++end;
  return before.substr(last, end - last);
}

// The name that a call or entry around the letters "nv" at `at` reads, where its own name speaks of the environment:
// `Env.get_integer("POOL_SIZE", 5)`, `env: 'POOL_SIZE'`. Compound names only: one word in capitals may be anything.
std::string_view name_behind(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 40;  // bytes of a callee behind "nv"
  if (at == 0 || (text[at - 1] | 0x20) != 'e') return {};
  std::size_t end = at + 2;
  while (end < text.size() && end - at < kLongest &&
         (is_alnum(text[end]) || text[end] == '_' || text[end] == '.' || text[end] == '!' || text[end] == '?'))
    ++end;
  if (end >= text.size() || (text[end] != '(' && text[end] != ':' && text[end] != '=')) return {};
  ++end;
  while (end < text.size() && text[end] == ' ') ++end;
  if (end >= text.size() || (text[end] != '"' && text[end] != '\'' && text[end] != '`')) return {};
  const std::string_view name = name_at(text, end + 1);
  const std::size_t behind = end + 1 + name.size();
  const bool compound = name.find('_') != std::string_view::npos && name.back() != '_';  // "LEDGER_" begins many
  return compound && behind < text.size() && text[behind] == text[end] ? name : std::string_view();
}

class Adder {
 public:
  Adder(std::string_view text, std::int32_t under, Reading& out) : lines_(text), under_(under), out_(out) {}

  void add(std::string_view name, std::size_t offset, Role role, bool fallback) {
    const int line = lines_.line_of(offset);
    if (!seen_.insert({line, std::string(name)}).second) return;
    Place place;
    place.kind = Kind::variable;
    place.role = role;
    place.parent = under_;
    place.line_start = place.line_end = line;
    place.key = place.name = std::string(name);
    place.words = fallback ? "environment variable read default" : "environment variable read";
    place.text = lines_.line(line).substr(0, 400);
    if (const auto [first, last] = comment_over_setting(lines_, line); first != 0)
      place.comment = lines_.range(first, last);
    places_.push_back(std::move(place));
  }

  // Puts what was found into the reading, by line.
  void finish() {
    std::stable_sort(places_.begin(), places_.end(),
                     [](const Place& a, const Place& b) { return a.line_start < b.line_start; });
    for (Place& place : places_) out_.add(std::move(place));
  }

 private:
  Lines lines_;
  std::int32_t under_;
  Reading& out_;
  std::vector<Place> places_;
  std::set<std::pair<int, std::string>> seen_;
};

// A function of the file that reads the variable named by its argument: each call of it with a name is a reading.
constexpr std::size_t kMostHelpers = 4;

void add_helper_reads(std::string_view text, std::string_view helper, Adder& adder) {
  for (std::size_t at = text.find(helper); at != std::string_view::npos; at = text.find(helper, at + helper.size())) {
    if (at > 0 && (is_alnum(text[at - 1]) || text[at - 1] == '_')) continue;
    const std::size_t quote = at + helper.size() + 1;
    if (quote >= text.size() || text[quote - 1] != '(') continue;
    if (text[quote] != '"' && text[quote] != '\'' && text[quote] != '`') continue;
    const std::string_view variable = name_at(text, quote + 1);
    if (variable.empty()) continue;
    const std::string_view rest = text.substr(quote + 1 + variable.size(), 80);
    adder.add(variable, at, Role::read, has_fallback(rest.substr(0, rest.find('\n'))));
  }
}

}  // namespace

void add_env_reads(std::string_view text, std::int32_t under, Reading& out) {
  std::vector<std::pair<std::size_t, const Idiom*>> found;
  std::vector<std::string_view> named;  // by what is called after the environment
  // One pass over the text: every idiom has its first "nv" or "NV" at a known offset.
  for (std::string_view pivot : {"nv", "NV"})
    for (std::size_t at = text.find(pivot); at != std::string_view::npos; at = text.find(pivot, at + 1)) {
      for (const Idiom& idiom : kIdioms) {
        const std::size_t offset = idiom.before.find(pivot);
        if (offset <= at && text.compare(at - offset, idiom.before.size(), idiom.before) == 0)
          found.emplace_back(at - offset, &idiom);
      }
      if (const std::string_view name = name_behind(text, at); !name.empty()) named.push_back(name);
    }
  if (found.empty() && named.empty()) return;
  Adder adder(text, under, out);
  std::sort(found.begin(), found.end());
  std::vector<std::string_view> helpers;
  for (const auto& [at, idiom] : found) {
    std::size_t name = at + idiom->before.size();
    // "myenv(": part of another word.
    if (at > 0 && (is_alnum(text[at - 1]) || text[at - 1] == '_') && is_alpha(idiom->before.front())) continue;
    if (idiom->call) {
      while (name < text.size() && text[name] == ' ') ++name;
      if (name < text.size() && (is_alpha(text[name]) || text[name] == '_') && helpers.size() < kMostHelpers) {
        const std::string_view helper = function_around(text, at);
        if (!helper.empty() && std::find(helpers.begin(), helpers.end(), helper) == helpers.end())
          helpers.push_back(helper);
      }
      if (name >= text.size() || (text[name] != '"' && text[name] != '\'' && text[name] != '`')) continue;
      ++name;
    }
    const std::string_view variable = name_at(text, name);
    if (variable.empty()) continue;
    const std::string_view rest = text.substr(name + variable.size(), 80);
    const bool required = starts_with_ignoring_case(idiom->before, "System.fetch_env!") ||
                          (idiom->before == "process.env." && rest.starts_with("!"));
    adder.add(variable, at, required ? Role::required : Role::read, has_fallback(rest.substr(0, rest.find('\n'))));
  }
  for (const std::string_view name : named) {
    const auto at = static_cast<std::size_t>(name.data() - text.data());
    const std::string_view rest = text.substr(at + name.size() + 1, 2);
    adder.add(name, at, Role::read, rest.starts_with(","));
  }
  for (const std::string_view helper : helpers) add_helper_reads(text, helper, adder);
  adder.finish();
}

void add_shell_reads(std::string_view text, std::int32_t under, Reading& out) {
  Adder adder(text, under, out);
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    if (at > 0 && text[at - 1] == '\\') continue;  // passed on to another program as it is
    const std::string_view variable = name_at(text, at + 2);
    if (variable.size() < 3) continue;
    std::string_view rest = text.substr(at + 2 + variable.size(), 2);
    if (rest.starts_with(":")) rest.remove_prefix(1);
    const bool required = rest.starts_with("?");
    const bool fallback = rest.starts_with("-") || rest.starts_with("=");
    // One word alone is as often the script's own; what has a default or is insisted on comes from outside.
    if (variable.find('_') == std::string_view::npos && !required && !fallback) continue;
    adder.add(variable, at, required ? Role::required : Role::read, fallback);
  }
  adder.finish();
}

}  // namespace fingerpost
