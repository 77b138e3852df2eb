#include "probes/settings.h"

#include "base/text.h"
#include "indexer/formats/key_trees.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostTexts = 200;  // of one list

class SettingsReader {
 public:
  SettingsReader(const std::string& path, const KeyTree& tree, ProbeSettings& out)
      : path_(path), tree_(tree), out_(out) {}

  void read(std::int32_t table) {
    for (const std::int32_t entry : tree_.children(table)) {
      if (tree_[entry].type == KeyNode::Type::mapping)
        read_probe(tree_[entry].key, entry);
      else if (tree_[entry].key == "preflight")
        out_.preflight = texts(entry);
      else
        find(entry, "unknown setting 'probes." + clip(tree_[entry].key, 60) +
                        "'; there are: preflight, and a table for each probe");
    }
  }

 private:
  Written at(std::int32_t node) const { return {path_, tree_[node].line}; }
  void find(std::int32_t node, std::string message) { out_.findings.push_back({at(node), std::move(message)}); }

  void read_probe(const std::string& probe, std::int32_t table) {
    for (const std::int32_t entry : tree_.children(table)) {
      const std::string& key = tree_[entry].key;
      if (key == "expect" || key == "warn")
        read_thresholds(probe, entry, key == "warn" ? Status::warn : Status::fail);
      else if (key == "allow" || key == "allow_target")
        find(entry, "a repository allows no targets; whoever probes does, with --allow-target");
      else
        out_.lists[{probe, key}] = texts(entry);
    }
  }

  void read_thresholds(const std::string& probe, std::int32_t node, Status otherwise) {
    for (const ProbeSettings::Text& text : texts(node)) {
      auto condition = parse_condition(text.value);
      if (!condition) {
        out_.findings.push_back({text.at, condition.error().message});
        continue;
      }
      out_.thresholds.push_back({probe, std::move(*condition), otherwise, "", text.at, ""});
    }
  }

  std::vector<ProbeSettings::Text> texts(std::int32_t node) {
    std::vector<ProbeSettings::Text> out;
    if (tree_[node].type == KeyNode::Type::scalar) return {{tree_[node].value, at(node)}};
    for (const std::int32_t item : tree_.children(node)) {
      if (tree_[item].type != KeyNode::Type::scalar || trim(tree_[item].value).empty())
        find(item, "'" + tree_[node].key + "' wants texts; this item is none");
      else if (out.size() == kMostTexts)
        return find(item, "'" + tree_[node].key + "' takes " + std::to_string(kMostTexts) + " items"), out;
      else
        out.push_back({tree_[item].value, at(item)});
    }
    return out;
  }

  const std::string& path_;
  const KeyTree& tree_;
  ProbeSettings& out_;
};

}  // namespace

const std::vector<ProbeSettings::Text>& ProbeSettings::list(const std::string& probe, const std::string& key) const {
  static const std::vector<Text> kNone;
  const auto found = lists.find(std::pair(probe, key));
  return found == lists.end() ? kNone : found->second;
}

ProbeSettings read_probe_settings(const std::string& path, std::string_view text, const Limits& limits) {
  ProbeSettings out;
  if (text.size() > limits.file_bytes) return out;
  const KeyTree tree = toml_tree(text, limits);
  // What the parser refused was read by lines, which is good enough to point at and not to act on.
  const auto documents = tree.children(0);
  if (documents.empty() || !tree.findings.empty()) return out;
  if (const std::int32_t table = tree.child(documents.front(), "probes"); table >= 0)
    SettingsReader(path, tree, out).read(table);
  return out;
}

}  // namespace fingerpost
