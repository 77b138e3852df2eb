#include "upkeep/check/paths.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "pointer-map/spelling.h"

namespace fingerpost {
namespace {

const std::unordered_set<std::string_view>& file_extensions() {
  static const std::unordered_set<std::string_view> known = {
      "md",         "mdx",    "rst",  "adoc",     "txt",         "yml",     "yaml",    "json",   "jsonc",  "toml",
      "ini",        "cfg",    "conf", "sh",       "bash",        "zsh",     "fish",    "ps1",    "bat",    "py",
      "pyi",        "js",     "jsx",  "mjs",      "cjs",         "ts",      "tsx",     "mts",    "cts",    "vue",
      "svelte",     "go",     "rs",   "c",        "h",           "cc",      "cpp",     "cxx",    "hpp",    "hh",
      "java",       "kt",     "kts",  "scala",    "rb",          "php",     "cs",      "fs",     "swift",  "m",
      "mm",         "ex",     "exs",  "erl",      "clj",         "hs",      "lua",     "pl",     "pm",     "r",
      "jl",         "dart",   "sql",  "prisma",   "graphql",     "gql",     "proto",   "tf",     "tfvars", "hcl",
      "html",       "htm",    "css",  "scss",     "less",        "sass",    "svg",     "png",    "jpg",    "jpeg",
      "gif",        "webp",   "ico",  "xml",      "xsd",         "env",     "example", "mk",     "cmake",  "gradle",
      "properties", "csv",    "tpl",  "tmpl",     "j2",          "service", "rules",   "cue",    "nix",    "bzl",
      "ipynb",      "plist",  "pdf",  "template", "jsonl",       "puml",    "mmd",     "drawio", "bicep",  "rego",
      "zig",        "mod",    "sum",  "snap",     "webmanifest", "http",    "ddl",     "jq",     "patch",  "avsc",
      "libsonnet",  "jsonnet"};
  return known;
}

std::string percent_decoded(std::string_view text) {
  const auto digit = [](char c) {
    return is_digit(c) ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else if (text[i] == '\\' && i + 1 < text.size() && !is_alnum(text[i + 1])) {
      out += text[++i];
    } else {
      out += text[i];
    }
  }
  return out;
}

// A part of a path that stands for what the reader has.
bool is_placeholder_part(std::string_view part) {
  const std::string lower = to_lower(part);
  for (std::string_view word : {"your", "my-", "my_", "foo", "bar", "baz", "xxx", "example", "yyyy", "path", "...",
                                "somewhere", "new-", "new_", "some-", "some_", "nnn", "placeholder", "sample"})
    if (lower.starts_with(word)) return true;
  // At an end they say so only where no part of a program is called like that: "stream-path.c", "side-bar.tsx".
  for (std::string_view word : {"-your", "-foo", "-baz", "-xxx", "-example", "-placeholder", "-sample"})
    if (contains(lower, word)) return true;
  // A word in capitals that stands for a name.
  const std::string_view stem = part.substr(0, part.find('.'));
  for (std::string_view word :
       {"NAME", "FILE", "TITLE", "VERSION", "DATE", "ID", "SLUG", "TOPIC", "FEATURE", "COMPONENT", "SERVICE", "MODULE",
        "PLUGIN", "TABLE", "LANG", "LANGUAGE", "KIND", "TYPE"})
    if (stem == word) return true;
  return lower == "x" || lower == "y" || lower == "n" || lower == "name" || lower == "filename" || lower == "file";
}

int number_at(std::string_view text) {
  int out = 0;
  for (char c : text) {
    if (!is_digit(c) || out > 10'000'000) break;
    out = out * 10 + (c - '0');
  }
  return out;
}

}  // namespace

bool has_file_extension(std::string_view path) {
  const std::string extension = to_lower(extension_of(path));
  if (!extension.empty()) return file_extensions().contains(extension);
  const std::string_view name = base_name(path);
  return name == "Makefile" || name == "Dockerfile" || name == "Justfile" || name == "Jenkinsfile" ||
         name == "Procfile";
}

LinkTarget parse_link(std::string_view target) {
  LinkTarget out;
  target = trim(target);
  if (target.empty() || target.size() > 2000) return out;
  if (target.find_first_of("{}<>$`|\"*[]") != std::string_view::npos || contains(target, "...")) return out;
  if (target.starts_with("//")) {
    out.kind = LinkTarget::Kind::external;
    return out;
  }
  // A scheme: letters before a colon, longer than a drive's one.
  const auto colon = target.find_first_of(":/?#");
  if (colon != std::string_view::npos && target[colon] == ':' && colon > 0) {
    out.kind = target.starts_with("http") ? LinkTarget::Kind::external : LinkTarget::Kind::unknown;
    return out;
  }
  if (target.front() == '@' || target.front() == '~' || target.front() == '!') return out;
  const auto hash = target.find('#');
  if (hash != std::string_view::npos) out.fragment = percent_decoded(target.substr(hash + 1));
  std::string_view path = target.substr(0, hash);
  path = path.substr(0, path.find('?'));
  out.path = percent_decoded(path);
  if (out.path.find('\0') != std::string::npos) return out;
  out.kind = out.path.empty() ? LinkTarget::Kind::anchor : LinkTarget::Kind::path;
  return out;
}

std::optional<WrittenPath> path_in_span(std::string_view text) {
  WrittenPath out;
  if (text.size() < 4 || text.size() > 200) return std::nullopt;
  // "#L12", ":12", ":12-20", ":12:5"
  if (const auto hash = text.find("#L"); hash != std::string_view::npos) {
    out.line = number_at(text.substr(hash + 2));
    text = text.substr(0, hash);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    const std::string_view behind = text.substr(colon + 1);
    if (behind.empty() || behind.find_first_not_of("0123456789-:,L") != std::string_view::npos) return std::nullopt;
    out.line = number_at(behind.starts_with("L") ? behind.substr(1) : behind);
    if (out.line == 0) return std::nullopt;
    text = text.substr(0, colon);
  }
  while (text.starts_with("./")) text.remove_prefix(2);
  if (text.ends_with('/')) {
    out.directory = true;
    text.remove_suffix(1);
  }
  if (text.empty() || text.front() == '/' || text.front() == '-' || text.front() == '@' || text.front() == '~')
    return std::nullopt;
  for (char c : text)
    if (!is_alnum(c) && c != '_' && c != '-' && c != '.' && c != '/' && c != '+' && c != '@') return std::nullopt;
  bool letters = false;
  for (std::string_view part : split(text, '/')) {
    if (part.empty() || (is_placeholder_part(part) && part != "example" && part != "examples") || part == ".." ||
        contains(part, ".."))
      return std::nullopt;
    letters |= std::any_of(part.begin(), part.end(), is_alpha);
  }
  if (!letters || contains(text, ".com/") || contains(text, ".io/") || contains(text, ".org/") ||
      contains(text, ".dev/"))
    return std::nullopt;
  if (!contains(text, "/") && !out.directory && !(out.line > 0 && has_file_extension(text))) return std::nullopt;
  out.path = std::string(text);
  return out;
}

std::string existing_path(const Evidence& evidence, const CheckedDocument& document, const std::string& path) {
  for (std::string_view above = directory_of(document.path());; above = directory_of(above)) {
    const std::string there = above.empty() ? path : std::string(above) + "/" + path;
    if (evidence.tree().has(there)) return there.empty() ? "/" : there;
    if (above.empty()) return {};
  }
}

std::vector<std::string> files_pointed_at(const Evidence& evidence, const CheckedDocument& document) {
  static const std::unordered_set<std::string_view> kReleased = {
      "package.json", "go.mod", "go.sum", "Cargo.toml", "pyproject.toml", "pom.xml", "CODEOWNERS", "LICENSE"};
  std::vector<std::string> out;
  for (const Mention& mention : document.mentions()) {
    std::string path;
    if (mention.kind == Mention::Kind::link) {
      const LinkTarget target = parse_link(mention.text);
      if (target.kind != LinkTarget::Kind::path || !resolve_path(directory_of(document.path()), target.path, path))
        continue;
    } else if (mention.kind == Mention::Kind::span) {
      if (const auto written = path_in_span(mention.text)) path = existing_path(evidence, document, written->path);
    }
    const std::string_view extension = extension_of(path);
    if (path.empty() || !evidence.tree().has(path) || evidence.tree().has_directory(path) || extension == "md" ||
        extension == "lock" || kReleased.contains(base_name(path)) || contains(base_name(path), "-lock."))
      continue;
    out.push_back(std::move(path));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

LikelyPlace likely_place(Evidence& evidence, std::string_view path) {
  const Tree& tree = evidence.tree();
  if (const std::string* fate = evidence.history().fate_of(path)) {
    const std::string commit = evidence.history().commit_of(path);
    if (!fate->empty() && tree.has(*fate)) return {*fate, "it was moved in " + commit, true};
    if (fate->empty()) {
      // Deleted; a file of the same name elsewhere may be it.
      const auto same = tree.named(base_name(path));
      return {same.size() == 1 ? std::string(same.front()) : "", "it was deleted in " + commit, false};
    }
  }
  if (const std::string* fate = evidence.history().directory_fate_of(path);
      fate != nullptr && tree.has_directory(*fate))
    return {*fate, "its files were moved", true};
  const std::string base(base_name(path));
  // A file that has become a directory of files.
  if (const auto dot = path.rfind('.'); dot != std::string_view::npos && dot > 0 && !extension_of(path).empty())
    if (const std::string_view stem = path.substr(0, dot); tree.has_directory(stem))
      return {std::string(stem) + "/", "a directory of this name", false};
  if (const auto same = tree.named(base); same.size() == 1) {
    const std::string lower = to_lower(base);
    const bool common = lower.starts_with("readme") || lower.starts_with("index") || lower == "makefile" ||
                        lower == "mod.rs" || lower == "__init__.py" || lower == "main.go" || lower == "package.json" ||
                        lower == "dockerfile";
    return {std::string(same.front()), "the only file of this name", !common};
  }
  // The nearest spelling beside it, or the same in another case.
  const std::string directory(directory_of(path));
  std::vector<std::string> names;
  std::vector<std::string> lower;
  for (std::string_view name : tree.names_in(directory)) {
    names.emplace_back(name);
    lower.push_back(to_lower(name));
  }
  const auto place = [&](const std::string& name) { return directory.empty() ? name : directory + "/" + name; };
  for (std::size_t i = 0; i < lower.size(); ++i)
    if (lower[i] == to_lower(base)) return {place(names[i]), "the same but for its case", true};
  std::vector<std::string> sorted = lower;
  std::sort(sorted.begin(), sorted.end());
  const auto near = spellings_of(to_lower(base), sorted, 2);
  for (const Spelling& one : near) {
    if (one.word == base) continue;
    const auto at = static_cast<std::size_t>(std::find(lower.begin(), lower.end(), one.word) - lower.begin());
    // A number that differs is another thing, not a slip.
    const auto digits = [](std::string_view text) {
      std::string out;
      for (char c : text)
        if (is_digit(c)) out += c;
      return out;
    };
    if (at < names.size() && digits(names[at]) == digits(base))
      return {place(names[at]), "the nearest name beside it", false};
  }
  // The same name with another extension.
  const std::string stem = base.substr(0, base.rfind('.'));
  std::string other;
  for (const std::string& name : names)
    if (name != base && name.substr(0, name.rfind('.')) == stem && stem.size() > 2) {
      if (!other.empty()) return {};
      other = name;
    }
  if (!other.empty()) return {place(other), "the same name with another ending", false};
  return {};
}

}  // namespace fingerpost
