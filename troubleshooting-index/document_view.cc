#include "troubleshooting-index/document_view.h"

#include <algorithm>

namespace fingerpost {
namespace {

constexpr std::size_t kLongestKey = 300;      // bytes of a locator's segment
constexpr std::size_t kLongestLabel = 100;    // bytes of a lead that may be a label, marks included
constexpr std::size_t kWeighedBytes = 4'000;  // bytes of one place's text that are weighed

// Whether its text is written for people; a table's is that of its rows.
bool is_written(Kind kind) {
  return kind == Kind::comment || (is_prose(kind) && kind != Kind::table);
}

// The topic that a title adds to the one it stands in.
Topic with_title(Topic topic, std::string_view title) {
  const Wording words = Labels::built_in().wording_of(title);
  topic.trouble = topic.trouble || words.trouble > 0;
  topic.questions = topic.questions || words.questions > 0;
  topic.changes = topic.changes || words.changes > 0;
  topic.checks = topic.checks || words.checks > 0;
  topic.history = topic.history || words.history > 0;
  return topic;
}

Topic topic_of_path(std::string_view path) {
  std::string words(path.substr(0, path.size() - extension_of(path).size()));
  for (char& c : words)
    if (c == '_' || c == '-' || c == '/' || c == '.') c = ' ';
  return with_title({}, words);
}

}  // namespace

DocumentView::DocumentView(std::string_view path, std::string_view text, const Reading& reading)
    : path_(path), lines_(text), reading_(reading) {
  const std::int32_t count = this->count();
  nodes_.resize(static_cast<std::size_t>(count));
  if (count == 0) return;
  const auto at = [&](std::int32_t index) -> Node& { return nodes_[static_cast<std::size_t>(index)]; };
  at(0).below = topic_of_path(path);
  at(0).line_end = lines_.count();
  std::vector<std::int32_t> last_child(static_cast<std::size_t>(count), -1);
  for (std::int32_t i = 1; i < count; ++i) {
    const Place& here = place(i);
    Node& parent = at(here.parent);
    at(i).previous = last_child[static_cast<std::size_t>(here.parent)];
    last_child[static_cast<std::size_t>(here.parent)] = i;
    at(i).position = parent.children++;
    at(i).below = parent.below;
    if (!here.key.empty() && (here.kind == Kind::section || here.kind == Kind::paragraph ||
                              here.kind == Kind::list_item || here.kind == Kind::component))
      at(i).below = with_title(parent.below, here.key);
    if (is_written(here.kind)) at(i).own = Labels::built_in().wording_of(here.text.substr(0, kWeighedBytes));
    if (here.kind == Kind::section) {
      at(i).part = Labels::built_in().part_of_heading(here.key);
    } else if (here.kind == Kind::paragraph || here.kind == Kind::list_item || here.kind == Kind::task_item) {
      at(i).lead = lead_at(here);
      if (!at(i).lead.head.empty() && at(i).lead.head.size() <= kLongestLabel)
        at(i).part = Labels::built_in().part_of(shown_title(at(i).lead.head));
    }
    if (here.kind == Kind::table) {
      at(i).columns = static_cast<std::int32_t>(columns_.size());
      columns_.push_back(columns_of(here.text));
    }
    // A lead-in's lines may reach further than what it holds; its own words are its text.
    const int own = here.line_start + static_cast<int>(std::count(here.text.begin(), here.text.end(), '\n'));
    at(i).line_end = here.kind == Kind::paragraph || here.kind == Kind::section ? own : here.line_end;
  }
  std::int32_t used = 0;
  for (std::int32_t i = 0; i < count; ++i) {
    at(i).first_child = used;
    used += at(i).children;
  }
  child_list_.resize(static_cast<std::size_t>(used));
  for (std::int32_t i = 1; i < count; ++i)
    child_list_[static_cast<std::size_t>(at(place(i).parent).first_child) + static_cast<std::size_t>(at(i).position)] =
        i;
  for (std::int32_t i = count - 1; i >= 0; --i) {
    Node& here = at(i);
    here.end = std::max(here.end, i + 1);
    if (i == 0) break;
    Node& parent = at(place(i).parent);
    parent.end = std::max(parent.end, here.end);
    parent.line_end = std::max(parent.line_end, here.line_end);
    parent.inside += here.own;
    parent.inside += here.inside;
    if (place(i).kind == Kind::section || here.holds_section) parent.holds_section = true;
  }
}

std::span<const std::int32_t> DocumentView::children(std::int32_t index) const {
  const Node& here = node(index);
  return {child_list_.data() + here.first_child, static_cast<std::size_t>(here.children)};
}

std::int32_t DocumentView::next(std::int32_t index) const {
  if (index == 0) return -1;
  const auto siblings = children(place(index).parent);
  const auto after = static_cast<std::size_t>(node(index).position) + 1;
  return after < siblings.size() ? siblings[after] : -1;
}

std::vector<std::string> DocumentView::locator(std::int32_t index) const {
  std::vector<std::string> keys;
  for (std::int32_t at = index; at != 0; at = place(at).parent)
    if (!place(at).key.empty()) keys.push_back(clip(place(at).key, kLongestKey));
  std::reverse(keys.begin(), keys.end());
  return keys;
}

}  // namespace fingerpost
