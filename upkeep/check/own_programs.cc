#include "upkeep/check/own_programs.h"

#include "base/text.h"
#include "indexer/formats/key_trees.h"
#include "upkeep/check/stated.h"

namespace fingerpost {
namespace {

// `top`: the node of the document, in each of these.
void add_package(const KeyTree& tree, std::int32_t top, std::set<std::string>& out) {
  const std::int32_t bin = tree.child(top, "bin");
  if (bin < 0) return;
  if (tree[bin].type == KeyNode::Type::scalar) {
    // One program, called as the package without its owner.
    out.insert(std::string(base_name(tree.value(top, "name"))));
    return;
  }
  for (const std::int32_t one : tree.children(bin)) out.insert(tree[one].key);
}

void add_pyproject(const KeyTree& tree, std::int32_t top, std::set<std::string>& out) {
  for (const std::int32_t table : {tree.at(top, {"project", "scripts"}), tree.at(top, {"tool", "poetry", "scripts"})})
    for (const std::int32_t one : tree.children(table)) out.insert(tree[one].key);
}

void add_cargo(const KeyTree& tree, std::int32_t top, bool has_main, std::set<std::string>& out) {
  if (has_main) out.insert(std::string(tree.value(tree.child(top, "package"), "name")));
  for (const std::int32_t bin : tree.children(tree.child(top, "bin"))) out.insert(std::string(tree.value(bin, "name")));
}

// The names behind "add_executable(".
void add_cmake(std::string_view text, std::set<std::string>& out) {
  static constexpr std::string_view kCall = "add_executable(";
  for (auto at = text.find(kCall); at != std::string_view::npos; at = text.find(kCall, at + 1)) {
    const std::string_view rest = trim(text.substr(at + kCall.size()));
    const std::string_view name = rest.substr(0, rest.find_first_of(" \t\r\n)"));
    if (name.find('$') == std::string_view::npos) out.insert(std::string(name));
  }
}

}  // namespace

std::set<std::string> own_programs(Evidence& evidence) {
  std::set<std::string> out;
  const Tree& files = evidence.tree();
  const auto read = [&](std::string_view path, KeyTree (*parse)(std::string_view, const Limits&), auto&& take) {
    if (is_aside(path)) return;
    const auto file = evidence.live().read(std::string(path));
    if (!file) return;
    const KeyTree tree = parse((*file)->text, Limits{});
    take(tree, tree[0].first_child);
  };
  for (const std::string_view path : files.named("package.json"))
    read(path, json_tree, [&](const KeyTree& tree, std::int32_t top) { add_package(tree, top, out); });
  for (const std::string_view path : files.named("pyproject.toml"))
    read(path, toml_tree, [&](const KeyTree& tree, std::int32_t top) { add_pyproject(tree, top, out); });
  for (const std::string_view path : files.named("Cargo.toml"))
    read(path, toml_tree, [&](const KeyTree& tree, std::int32_t top) {
      const std::string_view directory = directory_of(path);
      add_cargo(tree, top, files.has(directory.empty() ? "src/main.rs" : std::string(directory) + "/src/main.rs"), out);
    });
  for (const std::string_view path : files.named("CMakeLists.txt")) {
    if (is_aside(path)) continue;
    if (const auto file = evidence.live().read(std::string(path))) add_cmake((*file)->text, out);
  }
  for (const std::string_view path : files.named("main.go")) {
    const std::string_view directory = directory_of(path);
    if (base_name(directory_of(directory)) == "cmd" && !is_aside(path)) out.insert(std::string(base_name(directory)));
  }
  out.erase("");
  return out;
}

}  // namespace fingerpost
