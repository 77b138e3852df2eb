// INI, properties and block-structured configuration (nginx, Caddyfile, HAProxy, Hjson, devicetrees, Godot): sections
// or braces nest, a line is a key with its value.
#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/key_tree_builder.h"
#include "indexer/shape.h"

namespace fingerpost {

extern const Format yaml_format;

namespace {

constexpr std::size_t kSearchedValue = 4096;  // bytes

bool claims(std::string_view path) {
  const std::string extension = to_lower(extension_of(path));
  for (std::string_view known :
       {"ini",     "cfg",          "conf",      "cnf",       "properties", "service", "timer",    "socket",
        "desktop", "editorconfig", "caddyfile", "inc",       "cf",         "local",   "mount",    "target",
        "nginx",   "vcl",          "hjson",     "container", "network",    "volume",  "pod",      "kube",
        "netdev",  "link",         "path",      "slice",     "dts",        "dtsi",    "overlay",  "keymap",
        "godot",   "tscn",         "tres",      "xcconfig",  "defconfig",  "args",    "vmoptions"})
    if (extension == known) return true;
  const std::string_view name = base_name(path);
  for (std::string_view known : {".editorconfig", ".npmrc", ".yarnrc", ".flake8", ".coveragerc", ".pylintrc",
                                 ".gitmodules", "Caddyfile", "Corefile", "hosts", "inventory"})
    if (name == known) return true;
  // The last ones: of Linux and what took its configuration over; of what runs on Java.
  return name.ends_with("_defconfig") || (name.starts_with("jvm") && extension == "options");
}

// Splits "key = value", "key: value" or "key value".
void split_entry(std::string_view line, std::string_view& key, std::string_view& value) {
  std::size_t end = line.find_first_of("=: \t{");
  if (end == std::string_view::npos) end = line.size();
  // A URL or address is a key as a whole (Caddy's sites).
  if (end < line.size() && line[end] == ':' && end + 1 < line.size() && line[end + 1] != ' ')
    end = std::min(line.find_first_of("= \t{", end), line.size());
  const auto assigned = line.find('=');
  if (assigned != std::string_view::npos && line.substr(0, assigned).find('"') == std::string_view::npos &&
      line.find('{') == std::string_view::npos)
    end = assigned;
  key = trim(line.substr(0, end));
  value = end < line.size() ? trim(line.substr(end)) : std::string_view();
  while (!value.empty() && (value.front() == '=' || value.front() == ':')) value = trim(value.substr(1));
}

// Whether a text is YAML whatever its name says: nested keys and list items from its first lines on, nothing else.
bool is_yaml_text(const Lines& lines) {
  constexpr int kLookedAt = 60;  // lines that say something
  int seen = 0;
  int text_below = -1;  // the indentation of a key whose text the lines indented deeper are
  bool nests = false;
  for (int n = 1; n <= lines.count() && seen < kLookedAt; ++n) {
    std::string_view line = trim(lines.line(n));
    if (line.empty() || line.front() == '#') continue;
    if (line == "---" && seen == 0) continue;
    const int indent = indentation_of(lines.line(n));
    if (text_below >= 0 && indent > text_below) continue;
    text_below = line.ends_with(": |") || line.ends_with(": >") || line.ends_with(": |-") || line.ends_with(": >-")
                     ? indent
                     : -1;
    ++seen;
    nests = nests || indent > 0;
    if (line.starts_with("- ")) continue;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || (colon + 1 < line.size() && line[colon + 1] != ' ') ||
        line.substr(0, colon).find_first_of(" =[{;\"'") != std::string_view::npos)
      return false;
  }
  return nests;
}

bool is_comment_or_empty(std::string_view line) {
  return line.empty() || line.front() == '#' || line.front() == ';' || line.starts_with("//");
}

// Whether the lines below are indented deeper: "backend shop" of HAProxy, "Host build-*" of ssh.
bool heads_indented_lines(const Lines& lines, int n) {
  const int indent = indentation_of(lines.line(n));
  for (++n; n <= lines.count(); ++n)
    if (!is_comment_or_empty(trim(lines.line(n)))) return indentation_of(lines.line(n)) > indent;
  return false;
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  const Lines lines(source.text);
  if (is_yaml_text(lines)) return yaml_format.read(source, under, out);
  KeyTreeBuilder builder(source.limits);
  const std::int32_t document = builder.add(0, "", 1, KeyNode::Type::mapping);
  std::vector<std::int32_t> open = {document};
  std::int32_t entry = -1;  // the last one that was assigned a value with "=", which lines indented deeper go on with
  int entry_indent = 0;
  bool commented = false;  // between "/*" and "*/"
  bool headed = false;     // what is indented belongs to the line above it
  for (int n = 1; n <= lines.count() && document >= 0; ++n) {
    std::string_view line = trim(lines.line(n));
    commented = commented || line.starts_with("/*");
    if (commented) {
      commented = !contains(line, "*/");
      continue;
    }
    if (is_comment_or_empty(line)) continue;
    const int indent = indentation_of(lines.line(n));
    if (headed && indent == 0) {
      open.resize(1);
      headed = false;
    }
    if (entry >= 0 && indent > entry_indent && line.find_first_of("={}[") == std::string_view::npos) {
      KeyNode& made = builder.tree.nodes[static_cast<std::size_t>(entry)];
      const std::size_t begin = static_cast<std::size_t>(made.text.data() - source.text.data());
      if (made.text.empty())
        made.text = line;
      else
        made.text = source.text.substr(begin, lines.start_of(n) + lines.line(n).size() - begin);
      made.text = made.text.substr(0, kSearchedValue);
      made.value = std::string(made.text);
      builder.extend(entry, n);
      continue;
    }
    if (line.find_first_of("{}") == std::string_view::npos &&
        std::none_of(line.begin(), line.end(), [](char c) { return is_alnum(c); })) {
      if (entry >= 0) builder.extend(entry, n);  // ">;" of a list over several lines
      continue;
    }
    entry = -1;
    if (line.front() == '[' && line.find(']') != std::string_view::npos) {
      open.resize(1);
      const std::int32_t section =
          builder.add(document, std::string(trim(line.substr(1, line.find(']') - 1))), n, KeyNode::Type::mapping);
      if (section < 0) break;
      open.push_back(section);
      continue;
    }
    if (line.front() == '}') {
      builder.extend(open.back(), n);
      if (open.size() > 1) open.pop_back();
      continue;
    }
    const bool heads = indent == 0 && open.size() == 1 && line.find_first_of("={}") == std::string_view::npos &&
                       heads_indented_lines(lines, n);
    const bool opens = heads || line.back() == '{';
    headed = headed || heads;
    if (opens && !heads) line = trim(line.substr(0, line.size() - 1));
    if (opens && line.ends_with(':')) line.remove_suffix(1);  // Hjson's
    if (opens && line.empty()) {
      open.push_back(open.back());
      continue;
    }
    if (!line.empty() && line.back() == ';') line.remove_suffix(1);
    std::string_view key;
    std::string_view value;
    if (opens)
      key = line;
    else
      split_entry(line, key, value);
    const std::int32_t node = builder.add(open.back(), std::string(key.substr(0, 200)), n,
                                          opens ? KeyNode::Type::mapping : KeyNode::Type::scalar);
    if (node < 0) break;
    KeyNode& made = builder.tree.nodes[static_cast<std::size_t>(node)];
    made.text = value.substr(0, kSearchedValue);
    made.value = std::string(made.text);
    builder.extend(node, n);
    if (!opens && line.find('=') != std::string_view::npos && line.back() != ';') {
      entry = node;
      entry_indent = indent;
    }
    if (opens && open.size() < static_cast<std::size_t>(source.limits.nesting)) open.push_back(node);
  }
  attach_comments(source.text, {"#", ";", "//"}, builder.tree, true);
  add_key_tree(source.path, builder.tree, under, out);
}

constexpr std::array<std::string_view, 6> kFences = {"ini", "conf", "cfg", "properties", "nginx", "caddyfile"};

}  // namespace

extern const Format ini_format;
const Format ini_format = {"ini", claims, read, kFences};

}  // namespace fingerpost
