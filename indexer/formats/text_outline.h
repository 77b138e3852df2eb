// What the readers of light markup share: sections by level, blocks that hold others, table rows and code blocks, put
// in the order of the document. One use for one source, by one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "indexer/format.h"

namespace fingerpost {

// "- x", "* x", "+ x", "1. x", "1) x".
bool is_list_item(std::string_view line);
// A line of at least three equal punctuation characters: what underlines a heading.
bool is_adornment(std::string_view line);

class TextOutline {
 public:
  // How deep blocks may hold blocks; what is deeper is one paragraph.
  static constexpr int kDeepest = 12;

  TextOutline(const SourceText& source, std::int32_t under, Reading& out)
      : lines(source.text), limits_(source.limits), out_(out) {
    open_.push_back({0, under});
  }

  const Lines lines;

  bool blank(int line) const { return trim(lines.line(line)).empty(); }

  // A section that lasts until the next one of no deeper level, or `close_all`. Not inside of `enter`.
  void heading(int level, int first, int last, std::string_view title);
  void close_all();

  // A place that ends here. A variable's name as its key makes it the documentation of that variable.
  void add(Kind kind, int first, int last, std::string key = {});
  // The same with others inside of it, until `leave`; its own text is that of lines first to text_last.
  void enter(Kind kind, int first, int text_last, std::string key = {});
  void leave(int last);
  int depth() const { return depth_; }

  // Between enter(Kind::table, …) and leave: a row by its first cell, found by the header's words too.
  void add_row(int first, int last, std::string_view first_cell, std::string_view header);
  // Code from line `first` to `last`, its body read as what its language is. An empty body has body_first > body_last.
  void add_code(int first, int last, int body_first, int body_last, std::string_view language);

  // A line that belongs to no place but to the section around it.
  void note_end(int line);

 private:
  struct Open {
    int level;
    std::int32_t place;
  };
  std::int32_t put(Kind kind, int first, int last, int text_last, std::string key);
  void close();

  const Limits& limits_;
  Reading& out_;
  std::vector<Open> open_;
  int depth_ = 0;
  int last_line_ = 0;
};

}  // namespace fingerpost
