#include "indexer/formats/key_tree_builder.h"

#include <algorithm>

#include "base/text.h"
#include "indexer/formats/commented_out.h"
#include "indexer/formats/comments.h"

namespace fingerpost {

std::int32_t KeyTreeBuilder::add(std::int32_t parent, std::string key, int line, KeyNode::Type type) {
  if (tree.nodes.size() >= limits_->places_per_source) {
    if (!full_)
      tree.findings.push_back(
          {line, "more than " + std::to_string(limits_->places_per_source) + " keys; what follows is not searched"});
    full_ = true;
    return -1;
  }
  const auto index = static_cast<std::int32_t>(tree.nodes.size());
  KeyNode node;
  node.type = type;
  node.parent = parent;
  node.key = std::move(key);
  node.line = node.line_end = line;
  tree.nodes.push_back(std::move(node));
  last_child_.push_back(-1);
  std::int32_t& last = last_child_[static_cast<std::size_t>(parent)];
  if (last < 0)
    tree.nodes[static_cast<std::size_t>(parent)].first_child = index;
  else
    tree.nodes[static_cast<std::size_t>(last)].next = index;
  last = index;
  extend(parent, line);  // what holds a node holds its line
  return index;
}

void KeyTreeBuilder::extend(std::int32_t node, int line_end) {
  for (; node >= 0; node = tree.nodes[static_cast<std::size_t>(node)].parent) {
    int& end = tree.nodes[static_cast<std::size_t>(node)].line_end;
    if (end >= line_end) return;
    end = line_end;
  }
}

void attach_comments(std::string_view text, std::initializer_list<std::string_view> marks, KeyTree& tree,
                     bool directives) {
  const Lines lines(text);
  const int count = lines.count();
  // The first node of each line, so that a comment goes to what it stands before.
  std::vector<std::int32_t> node_at(static_cast<std::size_t>(count) + 2, -1);
  for (std::size_t i = 1; i < tree.nodes.size(); ++i) {
    const auto line = static_cast<std::size_t>(std::clamp(tree.nodes[i].line, 1, std::max(count, 1)));
    if (tree.nodes[i].parent > 0 && node_at[line] < 0) node_at[line] = static_cast<std::int32_t>(i);
  }
  int begin = 0;  // the first line of the comment block being read, 0 for none
  const auto is_comment = [&](int n) {
    const std::string_view line = trim(lines.line(n));
    return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) { return line.starts_with(mark); });
  };
  // The settings that a block of comments shows, each with what stands above it.
  const auto add_commented_out = [&](int first, int last) {
    int about = first;
    for (int n = first; n <= last; ++n)
      for (const std::string_view mark : marks) {
        if (!trim(lines.line(n)).starts_with(mark)) continue;
        const auto shown = commented_out(lines, n, mark, directives);
        if (!shown) continue;
        const std::string_view above = n > about ? lines.range(about, n - 1) : std::string_view();
        tree.comments.push_back({n, n, shown->value, shown->key, above});
        about = n + 1;
        break;
      }
  };
  for (int n = 1; n <= count; ++n) {
    if (is_comment(n)) {
      if (begin == 0) begin = n;
      continue;
    }
    const std::int32_t node = node_at[static_cast<std::size_t>(n)];
    if (begin != 0) {
      const std::string_view block = lines.range(begin, n - 1);
      if (node >= 0) tree.nodes[static_cast<std::size_t>(node)].comment = block;
      // A long comment is a text of its own, wherever it stands.
      if (node < 0 || n - begin >= 4) tree.comments.push_back({begin, n - 1, block, {}, {}});
      add_commented_out(begin, n - 1);
      begin = 0;
    }
    if (node >= 0 && tree.nodes[static_cast<std::size_t>(node)].comment.empty())
      tree.nodes[static_cast<std::size_t>(node)].comment = comment_behind(lines.line(n), marks);
  }
  if (begin == 0) return;
  tree.comments.push_back({begin, count, lines.range(begin, count), {}, {}});
  add_commented_out(begin, count);
}

namespace {

// What git leaves in a file that it could not merge.
bool is_conflict_marker(std::string_view line) {
  return line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") || line.starts_with("||||||| ") ||
         trim(line) == "=======";
}

}  // namespace

void scan_yaml_lines(std::string_view text, int first_line, KeyTreeBuilder& builder) {
  struct Open {
    int indent;
    std::int32_t node;
  };
  std::int32_t document = builder.add(0, "", first_line, KeyNode::Type::mapping);
  if (document < 0) return;
  std::vector<Open> open = {{-1, document}};
  const Lines lines(text);
  int block_indent = -1;  // of the key whose block scalar is being passed over
  for (int n = first_line; n <= lines.count(); ++n) {
    std::string_view line = lines.line(n);
    int indent = 0;
    while (static_cast<std::size_t>(indent) < line.size() && line[static_cast<std::size_t>(indent)] == ' ') ++indent;
    std::string_view rest = trim(line.substr(static_cast<std::size_t>(indent)));
    if (rest.empty() || is_conflict_marker(line)) continue;
    if (block_indent >= 0) {
      if (indent > block_indent) {
        builder.extend(open.back().node, n);
        continue;
      }
      block_indent = -1;
    }
    if (rest.front() == '#' || rest.starts_with("{{") || rest.starts_with("{%")) continue;
    if (rest == "---") {
      open.resize(1);
      continue;
    }
    // The items of a sequence may stand as far to the left as its key.
    const auto holds = [&](const Open& above) {
      return above.indent < indent ||
             (above.indent == indent && rest.starts_with("- ") && !builder.tree[above.node].key.empty());
    };
    while (open.size() > 1 && !holds(open.back())) open.pop_back();
    while (rest.starts_with("- ")) {
      const std::int32_t item = builder.add(open.back().node, "", n, KeyNode::Type::mapping);
      if (item < 0) return;
      if (builder.tree[open.back().node].type == KeyNode::Type::null)
        builder.tree.nodes[static_cast<std::size_t>(open.back().node)].type = KeyNode::Type::sequence;
      builder.extend(item, n);
      open.push_back({indent, item});
      indent += 2;
      rest = trim(rest.substr(2));
    }
    const auto colon = rest.find(':');
    const bool is_key = colon != std::string_view::npos && colon > 0 &&
                        (colon + 1 == rest.size() || rest[colon + 1] == ' ') &&
                        rest.substr(0, colon).find_first_of("{}") == std::string_view::npos;
    std::string_view value = is_key ? trim(rest.substr(colon + 1)) : rest;
    if (!is_key) {
      KeyNode& node = builder.tree.nodes[static_cast<std::size_t>(open.back().node)];
      if (node.line == n && node.key.empty() && node.parent > 0) {
        node.type = KeyNode::Type::scalar;
        node.value = std::string(value);
        node.text = value;
      }
      builder.extend(open.back().node, n);
      continue;
    }
    std::string_view key = trim(rest.substr(0, colon));
    if (key.size() >= 2 && (key.front() == '"' || key.front() == '\'') && key.back() == key.front())
      key = key.substr(1, key.size() - 2);
    const std::int32_t node =
        builder.add(open.back().node, std::string(key), n, value.empty() ? KeyNode::Type::null : KeyNode::Type::scalar);
    if (node < 0) return;
    builder.extend(node, n);
    KeyNode& made = builder.tree.nodes[static_cast<std::size_t>(node)];
    if (KeyNode& above = builder.tree.nodes[static_cast<std::size_t>(made.parent)]; above.type == KeyNode::Type::null)
      above.type = KeyNode::Type::mapping;
    made.text = value;
    made.value = std::string(value);
    if (value.starts_with("|") || value.starts_with(">")) block_indent = indent;
    open.push_back({indent, node});
  }
}

}  // namespace fingerpost
