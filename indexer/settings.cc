#include "indexer/settings.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "indexer/formats/key_trees.h"

namespace fingerpost {
namespace {

constexpr std::array<std::string_view, 6> kKeys = {"aliases", "check", "ignore", "name", "probes", "protected"};
constexpr std::size_t kMostEntries = 1000;  // of one list
constexpr std::size_t kLongest = 200;       // bytes of a name or an alias

// How many letters must be put in, left out or changed.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
      corner = above;
    }
  }
  return row[b.size()];
}

std::string nearest_key(std::string_view unknown) {
  const std::string_view word = unknown.substr(0, 40);
  const auto nearest = std::min_element(kKeys.begin(), kKeys.end(), [&](std::string_view a, std::string_view b) {
    return edits_between(word, a) < edits_between(word, b);
  });
  return edits_between(word, *nearest) <= 4 ? "did you mean '" + std::string(*nearest) + "'?"
                                            : "there are: aliases, check, ignore, name, probes, protected";
}

// Whether a value was written in quotes. An item of a list has the line for its text, and a value that is no text reads
// as it is written there.
bool is_text(const KeyNode& node) {
  if (node.type != KeyNode::Type::scalar) return false;
  if (node.key.empty()) return node.value != node.text.substr(0, node.text.find(" #"));
  return node.text.starts_with("\"") || node.text.starts_with("'");
}

class Reader {
 public:
  Reader(const KeyTree& tree, RepositorySettings& out) : tree_(tree), out_(out) {}

  void read(std::int32_t document) {
    for (const std::int32_t entry : tree_.children(document)) {
      const std::string& key = tree_[entry].key;
      if (key == "name")
        read_name(entry);
      else if (key == "ignore")
        read_patterns(entry, out_.ignore);
      else if (key == "protected")
        read_patterns(entry, out_.protected_paths);
      else if (key == "aliases")
        read_aliases(entry);
      else if (key == "check")
        read_check(entry);
      else if (key != "probes")  // which probes/settings.h reads
        find(entry, "unknown setting '" + clip(key, 60) + "'; " + nearest_key(key));
    }
  }

 private:
  void find(std::int32_t node, std::string message) { out_.findings.push_back({tree_[node].line, std::move(message)}); }

  void read_name(std::int32_t node) {
    if (!is_text(tree_[node]) || trim(tree_[node].value).empty() || tree_[node].value.size() > kLongest)
      find(node, "'name' wants a text of 1 to " + std::to_string(kLongest) + " bytes");
    else
      out_.name = std::string(trim(tree_[node].value));
  }

  void read_patterns(std::int32_t node, std::vector<std::string>& out) {
    const std::string& key = tree_[node].key;
    if (tree_[node].type != KeyNode::Type::sequence) return find(node, "'" + key + "' wants a list of paths or globs");
    for (const std::int32_t item : tree_.children(node)) {
      const std::string_view pattern = trim(tree_[item].value);
      if (!is_text(tree_[item]) || pattern.empty() || pattern.size() > 4096 || contains(pattern, "\n"))
        find(item, "'" + key + "' wants a list of paths or globs; this item is none");
      else if (pattern.starts_with("!"))
        find(item, "'" + key + "' takes no negation: settings of a repository narrow, they never widen");
      else if (pattern.starts_with("..") || contains(pattern, "/../"))
        find(item, "'" + key + "' names what lies inside of the repository");
      else if (out.size() >= kMostEntries)
        return find(item, "'" + key + "' takes " + std::to_string(kMostEntries) + " entries; the rest is left out");
      else
        out.emplace_back(pattern);
    }
  }

  void read_check(std::int32_t node) {
    if (tree_[node].type != KeyNode::Type::mapping)
      return find(node, "'check' wants a table with 'disable' and 'ignore'");
    for (const std::int32_t entry : tree_.children(node)) {
      if (tree_[entry].key == "disable")
        read_patterns(entry, out_.check_disable);
      else if (tree_[entry].key == "ignore")
        read_patterns(entry, out_.check_ignore);
      else
        find(entry, "unknown setting 'check." + clip(tree_[entry].key, 60) + "'; there are: disable, ignore");
    }
  }

  void read_aliases(std::int32_t node) {
    if (tree_[node].type != KeyNode::Type::mapping) return find(node, "'aliases' wants a table: word = \"name\"");
    for (const std::int32_t entry : tree_.children(node)) {
      const std::string_view target = trim(tree_[entry].value);
      if (!is_text(tree_[entry]) || target.empty() || target.size() > kLongest || tree_[entry].key.size() > kLongest)
        find(entry, "an alias wants a text: the name that the repository uses");
      else if (out_.aliases.size() >= kMostEntries)
        return find(entry, "'aliases' takes " + std::to_string(kMostEntries) + " entries; the rest is left out");
      else
        out_.aliases.emplace_back(tree_[entry].key, target);
    }
  }

  const KeyTree& tree_;
  RepositorySettings& out_;
};

}  // namespace

RepositorySettings settings_of(const KeyTree& tree, std::int32_t document) {
  RepositorySettings out;
  // What the parser refused was read by lines, which is good enough to point at and not to act on.
  if (tree.findings.empty()) Reader(tree, out).read(document);
  return out;
}

RepositorySettings read_settings(std::string_view text, const Limits& limits) {
  if (text.size() > limits.file_bytes) return {};
  const KeyTree tree = toml_tree(text, limits);
  const auto documents = tree.children(0);
  if (documents.empty()) return {};
  return settings_of(tree, documents.front());
}

}  // namespace fingerpost
