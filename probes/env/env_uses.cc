#include "probes/env/env_uses.h"

#include <algorithm>
#include <array>

#include "base/path_kinds.h"
#include "base/text.h"
#include "indexer/formats/env_reads.h"
#include "pointer-map/pointer.h"

namespace fingerpost {
namespace {

bool is_name_byte(char c) {
  return is_upper(c) || is_digit(c) || c == '_';
}

bool is_variable_name(std::string_view text) {
  return text.size() >= 2 && is_upper(text.front()) && std::all_of(text.begin(), text.end(), is_name_byte);
}

bool is_script(std::string_view path) {
  const std::string_view end = extension_of(path);
  return end == "sh" || end == "bash" || end == "zsh";
}

// Code of the application: not workflows and settings of tools, which have code in them that runs elsewhere.
bool is_code(std::string_view path) {
  static constexpr std::array<std::string_view, 30> kEnds = {
      "ts", "tsx", "js",  "jsx", "mjs", "cjs", "vue", "svelte", "py",  "rb",    "go",   "rs",  "java",   "kt", "kts",
      "cs", "fs",  "php", "ex",  "exs", "erl", "c",   "cc",     "cpp", "scala", "dart", "lua", "prisma", "h",  "swift"};
  if (path.starts_with(".") || contains(path, "/.")) return false;
  return std::find(kEnds.begin(), kEnds.end(), extension_of(path)) != kEnds.end();
}

// A test or an example sets what it reads; what it reads is no demand on anybody's env file.
bool is_no_demand(std::string_view path) {
  if (is_test_path(path)) return true;
  const std::vector<std::string_view> folders = split(directory_of(path), '/');
  return among(folders, "examples") || among(folders, "node_modules");
}

// Whether code that reads the variable like this stops when it is missing.
bool insists(std::string_view line, std::string_view name) {
  const std::size_t at = line.find(name);
  if (at == std::string_view::npos) return false;
  const std::string_view before = line.substr(0, at);
  const std::string_view after = line.substr(at + name.size(), 24);
  const auto ends = [&](std::string_view with) {
    return before.size() > with.size() && before.substr(0, before.size() - 1).ends_with(with);
  };
  if (ends("os.environ[") && after.size() > 1 && !contains(line, "] =")) return true;
  if (ends("ENV.fetch(") && after.size() > 1 && after[1] == ')' && !contains(line, "{")) return true;
  if (ends("env::var(") && (contains(after, ".expect(") || contains(after, ".unwrap()") || contains(after, ")?")))
    return true;
  if (ends("System.fetch_env!(") || ends(" env!(")) return true;
  return before.ends_with("process.env.") && after.starts_with("!") && !after.starts_with("!=");
}

void add_code(const std::string& path, std::string_view text, EnvUses& out) {
  Reading reading;
  add_env_reads(text, -1, reading);
  for (const Place& place : reading.places) {
    EnvUse use;
    use.name = place.name;
    use.at = {path, place.line_start};
    if (place.role == Role::required || insists(place.text, place.name))
      use.kind = EnvUse::Kind::required;
    else if (contains(place.words, "default"))
      use.kind = EnvUse::Kind::fallback;
    out.uses.push_back(std::move(use));
  }
}

void add_script(const std::string& path, std::string_view text, EnvUses& out) {
  Reading reading;
  add_shell_reads(text, -1, reading);
  for (const Place& place : reading.places) {
    // A script also reads what it sets itself: only what it insists on is a demand.
    const bool required = place.role == Role::required;
    out.uses.push_back(
        {place.name, required ? EnvUse::Kind::required : EnvUse::Kind::fallback, {path, place.line_start}});
  }
}

// Schemas of zod, envalid, t3-env and joi: `NAME: z.string()` on a line of a file that speaks of one.
void add_schema(const std::string& path, std::string_view text, const Lines& lines, EnvUses& out) {
  const bool schema = contains(text, "cleanEnv(") || contains(text, "createEnv(") ||
                      ((contains(text, "z.object(") || contains(text, "Joi.object(")) && contains(text, "process.env"));
  if (!schema) return;
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = trim(lines.line(n));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_variable_name(line.substr(0, colon))) continue;
    const std::string_view rest = trim(line.substr(colon + 1));
    bool known = false;
    for (const std::string_view begin :
         {"z.", "Joi.", "str(", "num(", "port(", "url(", "bool(", "host(", "email(", "json(", "zod."})
      known = known || rest.starts_with(begin);
    if (!known) continue;
    const bool optional = contains(rest, "optional(") || contains(rest, ".default(") || contains(rest, "default:") ||
                          contains(rest, "devDefault:") || contains(rest, ".nullish(");
    out.uses.push_back(
        {std::string(line.substr(0, colon)), optional ? EnvUse::Kind::fallback : EnvUse::Kind::required, {path, n}});
  }
}

// pydantic's settings: `database_url: str` in a class that derives from BaseSettings. Names count in capitals.
void add_settings_class(const std::string& path, const Lines& lines, EnvUses& out) {
  bool inside = false;
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = lines.line(n);
    if (line.starts_with("class ")) inside = contains(line, "BaseSettings");
    if (!inside || indentation_of(line) != 4) continue;
    const std::string_view field = trim(line);
    const std::size_t colon = field.find(':');
    if (colon == std::string_view::npos || colon == 0) continue;
    const std::string_view name = field.substr(0, colon);
    if (!std::all_of(name.begin(), name.end(), [](char c) { return is_alnum(c) || c == '_'; }) ||
        name == "model_config" || is_digit(name.front()))
      continue;
    std::string upper;
    for (const char c : name) upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    const std::string_view type = field.substr(colon + 1);
    const bool optional = (contains(type, "=") && !contains(type, "Field(...")) || contains(type, "Optional[") ||
                          contains(type, "| None");
    out.uses.push_back({upper, optional ? EnvUse::Kind::fallback : EnvUse::Kind::required, {path, n}});
    out.met.insert(upper);
  }
}

// Lists named after what they are: `const required = ['DATABASE_URL', 'JWT_SECRET']`.
void add_required_lists(const std::string& path, std::string_view text, const Lines& lines, EnvUses& out) {
  for (const std::string_view word : {"required", "REQUIRED", "Required"})
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
      const std::string_view near = text.substr(at, 80);
      const std::size_t open = near.find_first_of("[({");
      const std::size_t sign = near.find('=');
      if (open == std::string_view::npos || sign == std::string_view::npos || sign > open) continue;
      if (trim(near.substr(sign + 1, open - sign - 1)).size() > 10) continue;
      const std::size_t begin = at + open + 1;
      const std::string_view list = text.substr(begin, 4000);
      const std::size_t end = list.find_first_of("])}");
      std::size_t quote = list.find_first_of("'\"");
      while (quote < end && quote != std::string_view::npos) {
        const std::size_t close = list.find(list[quote], quote + 1);
        if (close == std::string_view::npos || close > end) break;
        const std::string_view name = list.substr(quote + 1, close - quote - 1);
        if (is_variable_name(name))
          out.uses.push_back({std::string(name), EnvUse::Kind::required, {path, lines.line_of(begin + quote)}});
        quote = list.find_first_of("'\"", close + 1);
      }
    }
}

// A cell or the start of a list item as a name: without marks, and "CLERK_*" for all that begin so. "" for none.
std::string_view documented_name(std::string_view text) {
  while (text.starts_with("`") || text.starts_with("*")) text.remove_prefix(1);
  text = text.substr(0, text.find_first_of("` =:"));
  while (text.size() > 1 && text.ends_with("**")) text.remove_suffix(2);
  const std::string_view name = text.ends_with("*") ? text.substr(0, text.size() - 1) : text;
  return is_variable_name(name) && name.find('_') != std::string_view::npos ? text : std::string_view();
}

// A heading of required variables, of the application and not of one environment or of CI.
bool demands(std::string_view heading) {
  const std::string lower = to_lower(heading);
  for (const std::string_view word :
       {"not required", "optional", "if required", "production", "staging", "github", "ci/"})
    if (contains(lower, word)) return false;
  return contains(lower, "required") || contains(lower, "mandatory");
}

bool says_yes(std::string_view cell) {
  const std::string lower = to_lower(trim(cell));
  return lower.starts_with("yes") || lower.starts_with("required") || lower.starts_with("true") || lower == "x" ||
         lower == "y" || lower.starts_with("\u2705") || lower.starts_with("\u2713") || lower.starts_with("\u2714") ||
         lower.starts_with("**yes");
}

// Tables of documents whose first column is headed Variable, Name, Secret or Key; lists below a heading that says that
// they are required.
class DocumentedNames {
 public:
  DocumentedNames(const std::string& path, EnvUses& out) : path_(path), out_(out) {}

  void read(const Lines& lines) {
    for (int n = 1; n <= lines.count(); ++n) {
      const std::string_view line = trim(lines.line(n));
      if (line.starts_with("|")) {
        read_row(line, n);
        continue;
      }
      inside_ = false;
      if (line.starts_with("#")) demanding_ = demands(line);
      if (demanding_ && (line.starts_with("- ") || line.starts_with("* "))) read_item(trim(line.substr(2)), n);
    }
  }

 private:
  void read_row(std::string_view line, int n) {
    const std::vector<std::string_view> cells = split(line.substr(1), '|');
    if (!inside_) {
      const std::string head = to_lower(cells.front());
      for (const std::string_view word : {"variable", "name", "secret", "key", "env", "setting"})
        inside_ = inside_ || contains(head, word);
      column_ = 0;
      for (std::size_t i = 1; i < cells.size(); ++i)
        if (starts_with_ignoring_case(trim(cells[i]), "required")) column_ = i;
      return;
    }
    const std::string_view name = documented_name(trim(cells.front()));
    if (!name.empty()) put(name, n, column_ == 0 ? demanding_ : column_ < cells.size() && says_yes(cells[column_]));
  }

  void read_item(std::string_view item, int n) {
    if (item.starts_with("[ ] ") || item.starts_with("[x] ")) item = trim(item.substr(4));
    if (const std::string_view name = documented_name(item); !name.empty()) put(name, n, true);
  }

  void put(std::string_view name, int n, bool demanded) {
    out_.uses.push_back({std::string(name), EnvUse::Kind::documented, {path_, n}, demanded});
  }

  const std::string& path_;
  EnvUses& out_;
  bool inside_ = false;     // a table of variables
  bool demanding_ = false;  // below a heading of required ones
  std::size_t column_ = 0;  // that says whether one is required; 0 for none
};

void add_mentions(std::string_view text, const std::set<std::string, std::less<>>& wanted, EnvUses& out) {
  for (std::size_t i = 0; i < text.size();) {
    if (!is_alpha(text[i]) && text[i] != '_') {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && (is_alnum(text[end]) || text[end] == '_')) ++end;
    const std::string_view word = text.substr(i, end - i);
    if (word.size() <= 128 && wanted.find(word) != wanted.end()) out.met.emplace(word);
    i = end;
  }
}

}  // namespace

const EnvUse* EnvUses::by_code(std::string_view name) const {
  const EnvUse* best = nullptr;
  const auto rank = [](EnvUse::Kind kind) {
    return kind == EnvUse::Kind::required ? 3 : kind == EnvUse::Kind::read ? 2 : 1;
  };
  for (const EnvUse& use : uses)
    if (use.kind != EnvUse::Kind::documented && use.name == name &&
        (best == nullptr || rank(use.kind) > rank(best->kind)))
      best = &use;
  return best;
}

const EnvUse* EnvUses::documented(std::string_view name) const {
  for (const EnvUse& use : uses) {
    if (use.kind != EnvUse::Kind::documented) continue;
    if (use.name == name) return &use;
    if (use.name.ends_with("*") && name.starts_with(std::string_view(use.name).substr(0, use.name.size() - 1)))
      return &use;
  }
  return nullptr;
}

void add_env_uses(const std::string& path, std::string_view text, const std::set<std::string, std::less<>>& wanted,
                  EnvUses& out) {
  ++out.files;
  const Lines lines(text);
  if (is_document_path(path)) {
    DocumentedNames(path, out).read(lines);
    return;
  }
  add_mentions(text, wanted, out);
  if (is_no_demand(path) || (!is_script(path) && !is_code(path))) return;
  const std::size_t before = out.uses.size();
  if (is_script(path)) {
    add_script(path, text, out);
  } else {
    add_code(path, text, out);
    add_schema(path, text, lines, out);
    if (extension_of(path) == "py" && contains(text, "BaseSettings")) add_settings_class(path, lines, out);
  }
  add_required_lists(path, text, lines, out);
  // Each name and kind once a file, at its first line.
  std::set<std::pair<std::string, EnvUse::Kind>> seen;
  out.uses.erase(std::remove_if(out.uses.begin() + static_cast<std::ptrdiff_t>(before), out.uses.end(),
                                [&](const EnvUse& use) {
                                  return !seen.insert({use.name, use.kind}).second;
                                }),
                 out.uses.end());
}

bool is_set_by_the_system(std::string_view name) {
  static constexpr std::array<std::string_view, 30> kNames = {
      "PATH",    "HOME",     "USER",     "SHELL",       "PWD",     "LANG",       "TERM",       "TZ",
      "CI",      "HOSTNAME", "TMPDIR",   "TEMP",        "TMP",     "EDITOR",     "PAGER",      "DISPLAY",
      "COLUMNS", "LINES",    "NO_COLOR", "FORCE_COLOR", "APPDATA", "LOGNAME",    "PYTHONPATH", "VITEST",
      "VERCEL",  "NETLIFY",  "DEBUG",    "GOPATH",      "EUID",    "USERPROFILE"};
  if (std::find(kNames.begin(), kNames.end(), name) != kNames.end()) return true;
  for (const std::string_view begin :
       {"GITHUB_", "GITLAB_", "CI_", "CIRCLE", "VERCEL_", "RUNNER_", "XDG_", "npm_", "JEST_", "LC_", "BASH", "TRAVIS",
        "FLY_", "KUBERNETES_", "CARGO_", "SSH_", "BUILDKITE", "TEST_", "PYTEST_"})
    if (name.starts_with(begin)) return true;
  return false;
}

bool is_read_by_a_library(std::string_view name) {
  for (const std::string_view begin :
       {"NODE_",  "PYTHON",  "RUST_",   "JAVA_",     "GO",        "PG",     "AWS_",       "AZURE_",      "GOOGLE_",
        "OTEL_",  "SENTRY_", "DD_",     "NEXTAUTH_", "AUTH_",     "CLERK_", "PRISMA_",    "DJANGO_",     "FLASK_",
        "RAILS_", "SPRING_", "CELERY_", "UVICORN_",  "GUNICORN_", "NPM_",   "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"})
    if (name.starts_with(begin)) return true;
  return false;
}

}  // namespace fingerpost
