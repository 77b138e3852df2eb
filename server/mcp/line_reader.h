// Bytes as they come → lines, none longer than a limit.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace fingerpost::mcp {

class LineReader {
 public:
  explicit LineReader(std::size_t longest) : longest_(longest) {}

  struct Line {
    std::string text;
    bool too_long = false;  // its text was dropped
  };

  void feed(std::string_view bytes);
  // The next whole line that is not blank.
  std::optional<Line> take();

 private:
  std::size_t longest_;
  std::string pending_;
  bool dropping_ = false;
  std::deque<Line> lines_;
};

}  // namespace fingerpost::mcp
