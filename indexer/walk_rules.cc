#include "indexer/walk_rules.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>

#include "base/text.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

using Names = std::unordered_set<std::string_view>;

const Names& vendored() {
  static const Names names = {"node_modules", "bower_components", "jspm_packages", "vendor",      "third_party",
                              "third-party",  "site-packages",    "venv",          ".venv",       "Pods",
                              "Carthage",     "__pycache__",      "coverage",      "DerivedData", "elm-stuff",
                              "deps_vendor",  "testdata_vendor"};
  return names;
}

const Names& hidden_directories() {
  static const Names names = {".github",       ".gitlab",   ".gitea",    ".forgejo",      ".claude",    ".cursor",
                              ".agents",       ".agent",    ".codex",    ".gemini",       ".windsurf",  ".continue",
                              ".devcontainer", ".vscode",   ".circleci", ".buildkite",    ".azure",     ".azuredevops",
                              ".do",           ".kilocode", ".docker",   ".config",       ".husky",     ".ci",
                              ".cargo",        ".kube",     ".helm",     ".changeset",    ".semaphore", ".woodpecker",
                              ".drone",        ".teamcity", ".platform", ".ebextensions", ".openshift", ".run",
                              ".well-known"};
  return names;
}

const Names& hidden_files() {
  static const Names names = {".editorconfig", ".npmrc",         ".yarnrc",
                              ".nvmrc",        ".node-version",  ".python-version",
                              ".ruby-version", ".tool-versions", ".terraform-version",
                              ".dockerignore", ".gitattributes", ".gitmodules",
                              ".envrc",        ".flaskenv",      ".babelrc",
                              ".eslintrc",     ".prettierrc",    ".stylelintrc",
                              ".cursorrules",  ".windsurfrules", ".clinerules",
                              ".pylintrc",     ".flake8",        ".coveragerc",
                              ".bazelrc",      ".bazelversion",  ".clang-format",
                              ".clang-tidy",   ".sequelizerc",   ".mocharc",
                              ".swcrc",        ".releaserc",     ".slugignore",
                              ".htaccess"};
  return names;
}

const Names& skipped_names() {
  static const Names names = {"package-lock.json", "npm-shrinkwrap.json", "yarn.lock",    "pnpm-lock.yaml",
                              "bun.lock",          "bun.lockb",           "Cargo.lock",   "go.sum",
                              "go.work.sum",       "poetry.lock",         "Pipfile.lock", "uv.lock",
                              "pdm.lock",          "composer.lock",       "Gemfile.lock", "flake.lock",
                              "mix.lock",          "pubspec.lock",        "Podfile.lock", "packages.lock.json",
                              "gradle.lockfile",   ".DS_Store",           "Thumbs.db"};
  return names;
}

const Names& skipped_extensions() {
  static const Names names = {
      "png",   "jpg", "jpeg", "gif",  "webp",  "avif",   "ico",     "icns",        "bmp",     "tif",    "tiff",
      "psd",   "svg", "svgz", "eps",  "ai",    "sketch", "fig",     "woff",        "woff2",   "ttf",    "otf",
      "eot",   "mp3", "mp4",  "m4a",  "m4v",   "mov",    "avi",     "mkv",         "webm",    "wav",    "flac",
      "ogg",   "pdf", "doc",  "docx", "xls",   "xlsx",   "ppt",     "pptx",        "odt",     "ods",    "zip",
      "gz",    "tgz", "bz2",  "xz",   "zst",   "7z",     "rar",     "tar",         "jar",     "war",    "ear",
      "class", "o",   "a",    "so",   "dylib", "dll",    "lib",     "exe",         "bin",     "dat",    "obj",
      "pyc",   "pyo", "pyd",  "wasm", "node",  "rlib",   "pdb",     "ilk",         "deb",     "rpm",    "apk",
      "ipa",   "dmg", "iso",  "img",  "db",    "sqlite", "sqlite3", "mdb",         "parquet", "avro",   "orc",
      "npy",   "npz", "h5",   "pkl",  "onnx",  "pt",     "pth",     "safetensors", "map",     "snap",   "lock",
      "lockb", "sum", "po",   "pot",  "mo",    "xlf",    "csv",     "tsv",         "ndjson",  "jsonl",  "pcap",
      "der",   "crt", "cer",  "swp",  "bak",   "orig",   "rej",     "patch",       "diff",    "drawio", "excalidraw",
      "ipynb"};
  return names;
}

}  // namespace

bool is_vendored_directory(std::string_view name) {
  return vendored().contains(name);
}

bool is_read_hidden_directory(std::string_view name) {
  return hidden_directories().contains(name);
}

bool is_read_hidden_file(std::string_view name) {
  if (is_env_file(name) || hidden_files().contains(name) || name.ends_with("-version")) return true;
  const std::string_view extension = extension_of(name);
  for (std::string_view known :
       {"yml", "yaml", "json", "jsonc", "json5", "toml", "ini", "cfg", "conf", "md", "mdc", "js", "cjs", "mjs", "ts"})
    if (extension == known) return true;
  return false;
}

bool is_skipped_file(std::string_view name) {
  if (skipped_names().contains(name)) return true;
  const std::string extension = to_lower(extension_of(name));
  if (skipped_extensions().contains(extension)) return true;
  for (std::string_view end :
       {".min.js", ".min.css", ".pb.go", ".pb.h", ".pb.cc", "_pb2.py", "_pb2_grpc.py", ".g.dart", ".freezed.dart",
        ".designer.cs", ".generated.ts", ".generated.go", "_generated.go", ".gen.go"})
    if (name.ends_with(end)) return true;
  return name.starts_with("zz_generated.");
}

}  // namespace fingerpost
