#include "upkeep/edit/text_edit.h"

#include <algorithm>

namespace fingerpost {

std::string edited(std::string_view text, const TextEdit& edit) {
  std::string out(text.substr(0, edit.begin));
  out += edit.text;
  out += text.substr(edit.begin + edit.length);
  return out;
}

TextEdit edit_between(std::string_view before, std::string_view after) {
  const std::size_t shorter = std::min(before.size(), after.size());
  const auto differ =
      std::mismatch(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(shorter), after.begin());
  std::size_t head = static_cast<std::size_t>(differ.first - before.begin());
  if (head < before.size() || head < after.size()) {
    // Back to the start of the line, so that no line is cut in two.
    const auto start = before.substr(0, head).rfind('\n');
    head = start == std::string_view::npos ? 0 : start + 1;
  }
  std::size_t tail = 0;
  while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  // Forward to a line's start in both texts; what is left of the line belongs to the edit.
  while (tail > 0) {
    const std::size_t b = before.size() - tail;
    const std::size_t a = after.size() - tail;
    if ((b == 0 || before[b - 1] == '\n') && (a == 0 || after[a - 1] == '\n')) break;
    --tail;
  }
  return {head, before.size() - tail - head, std::string(after.substr(head, after.size() - tail - head))};
}

std::string_view line_end_of(std::string_view text) {
  std::size_t lines = 0;
  std::size_t with_return = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n') continue;
    ++lines;
    if (i > 0 && text[i - 1] == '\r') ++with_return;
  }
  return with_return * 2 > lines ? "\r\n" : "\n";
}

std::string with_line_ends_of(std::string_view like, std::string_view text) {
  const std::string_view end = line_end_of(like);
  if (end == "\n") return std::string(text);
  std::string out;
  for (const char c : text) {
    if (c == '\n')
      out += end;
    else
      out += c;
  }
  return out;
}

}  // namespace fingerpost
