// Package manifests and task files: the commands that a repository offers.
#include <string>

#include "base/text.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

void mark_commands(const KeyTree& tree, std::int32_t commands, std::string_view words, Meanings& out) {
  for (const std::int32_t command : tree.children(commands)) {
    out[command].kind = Kind::command;
    out[command].name = tree[command].key;
    out[command].words = std::string(words) + " " + std::string(tree.value(command, "desc"));
  }
}

constexpr std::string_view kDependencyWords = "dependency package version";

// "name[extra]>=1.2; marker" (PEP 508): an item is called by its name.
void mark_requirements(const KeyTree& tree, std::int32_t requirements, Meanings& out) {
  for (const std::int32_t requirement : tree.children(requirements)) {
    const std::string_view value = tree[requirement].value;
    out[requirement].key = std::string(trim(value.substr(0, value.find_first_of("[<>=!~;@( ")))).substr(0, 100);
    out[requirement].words = kDependencyWords;
  }
}

bool claims_package_json(std::string_view path, const KeyTree& tree, std::int32_t document) {
  const std::string_view name = base_name(path);
  return name == "package.json" || name == "composer.json" ||
         (path.empty() && tree.child(document, "scripts") >= 0 && tree.child(document, "name") >= 0);
}

void read_package_json(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  mark_commands(tree, tree.child(document, "scripts"), "npm run script command", out);
  for (std::string_view group : {"dependencies", "devDependencies", "peerDependencies", "require", "require-dev"})
    for (const std::int32_t dependency : tree.children(tree.child(document, group)))
      out[dependency].words = kDependencyWords;
  if (const std::int32_t manager = tree.child(document, "packageManager"); manager >= 0)
    out[manager].words = "package manager version npm yarn pnpm";
}

bool claims_taskfile(std::string_view path, const KeyTree& tree, std::int32_t document) {
  return to_lower(base_name(path)).starts_with("taskfile") && tree.child(document, "tasks") >= 0;
}

void read_taskfile(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  mark_commands(tree, tree.child(document, "tasks"), "task run command", out);
}

// https://rust-lang.github.io/rustup/overrides.html
bool claims_rust_toolchain(std::string_view path, const KeyTree& tree, std::int32_t document) {
  return base_name(path) == "rust-toolchain.toml" && tree.child(document, "toolchain") >= 0;
}

void read_rust_toolchain(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  if (const std::int32_t channel = tree.at(document, {"toolchain", "channel"}); channel >= 0)
    out[channel].words = "rust version pinned";
}

bool claims_pyproject(std::string_view path, const KeyTree&, std::int32_t) {
  return base_name(path) == "pyproject.toml";
}

void read_pyproject(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  mark_requirements(tree, tree.at(document, {"project", "dependencies"}), out);
  for (std::string_view groups : {"optional-dependencies", "dependency-groups"})
    for (const std::int32_t group : tree.children(
             groups == "dependency-groups" ? tree.child(document, groups) : tree.at(document, {"project", groups})))
      mark_requirements(tree, group, out);
  mark_commands(tree, tree.at(document, {"project", "scripts"}), "script command run", out);
  mark_commands(tree, tree.at(document, {"tool", "poetry", "scripts"}), "script command run", out);
  mark_commands(tree, tree.at(document, {"tool", "poe", "tasks"}), "task command run", out);
}

}  // namespace

extern const Shape package_json_shape;
const Shape package_json_shape = {"package.json", claims_package_json, read_package_json};
extern const Shape taskfile_shape;
const Shape taskfile_shape = {"taskfile", claims_taskfile, read_taskfile};
extern const Shape pyproject_shape;
const Shape pyproject_shape = {"pyproject", claims_pyproject, read_pyproject};
extern const Shape rust_toolchain_shape;
const Shape rust_toolchain_shape = {"rust toolchain", claims_rust_toolchain, read_rust_toolchain};

}  // namespace fingerpost
