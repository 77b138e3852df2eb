#include "indexer/records.h"

#include <unordered_set>

namespace fingerpost {
namespace {

constexpr std::size_t kFewestRecords = 24;

// Whether the children of `node` are alike: nearly all mappings, with nearly the same keys.
bool holds_records(const KeyTree& tree, const Meanings& meanings, std::int32_t node) {
  std::size_t children = 0;
  std::size_t mappings = 0;
  std::size_t keys = 0;
  std::unordered_set<std::string_view> different;
  for (std::int32_t child = tree[node].first_child; child >= 0; child = tree[child].next) {
    ++children;
    if (meanings[child].kind != Kind::setting) return false;
    if (tree[child].type != KeyNode::Type::mapping) continue;
    ++mappings;
    for (std::int32_t key = tree[child].first_child; key >= 0; key = tree[key].next) {
      if (meanings[key].kind != Kind::setting) return false;
      ++keys;
      different.insert(tree[key].key);
    }
  }
  if (children < kFewestRecords || mappings * 10 < children * 9 || keys == 0) return false;
  return different.size() * mappings <= 2 * keys + 3 * mappings;  // twice the mean, and a few
}

}  // namespace

Records records_of(const KeyTree& tree, const Meanings& meanings) {
  Records out;
  const std::size_t count = tree.nodes.size();
  out.record_of.assign(count, -1);
  out.text.assign(count, {});
  std::vector<bool> holds(count, false);
  std::vector<bool> is_record(count, false);
  for (std::size_t i = 1; i < count; ++i) {
    const KeyNode& node = tree.nodes[i];
    const auto parent = static_cast<std::size_t>(node.parent);
    if (out.record_of[parent] >= 0 || is_record[parent]) {
      out.record_of[i] = is_record[parent] ? node.parent : out.record_of[parent];
    } else if (holds[parent]) {
      is_record[i] = node.type == KeyNode::Type::mapping;
    } else {
      holds[i] = holds_records(tree, meanings, static_cast<std::int32_t>(i));
    }
    if (const std::int32_t of = out.record_of[i]; of >= 0 && !node.text.empty()) {
      std::string_view& text = out.text[static_cast<std::size_t>(of)];
      if (text.empty()) text = node.text;
      // Preorder is the order of the source; an anchor's or a generated value may stand elsewhere.
      else if (node.text.data() > text.data())
        text = {text.data(), static_cast<std::size_t>(node.text.data() + node.text.size() - text.data())};
    }
  }
  return out;
}

}  // namespace fingerpost
