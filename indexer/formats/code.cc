// Source code: the comment that heads a file, what a script sets, where the environment is read, and which commands
// and flags a command line takes. Definitions come from ctags, woven in later (indexer/symbols.h).
#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/code_settings.h"
#include "indexer/formats/command_flags.h"
#include "indexer/formats/comments.h"
#include "indexer/formats/config_reads.h"
#include "indexer/formats/env_reads.h"
#include "indexer/formats/routes.h"
#include "indexer/formats/shell_settings.h"
#include "indexer/formats/subcommands.h"

namespace fingerpost {
namespace {

constexpr int kNearTheTop = 4;
constexpr int kShownLines = 15;

const std::unordered_set<std::string_view>& extensions() {
  static const std::unordered_set<std::string_view> known = {
      "js",   "mjs",     "cjs",       "jsx",     "ts",    "mts",     "cts",     "tsx",   "vue",    "svelte", "astro",
      "py",   "pyi",     "go",        "rs",      "java",  "kt",      "kts",     "scala", "groovy", "gradle", "rb",
      "rake", "php",     "c",         "h",       "cc",    "cpp",     "cxx",     "hh",    "hpp",    "hxx",    "m",
      "mm",   "cs",      "fs",        "swift",   "ex",    "exs",     "erl",     "hrl",   "lua",    "pl",     "pm",
      "dart", "sql",     "proto",     "graphql", "gql",   "zig",     "hs",      "ml",    "mli",    "clj",    "cljs",
      "r",    "jl",      "nim",       "cr",      "v",     "sol",     "ps1",     "bat",   "cmake",  "bzl",    "prisma",
      "cue",  "jsonnet", "libsonnet", "rego",    "awk",   "sh",      "bash",    "zsh",   "ksh",    "fish",   "bats",
      "smk",  "gd",      "graphqls",  "feature", "bicep", "bazel",   "sbt",     "sc",    "pp",     "glsl",   "vert",
      "frag", "hlsl",    "metal",     "ino",     "cu",    "podspec", "gemspec", "star",  "cljc",   "elm",    "el",
      "lisp", "scm",     "vim",       "tcl",     "f90",   "f95",     "f03",     "ads",   "adb",    "vhd",    "vhdl",
      "sv",   "svh",     "pas"};
  return known;
}

// What may be a program, having no ending: its first line says what runs it. README, LICENSE and the like are none.
bool is_program_path(std::string_view path) {
  const std::string_view name = base_name(path);
  return extension_of(path).empty() && !name.starts_with(".") &&
         std::any_of(name.begin(), name.end(), [](char c) { return is_alpha(c) && !is_upper(c); });
}

bool is_shell(std::string_view path, std::string_view first_line) {
  const std::string_view extension = extension_of(path);
  if (extension.empty() && first_line.starts_with("#!")) return trim(first_line).ends_with("sh");
  return extension == "sh" || extension == "bash" || extension == "zsh" || extension == "ksh" || extension == "bats";
}

bool claims(std::string_view path) {
  if (extensions().contains(to_lower(extension_of(path)))) return true;
  const std::string_view name = base_name(path);
  if (is_program_path(path)) return true;
  static constexpr std::string_view kNames[] = {
      "CMakeLists.txt", "Jenkinsfile", "Vagrantfile", "Rakefile",   "Gemfile",   "Tiltfile",  "Snakefile",
      "BUILD",          "WORKSPACE",   "SConstruct",  "SConscript", "Podfile",   "Fastfile",  "Brewfile",
      "Appfile",        "Dangerfile",  "meson.build", "wscript",    "Guardfile", "Earthfile", "meson_options.txt",
      "Capfile",        "Berksfile",   "Matchfile",   "Puppetfile"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  const Lines lines(source.text);
  if (lines.count() == 0 || (is_program_path(source.path) && !lines.line(1).starts_with("#!"))) return;
  const std::size_t from = out.places.size();
  const bool shell = is_shell(source.path, lines.line(1));
  // The file by its first lines: a shebang and what speaks to tools belong to them. A script is a command to run,
  // whether it says what for or not.
  const auto [first, last] = head_comment(lines);
  const bool program = shell || lines.line(1).starts_with("#!");
  if (program || first != 0) {
    Place place;
    place.kind = program ? Kind::command : Kind::comment;
    place.parent = under;
    place.line_start = first <= kNearTheTop ? 1 : first;
    place.line_end = std::min(first == 0 ? lines.count() : last, place.line_start + kShownLines - 1);
    if (first != 0) place.text = lines.range(first, last);
    if (program) place.key = place.name = std::string(base_name(source.path));
    place.words = program ? "script run command" : "file";
    out.add(std::move(place));
  }
  if (shell) {
    add_shell_settings(source.text, under, out);
    add_shell_reads(source.text, under, out);
    add_shell_flags(source.text, under, out);
  } else {
    add_env_reads(source.text, under, out);
    add_command_flags(source.path, source.text, under, out);
    add_subcommands(source.path, source.text, under, out);
    add_routes(source.path, source.text, under, out);
    add_code_settings(source.path, source.text, under, out);
    add_config_reads(source.text, under, out);
  }
  std::stable_sort(out.places.begin() + static_cast<std::ptrdiff_t>(from), out.places.end(),
                   [](const Place& a, const Place& b) { return a.line_start < b.line_start; });
}

}  // namespace

extern const Format code_format;
const Format code_format = {"code", claims, read, {}};

}  // namespace fingerpost
