// TOML through toml++, keys in the order of the file. What it refuses is scanned line by line.
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/key_tree_builder.h"
#include "indexer/formats/key_trees.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

class Converter {
 public:
  Converter(std::string_view text, const Limits& limits) : lines_(text), limits_(limits), builder_(limits) {}

  KeyTree convert(std::string_view text) {
    try {
      const toml::table table = toml::parse(text);
      const std::int32_t document = builder_.add(0, "", 1, KeyNode::Type::mapping);
      if (document >= 0) add_table(table, document, 0);
    } catch (const toml::parse_error& problem) {
      builder_.tree.findings.push_back(
          {static_cast<int>(problem.source().begin.line),
           "toml: " + std::string(problem.description()) + "; the file was read line by line"});
      scan();
    }
    return std::move(builder_.tree);
  }

 private:
  struct Entry {
    std::string key;
    const toml::node* value;
    int line;
    std::uint32_t column;
  };

  static int line_of(const toml::source_region& region) { return std::max(1, static_cast<int>(region.begin.line)); }
  int end_of(const toml::node& node) const {
    const auto& region = node.source();
    return std::max(line_of(region),
                    static_cast<int>(region.end.column <= 1 && region.end.line > region.begin.line ? region.end.line - 1
                                                                                                   : region.end.line));
  }

  void add_table(const toml::table& table, std::int32_t parent, int depth) {
    std::vector<Entry> entries;
    for (const auto& [key, value] : table)
      entries.push_back({std::string(key.str()), &value, line_of(key.source()), key.source().begin.column});
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.line != b.line ? a.line < b.line : a.column < b.column; });
    for (Entry& entry : entries) add_node(*entry.value, std::move(entry.key), entry.line, parent, depth);
  }

  void add_node(const toml::node& value, std::string key, int line, std::int32_t parent, int depth) {
    if (depth > limits_.nesting) return;
    const bool table = value.is_table();
    const bool array = value.is_array();
    const std::int32_t node = builder_.add(parent, std::move(key), line,
                                           table   ? KeyNode::Type::mapping
                                           : array ? KeyNode::Type::sequence
                                                   : KeyNode::Type::scalar);
    if (node < 0) return;
    if (table) {
      builder_.extend(node, line);
      if (value.as_table()->is_inline()) builder_.extend(node, end_of(value));
      add_table(*value.as_table(), node, depth + 1);
    } else if (array) {
      builder_.extend(node, value.as_array()->is_array_of_tables() ? line : std::max(line, end_of(value)));
      for (const toml::node& item : *value.as_array()) add_node(item, "", line_of(item.source()), node, depth + 1);
    } else {
      const int last = std::max(line, end_of(value));
      builder_.extend(node, last);
      KeyNode& made = builder_.tree.nodes[static_cast<std::size_t>(node)];
      std::string_view raw = lines_.range(line, last);
      if (!made.key.empty()) {
        const auto sign = raw.find('=');
        raw = sign == std::string_view::npos ? raw : raw.substr(sign + 1);
      }
      made.text = trim(raw).substr(0, 4096);
      if (const auto* text = value.as_string())
        made.value = text->get();
      else
        made.value = std::string(made.text.substr(0, made.text.find(" #")));
    }
  }

  void scan() {
    const std::int32_t document = builder_.add(0, "", 1, KeyNode::Type::mapping);
    std::int32_t section = document;
    for (int n = 1; n <= lines_.count() && document >= 0; ++n) {
      const std::string_view line = trim(lines_.line(n));
      if (line.empty() || line.front() == '#') continue;
      if (line.front() == '[' && line.back() == ']') {
        std::string_view name = line;
        while (!name.empty() && name.front() == '[') name.remove_prefix(1);
        while (!name.empty() && name.back() == ']') name.remove_suffix(1);
        section = builder_.add(document, std::string(trim(name)), n, KeyNode::Type::mapping);
        if (section < 0) return;
        continue;
      }
      const auto sign = line.find('=');
      if (sign == std::string_view::npos) continue;
      const std::int32_t node =
          builder_.add(section, std::string(trim(line.substr(0, sign))), n, KeyNode::Type::scalar);
      if (node < 0) return;
      KeyNode& made = builder_.tree.nodes[static_cast<std::size_t>(node)];
      made.text = trim(line.substr(sign + 1));
      made.value = std::string(made.text);
      builder_.extend(node, n);
    }
  }

  Lines lines_;
  const Limits& limits_;
  KeyTreeBuilder builder_;
};

bool claims(std::string_view path) {
  const std::string extension = to_lower(extension_of(path));
  return extension == "toml" || base_name(path) == "Pipfile";
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  KeyTree tree = toml_tree(source.text, source.limits);
  attach_comments(source.text, {"#"}, tree);
  add_key_tree(source.path, tree, under, out);
}

constexpr std::array<std::string_view, 1> kFences = {"toml"};

}  // namespace

KeyTree toml_tree(std::string_view text, const Limits& limits) {
  return Converter(text, limits).convert(text);
}

extern const Format toml_format;
const Format toml_format = {"toml", claims, read, kFences};

}  // namespace fingerpost
