// Files that pin the version of a tool: .ruby-version, .nvmrc, .tool-versions, rust-toolchain, go.mod. One line, one
// place, called by what people ask for: "ruby version".
#include <string>

#include "base/text.h"
#include "indexer/format.h"

namespace fingerpost {
namespace {

constexpr std::string_view kEnding = "-version";

// The tool whose version the file holds alone, or "".
std::string_view tool_of(std::string_view path) {
  const std::string_view name = base_name(path);
  if (name == ".nvmrc") return "node";
  if (name == "rust-toolchain") return "rust";
  if (name == ".bazelversion") return "bazel";
  if (name.size() > kEnding.size() + 1 && name.front() == '.' && name.ends_with(kEnding))
    return name.substr(1, name.size() - 1 - kEnding.size());
  return {};
}

// One tool a line, "nodejs 20.11.0": https://asdf-vm.com/manage/configuration.html
bool is_tool_list(std::string_view path) {
  return base_name(path) == ".tool-versions";
}

// https://go.dev/ref/mod#go-mod-file
bool is_go_module(std::string_view path) {
  const std::string_view name = base_name(path);
  return name == "go.mod" || name == "go.work";
}

bool claims(std::string_view path) {
  return !tool_of(path).empty() || is_tool_list(path) || is_go_module(path);
}

class Adder {
 public:
  Adder(std::int32_t under, Reading& out) : under_(under), out_(out) {}

  void add(int line, std::string key, std::string_view value, std::string words) {
    Place place;
    place.parent = under_;
    place.line_start = place.line_end = line;
    place.key = std::move(key);
    place.text = value;
    place.words = std::move(words);
    out_.add(std::move(place));
  }

  void add_tool(int line, std::string_view tool, std::string_view value) {
    // The runtime is called by both of its names.
    const bool node = tool == "node" || tool == "nodejs";
    add(line, std::string(tool) + " version", value, node ? "node nodejs pinned" : "pinned");
  }

 private:
  std::int32_t under_;
  Reading& out_;
};

std::string_view first_word(std::string_view line) {
  return line.substr(0, line.find_first_of(" \t"));
}

void read_go_module(const Lines& lines, Adder& adder) {
  bool dependencies = false;  // inside of "require ( … )"
  bool other = false;         // inside of another block
  for (int n = 1; n <= lines.count(); ++n) {
    std::string_view line = trim(lines.line(n));
    line = trim(line.substr(0, line.find("//")));
    if (line.empty()) continue;
    if (line == ")") {
      dependencies = other = false;
      continue;
    }
    if (line.back() == '(') {
      dependencies = line.starts_with("require");
      other = !dependencies;
      continue;
    }
    if (other) continue;
    const bool required = line.starts_with("require ");
    if (required) line = trim(line.substr(8));
    const std::string_view word = first_word(line);
    const std::string_view value = trim(line.substr(word.size()));
    if (dependencies || required)
      adder.add(n, std::string(word), value, "dependency version");
    else if (word == "go" || word == "toolchain")
      adder.add(n, word == "go" ? "go version" : "go toolchain", value, "golang language version");
    else if (word == "module")
      adder.add(n, "module", value, "go module name");
  }
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  const Lines lines(source.text);
  Adder adder(under, out);
  if (is_go_module(source.path)) return read_go_module(lines, adder);
  const std::string_view tool = tool_of(source.path);
  for (int n = 1; n <= lines.count(); ++n) {
    std::string_view line = trim(lines.line(n));
    line = trim(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    if (tool.empty())
      adder.add_tool(n, first_word(line), trim(line.substr(first_word(line).size())));
    else
      adder.add_tool(n, tool, line);
  }
}

}  // namespace

extern const Format versions_format;
const Format versions_format = {"versions", claims, read, {}};

}  // namespace fingerpost
