// From key trees to places.
#include <algorithm>

#include "base/text.h"
#include "indexer/records.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

// A key like DATABASE_URL with a value is an environment variable wherever it stands.
bool is_variable_key(std::string_view key) {
  bool underscore = false;
  for (char c : key) {
    if (!is_upper(c) && !is_digit(c) && c != '_') return false;
    underscore |= c == '_';
  }
  return key.size() >= 3 && underscore && is_upper(key.front());
}

// Adds the names in ${VAR}, ${VAR:-x}, ${VAR:?x} and $VAR to `words`; returns the first that is required.
std::string_view add_references(std::string_view value, std::string& words) {
  std::string_view required;
  for (std::size_t at = value.find('$'); at != std::string_view::npos; at = value.find('$', at + 1)) {
    std::size_t begin = at + 1;
    const bool braced = begin < value.size() && value[begin] == '{';
    if (braced) ++begin;
    std::size_t end = begin;
    while (end < value.size() && (is_alnum(value[end]) || value[end] == '_')) ++end;
    const std::string_view name = value.substr(begin, end - begin);
    if (name.size() < 2 || !is_upper(name.front())) continue;
    if (!words.empty()) words += ' ';
    words += name;
    if (braced && end < value.size() && (value[end] == '?' || value.compare(end, 2, ":?") == 0) && required.empty())
      required = name;
  }
  return required;
}

// What an item of a sequence is called: by the key that names it, or by its number.
std::string item_key(const KeyTree& tree, std::int32_t item, int number) {
  for (std::string_view key : {"name", "alert", "id", "title", "key", "job_name", "repo", "hook"}) {
    const std::string_view value = tree.value(item, key);
    if (!value.empty() && value.size() <= 80) return std::string(value);
  }
  return "[" + std::to_string(number) + "]";
}

// A file with more keys than this holds data rather than configuration: only its upper levels are places, and what
// shapes speak of.
constexpr std::size_t kMostKeys = 2000;

// The depth down to which keys are places. The documents of a stream are at depth 1.
int deepest_level(const KeyTree& tree, const std::vector<int>& depths, Reading& out) {
  if (tree.nodes.size() <= kMostKeys) return INT32_MAX;
  std::vector<std::size_t> at_depth;
  for (const int depth : depths) {
    if (static_cast<std::size_t>(depth) >= at_depth.size()) at_depth.resize(static_cast<std::size_t>(depth) + 1);
    ++at_depth[static_cast<std::size_t>(depth)];
  }
  std::size_t total = 0;
  std::size_t deepest = 0;
  while (deepest < at_depth.size() && total + at_depth[deepest] <= kMostKeys) total += at_depth[deepest++];
  const int level = std::max(static_cast<int>(deepest) - 1, 2);
  out.findings.push_back({1, std::to_string(tree.nodes.size()) +
                                 " keys: data rather than configuration; searched by its upper " +
                                 std::to_string(level - 1) + " levels of keys"});
  return level;
}

class Adder {
 public:
  Adder(const KeyTree& tree, Meanings& meanings, std::int32_t under, Reading& out)
      : tree_(tree),
        meanings_(meanings),
        out_(out),
        place_of_(tree.nodes.size(), under),
        number_(tree.nodes.size(), 0),
        records_(records_of(tree, meanings)) {}

  void add_all() {
    std::vector<int> depths(tree_.nodes.size(), 0);
    for (std::size_t i = 1; i < depths.size(); ++i)
      depths[i] = depths[static_cast<std::size_t>(tree_.nodes[i].parent)] + 1;
    const int deepest = deepest_level(tree_, depths, out_);
    std::size_t kept = 0;
    for (std::size_t i = 1; i < tree_.nodes.size(); ++i) {
      if (records_.record_of[i] >= 0) {
        place_of_[i] = place_of_[static_cast<std::size_t>(tree_.nodes[i].parent)];
        continue;
      }
      const bool plain = meanings_[static_cast<std::int32_t>(i)].kind == Kind::setting;
      if (kept > kMostKeys ? (plain || kept > 3 * kMostKeys) : (depths[i] > deepest && plain)) {
        place_of_[i] = place_of_[static_cast<std::size_t>(tree_.nodes[i].parent)];
        continue;
      }
      ++kept;
      add_comments_before(tree_.nodes[i].line, place_of_[static_cast<std::size_t>(tree_.nodes[i].parent)]);
      add(static_cast<std::int32_t>(i));
    }
    add_comments_before(INT32_MAX, place_of_[0]);
  }

 private:
  void add_comments_before(int line, std::int32_t parent) {
    for (; comment_ < tree_.comments.size() && tree_.comments[comment_].line < line; ++comment_) {
      const KeyComment& comment = tree_.comments[comment_];
      Place place;
      place.kind = Kind::comment;
      place.parent = parent;
      place.line_start = comment.line;
      place.line_end = comment.line_end;
      place.text = comment.text;
      if (!comment.setting.empty()) {
        place.kind = Kind::setting;
        place.key = std::string(comment.setting);
        place.words = "commented out";
        place.comment = comment.comment;
      }
      out_.add(std::move(place));
    }
  }

  void add(std::int32_t index) {
    const KeyNode& node = tree_[index];
    const auto at = static_cast<std::size_t>(index);
    Meaning& meaning = meanings_[index];
    const std::int32_t parent = place_of_[static_cast<std::size_t>(node.parent)];
    if (node.parent == 0 && meaning.key.empty()) {  // a document of the stream: a place only where a shape names it
      place_of_[at] = parent;
      return;
    }
    Place place;
    place.kind = meaning.kind;
    place.role = meaning.role;
    place.parent = parent;
    place.line_start = node.line;
    place.line_end = node.line_end;
    const bool item = node.key.empty() && node.parent > 0 && tree_[node.parent].type == KeyNode::Type::sequence;
    if (item) {
      const int number = number_[static_cast<std::size_t>(node.parent)]++;
      place.key = meaning.key.empty() ? item_key(tree_, index, number) : std::move(meaning.key);
    } else {
      place.key = meaning.key.empty() ? node.key : meaning.key;
    }
    place.name = std::move(meaning.name);
    place.words = std::move(meaning.words);
    place.comment = node.comment;
    place.text = records_.text[at];
    std::string_view required;
    if (node.type == KeyNode::Type::scalar) {
      place.text = node.text;
      if (node.value.find('$') != std::string::npos) required = add_references(node.value, place.words);
      if (place.kind == Kind::setting && place.name.empty() && is_variable_key(node.key)) {
        place.kind = Kind::variable;
        place.role = Role::passed;
        place.name = node.key;
      }
      if (place.kind == Kind::variable && place.name == required) place.role = Role::required;
    }
    const bool itself = place.name == required;
    place_of_[at] = out_.add(std::move(place));
    if (!required.empty() && !itself) add_required(std::string(required), place_of_[at], node);
  }

  // A variable that the value of another key requires, ${NAME:?…}: a place below that key.
  void add_required(std::string name, std::int32_t parent, const KeyNode& node) {
    Place place;
    place.kind = Kind::variable;
    place.role = Role::required;
    place.parent = parent;
    place.line_start = node.line;
    place.line_end = node.line_end;
    place.key = place.name = std::move(name);
    place.words = "environment variable required";
    out_.add(std::move(place));
  }

  const KeyTree& tree_;
  Meanings& meanings_;
  Reading& out_;
  std::vector<std::int32_t> place_of_;
  std::vector<int> number_;
  Records records_;
  std::size_t comment_ = 0;
};

}  // namespace

void add_key_tree(std::string_view path, const KeyTree& tree, std::int32_t under, Reading& out) {
  Meanings meanings(tree.nodes.size());
  for (const std::int32_t document : tree.children(0))
    for (const Shape* shape : all_shapes())
      if (shape->claims(path, tree, document)) {
        shape->read(path, tree, document, meanings);
        break;
      }
  out.findings.insert(out.findings.end(), tree.findings.begin(), tree.findings.end());
  out.findings.insert(out.findings.end(), meanings.findings.begin(), meanings.findings.end());
  Adder(tree, meanings, under, out).add_all();
}

}  // namespace fingerpost
