// Source code: the comment that heads a file, and where it reads the environment. Definitions come from ctags, woven in
// later (indexer/symbols.h).
#include <unordered_set>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/env_reads.h"

namespace fingerpost {
namespace {

const std::unordered_set<std::string_view>& extensions() {
  static const std::unordered_set<std::string_view> known = {
      "js",    "mjs",   "cjs",     "jsx",  "ts",  "mts", "cts",   "tsx",    "vue",    "svelte", "astro",   "py",
      "pyi",   "go",    "rs",      "java", "kt",  "kts", "scala", "groovy", "gradle", "rb",     "rake",    "php",
      "c",     "h",     "cc",      "cpp",  "cxx", "hh",  "hpp",   "hxx",    "m",      "mm",     "cs",      "fs",
      "swift", "ex",    "exs",     "erl",  "hrl", "lua", "pl",    "pm",     "dart",   "tf",     "hcl",     "nix",
      "sql",   "proto", "graphql", "gql",  "zig", "hs",  "ml",    "mli",    "clj",    "cljs",   "r",       "jl",
      "nim",   "cr",    "v",       "sol",  "ps1", "bat", "cmake", "bzl",    "prisma", "cue",    "jsonnet", "libsonnet",
      "rego",  "awk",   "sh",      "bash", "zsh", "ksh", "fish",  "bats"};
  return known;
}

bool is_shell(std::string_view path) {
  const std::string_view extension = extension_of(path);
  return extension == "sh" || extension == "bash" || extension == "zsh" || extension == "ksh" || extension == "bats";
}

bool claims(std::string_view path) {
  if (extensions().contains(extension_of(path))) return true;
  const std::string_view name = base_name(path);
  return name == "CMakeLists.txt" || name == "Jenkinsfile" || name == "Vagrantfile" || name == "Rakefile" ||
         name == "Gemfile" || name == "Tiltfile" || name == "BUILD" || name == "WORKSPACE";
}

// The lines of the comment or docstring with which a file begins; (0, 0) for none. What follows a shebang counts.
std::pair<int, int> head_comment(const Lines& lines) {
  constexpr int kLongest = 40;
  int first = 0;
  int last = 0;
  bool block = false;
  bool docstring = false;
  for (int n = 1; n <= std::min(lines.count(), kLongest); ++n) {
    const std::string_view line = trim(lines.line(n));
    if (block || docstring) {
      last = n;
      if ((block && contains(line, "*/")) || (docstring && (contains(line, "\"\"\"") || contains(line, "'''")))) break;
      continue;
    }
    if (n == 1 && line.starts_with("#!")) continue;
    if (line.empty()) {
      if (first == 0) continue;
      break;
    }
    const bool comment = line.starts_with("//") || line.starts_with("#") || line.starts_with("--") ||
                         line.starts_with(";") || line.starts_with("%");
    if (line.starts_with("/*"))
      block = !contains(line, "*/");
    else if (line.starts_with("\"\"\"") || line.starts_with("'''"))
      docstring = line.find(line.substr(0, 3), 3) == std::string_view::npos;
    else if (!comment)
      break;
    if (first == 0) first = n;
    last = n;
  }
  return {first, last};
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  const Lines lines(source.text);
  if (const auto [first, last] = head_comment(lines); first != 0) {
    const std::string_view text = lines.range(first, last);
    // A licence says nothing about this file.
    if (!contains(text, "icense") && !contains(text, "opyright")) {
      Place place;
      place.kind = Kind::comment;
      place.parent = under;
      place.line_start = first;
      place.line_end = last;
      place.text = text;
      out.add(std::move(place));
    }
  }
  if (is_shell(source.path))
    add_shell_reads(source.text, under, out);
  else
    add_env_reads(source.text, under, out);
}

}  // namespace

extern const Format code_format;
const Format code_format = {"code", claims, read, {}};

}  // namespace fingerpost
