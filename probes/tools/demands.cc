#include "probes/tools/demands.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "indexer/formats/key_trees.h"
#include "indexer/limits.h"

namespace fingerpost {
namespace {

constexpr std::array<KnownTool, 20> kTools = {
    {{"node", "--version"},   {"npm", "--version"},    {"pnpm", "--version"},    {"yarn", "--version"},
     {"bun", "--version"},    {"deno", "--version"},   {"python3", "--version"}, {"go", "version"},
     {"rustc", "--version"},  {"cargo", "--version"},  {"ruby", "--version"},    {"java", "-version"},
     {"php", "--version"},    {"dotnet", "--version"}, {"elixir", "--version"},  {"terraform", "version"},
     {"docker", "--version"}, {"make", "--version"},   {"just", "--version"},    {"git", "--version"}}};

// What version managers call what.
std::string program_of(std::string_view name) {
  if (name == "nodejs") return "node";
  if (name == "python") return "python3";
  if (name == "golang") return "go";
  if (name == "rust") return "rustc";
  return std::string(name);
}

class Demands {
 public:
  Demands(const std::string& path, std::string_view text) : path_(path), text_(text), lines_(text) {}

  std::vector<Demand> read() {
    const std::string_view name = base_name(path_);
    if (name == ".tool-versions") tool_versions();
    if (name == ".nvmrc" || name == ".node-version") only_line("node");
    if (name == ".python-version") only_line("python3");
    if (name == ".ruby-version") only_line("ruby");
    if (name == ".terraform-version") only_line("terraform");
    if (name == "rust-toolchain") only_line("rustc");
    if (name == "rust-toolchain.toml") at(toml_tree(text_, Limits()), {"toolchain", "channel"}, "rustc", "");
    if (name == "go.mod") go_mod();
    if (name == "package.json") package_json();
    if (name == "pyproject.toml") at(toml_tree(text_, Limits()), {"project", "requires-python"}, "python3", "");
    if (name == "composer.json") at(json_tree(text_, Limits()), {"require", "php"}, "php", "");
    if (name == "global.json") at(json_tree(text_, Limits()), {"sdk", "version"}, "dotnet", ">=");
    if (name == "Makefile" || name == "GNUmakefile") put("make", "", 0);
    if (name == "justfile" || name == "Justfile") put("just", "", 0);
    return std::move(out_);
  }

 private:
  void put(std::string_view program, std::string version, int line) {
    if (known_tool(program) != nullptr && version.size() < 100)
      out_.push_back({std::string(program), std::move(version), {path_, line}});
  }

  void tool_versions() {
    for (int n = 1; n <= lines_.count(); ++n) {
      std::string_view line = lines_.line(n);
      line = trim(line.substr(0, line.find('#')));
      const std::size_t space = line.find_first_of(" \t");
      if (space == std::string_view::npos) continue;
      const std::string_view rest = trim(line.substr(space));
      put(program_of(line.substr(0, space)), std::string(rest.substr(0, rest.find_first_of(" \t"))), n);
    }
  }

  void only_line(std::string_view program) {
    for (int n = 1; n <= lines_.count(); ++n)
      if (const std::string_view line = trim(lines_.line(n)); !line.empty() && line.front() != '#')
        return put(program, std::string(line), n);
  }

  void go_mod() {
    for (int n = 1; n <= lines_.count(); ++n)
      // The least version that the module may be built with.
      if (const std::string_view line = trim(lines_.line(n)); line.starts_with("go "))
        return put("go", ">=" + std::string(trim(line.substr(3))), n);
  }

  void at(const KeyTree& tree, std::initializer_list<std::string_view> keys, std::string_view program,
          std::string_view sign) {
    const auto documents = tree.children(0);
    if (documents.empty()) return;
    const std::int32_t node = tree.at(documents.front(), keys);
    if (node < 0 || tree[node].type != KeyNode::Type::scalar || tree[node].value.empty()) return;
    put(program, std::string(sign) + tree[node].value, tree[node].line);
  }

  void package_json() {
    const KeyTree tree = json_tree(text_, Limits());
    for (const std::string_view program : {"node", "npm", "pnpm", "yarn", "bun"})
      at(tree, {"engines", program}, program, "");
    const auto documents = tree.children(0);
    if (documents.empty()) return;
    const std::int32_t node = tree.at(documents.front(), {"packageManager"});
    if (node < 0) return;
    // "pnpm@8.15.4+sha256.…": corepack fetches that very version, so that any is enough here.
    const std::string_view value = tree[node].value;
    put(value.substr(0, value.find('@')), "", tree[node].line);
  }

  const std::string& path_;
  std::string_view text_;
  Lines lines_;
  std::vector<Demand> out_;
};

}  // namespace

const KnownTool* known_tool(std::string_view program) {
  const auto found =
      std::find_if(kTools.begin(), kTools.end(), [&](const KnownTool& one) { return one.program == program; });
  return found == kTools.end() ? nullptr : &*found;
}

bool names_tools(std::string_view path) {
  static constexpr std::array<std::string_view, 17> kNames = {
      ".tool-versions",     ".nvmrc",         ".node-version",       ".python-version", ".ruby-version",
      ".terraform-version", "rust-toolchain", "rust-toolchain.toml", "go.mod",          "package.json",
      "pyproject.toml",     "composer.json",  "global.json",         "Makefile",        "GNUmakefile",
      "justfile",           "Justfile"};
  return std::find(kNames.begin(), kNames.end(), base_name(path)) != kNames.end();
}

std::vector<Demand> demands_of(const std::string& path, std::string_view text) {
  return Demands(path, text).read();
}

}  // namespace fingerpost
