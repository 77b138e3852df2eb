#include "upkeep/edit/unified_diff.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace fingerpost {
namespace {

constexpr std::size_t kAround = 3;

// Lines with their ends.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
    out.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return out;
}

void append(char mark, const std::vector<std::string_view>& lines, std::size_t begin, std::size_t end,
            std::string& out) {
  for (std::size_t i = begin; i < end; ++i) {
    out += mark;
    out += lines[i];
    if (!lines[i].ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }
}

// The line's number that a hunk's head gives: an empty side counts from the line before it.
std::string range_of(std::size_t begin, std::size_t count) {
  return count == 1 ? fmt::format("{}", begin + 1) : fmt::format("{},{}", count == 0 ? begin : begin + 1, count);
}

}  // namespace

std::string unified_diff(std::string_view path, const std::optional<std::string>& before, std::string_view after) {
  const auto old_lines = lines_of(before ? std::string_view(*before) : std::string_view());
  const auto new_lines = lines_of(after);
  std::size_t head = 0;
  const std::size_t shorter = std::min(old_lines.size(), new_lines.size());
  while (head < shorter && old_lines[head] == new_lines[head]) ++head;
  if (head == old_lines.size() && head == new_lines.size()) return "";
  std::size_t tail = 0;
  while (tail < shorter - head && old_lines[old_lines.size() - 1 - tail] == new_lines[new_lines.size() - 1 - tail])
    ++tail;
  const std::size_t begin = head - std::min(head, kAround);
  const std::size_t old_changed = old_lines.size() - tail;
  const std::size_t new_changed = new_lines.size() - tail;
  const std::size_t more = std::min(tail, kAround);
  std::string out = before ? fmt::format("--- a/{}\n", path) : std::string("--- /dev/null\n");
  out += fmt::format("+++ b/{}\n@@ -{} +{} @@\n", path, range_of(begin, old_changed + more - begin),
                     range_of(begin, new_changed + more - begin));
  append(' ', old_lines, begin, head, out);
  append('-', old_lines, head, old_changed, out);
  append('+', new_lines, head, new_changed, out);
  append(' ', old_lines, old_changed, old_changed + more, out);
  return out;
}

}  // namespace fingerpost
