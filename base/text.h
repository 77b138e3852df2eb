// Small pure functions over text. All of them take UTF-8 or plain bytes, never throw, and may be called from any
// thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

// ASCII only; other bytes are kept.
std::string to_lower(std::string_view text);
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || is_upper(c);
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_alnum(char c) {
  return is_alpha(c) || is_digit(c);
}
// Space, tab, CR, LF, VT, FF.
constexpr bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string_view trim(std::string_view text);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
bool equal_ignoring_case(std::string_view a, std::string_view b);
bool contains(std::string_view text, std::string_view part);

// Whether the word is one of a list of texts.
template <class List>
bool among(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// Columns of spaces and tabs before the text; a tab goes on to the next multiple of eight.
int indentation_of(std::string_view line);

std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// At most `limit` bytes, cut at a character's start, with "…" where something was cut.
std::string clip(std::string_view text, std::size_t limit);

// The base name and the directory ("" for none) of a path with forward slashes.
std::string_view base_name(std::string_view path);
std::string_view directory_of(std::string_view path);
// What follows the last dot of the base name, or "" (".env" has none).
std::string_view extension_of(std::string_view path);

// Lines of a text, counted from 1. A line ends at '\n'; a '\r' before it is not part of the line.
class Lines {
 public:
  explicit Lines(std::string_view text);

  int count() const { return static_cast<int>(starts_.size()); }  // 0 for an empty text
  // REQUIRES: 1 <= line <= count().
  std::string_view line(int line) const;
  // The text from the start of `first` to the end of `last`, without the last line's end. Clamped to what is there.
  std::string_view range(int first, int last) const;
  // The line that holds this byte; the last line for an offset past the end.
  int line_of(std::size_t offset) const;
  // The byte where the line starts. REQUIRES: 1 <= line <= count().
  std::size_t start_of(int line) const { return starts_[static_cast<std::size_t>(line - 1)]; }

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;
};

}  // namespace fingerpost
