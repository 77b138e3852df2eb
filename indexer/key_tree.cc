#include "indexer/key_tree.h"

namespace fingerpost {

std::int32_t KeyTree::child(std::int32_t node, std::string_view key) const {
  std::int32_t found = -1;
  if (node < 0) return found;
  for (std::int32_t at = (*this)[node].first_child; at >= 0; at = (*this)[at].next)
    if ((*this)[at].key == key) found = at;
  return found;
}

std::int32_t KeyTree::at(std::int32_t node, std::initializer_list<std::string_view> path) const {
  for (std::string_view key : path) node = child(node, key);
  return node;
}

std::vector<std::int32_t> KeyTree::children(std::int32_t node) const {
  std::vector<std::int32_t> out;
  if (node < 0) return out;
  for (std::int32_t at = (*this)[node].first_child; at >= 0; at = (*this)[at].next) out.push_back(at);
  return out;
}

std::string_view KeyTree::value(std::int32_t node, std::string_view key) const {
  const std::int32_t found = child(node, key);
  return found < 0 ? std::string_view() : std::string_view((*this)[found].value);
}

}  // namespace fingerpost
