#include "indexer/formats/boxes.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace fingerpost {
namespace {

std::size_t word_at(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && (is_alnum(text[end]) || text[end] == '-' || text[end] == '_')) ++end;
  return end;
}

}  // namespace

std::optional<BoxHead> box_head(std::string_view line) {
  static constexpr std::array<std::string_view, 4> kMarks = {"!!!", "???", "===", ":::"};
  line = trim(line);
  if (const std::size_t ticks = std::min(line.find_first_not_of('`'), line.size()); ticks >= 3) {
    if (!is_box_directive(line.substr(ticks))) return std::nullopt;
    line.remove_prefix(ticks);
  } else if (std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) { return line.starts_with(mark); })) {
    line.remove_prefix(3);
  } else {
    return std::nullopt;
  }
  while (!line.empty() && (line.front() == '+' || line.front() == ':' || line.front() == ' ')) line.remove_prefix(1);
  BoxHead head;
  if (line.starts_with('{')) {
    const auto close = std::min(line.find('}'), line.size() - 1);
    head.type = trim(line.substr(1, close - 1));
    line = trim(line.substr(close + 1));
  } else if (!line.starts_with('"')) {
    head.type = line.substr(0, word_at(line));
    line = trim(line.substr(head.type.size()));
  }
  if (line.size() > 1 && (line.front() == '"' || line.front() == '[')) {
    const auto close = line.rfind(line.front() == '"' ? '"' : ']');
    line = close == std::string_view::npos || close == 0 ? line.substr(1) : line.substr(1, close - 1);
  }
  head.title = trim(line);
  return head;
}

bool is_box_directive(std::string_view info) {
  static constexpr std::array<std::string_view, 17> kDirectives = {
      "note",         "warning",        "important",  "tip",     "attention", "caution", "danger",
      "error",        "hint",           "admonition", "seealso", "dropdown",  "tab-set", "tab-item",
      "versionadded", "versionchanged", "deprecated"};
  if (!info.starts_with('{')) return false;
  return among(kDirectives, info.substr(1, std::min(info.find('}'), info.size()) - 1));
}

bool ends_box(std::string_view line) {
  line = trim(line);
  return line.size() >= 3 && std::all_of(line.begin(), line.end(), [](char c) { return c == ':'; });
}

bool is_bare_fence(std::string_view line) {
  line = trim(line);
  return line.size() >= 3 && line.find_first_not_of('`') == std::string_view::npos;
}

bool is_box_option(std::string_view line) {
  line = trim(line);
  if (!line.starts_with(':')) return false;
  const std::size_t end = word_at(line.substr(1)) + 1;
  return end > 1 && end < line.size() && line[end] == ':';
}

}  // namespace fingerpost
