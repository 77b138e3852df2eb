// Builds a KeyTree from a reader's events and keeps its bounds. Used by the readers of YAML, JSON and TOML.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/key_tree.h"
#include "indexer/limits.h"

namespace fingerpost {

class KeyTreeBuilder {
 public:
  // REQUIRES: the limits outlive the builder.
  explicit KeyTreeBuilder(const Limits& limits) : limits_(&limits) {
    KeyNode root;
    root.type = KeyNode::Type::sequence;
    tree.nodes.push_back(std::move(root));
    last_child_.push_back(-1);
  }

  // Appends a node below `parent` and returns its index, or -1 when the tree is full (said once, as a finding).
  std::int32_t add(std::int32_t parent, std::string key, int line, KeyNode::Type type);
  // The places of a tree in document order must contain their children's lines.
  void extend(std::int32_t node, int line_end);

  KeyTree tree;

 private:
  const Limits* limits_;
  std::vector<std::int32_t> last_child_;
  bool full_ = false;
};

// Gives every node the comment lines directly above it, or the comment behind its first line, and collects comment
// blocks that stand alone, and settings that are commented out (indexer/formats/commented_out.h, also for
// `directives`). A mark begins a comment ("#"; "//" for JSON with comments); lines of several are one block.
void attach_comments(std::string_view text, std::initializer_list<std::string_view> marks, KeyTree& tree,
                     bool directives = false);

// A line scan for what the real parser cannot read (templates, broken files): `key: value` by indentation for YAML,
// `key = value` and [sections] for TOML. Starts at `first_line`; nodes go below the root's last document.
void scan_yaml_lines(std::string_view text, int first_line, KeyTreeBuilder& builder);

}  // namespace fingerpost
