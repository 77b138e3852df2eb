// Where a hand-written reader is in its text, and on which line. Goes forward only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "base/text.h"

namespace fingerpost {

class TextCursor {
 protected:
  explicit TextCursor(std::string_view text) : text_(text), lines_(Lines(text).count()) {}

  // The byte at hand; '\0' at the end.
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool here_is(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  // The line of the byte at hand; of the end, the last. REQUIRES: `at_` never went back between two calls.
  int line() {
    for (; counted_ < at_; ++counted_)
      if (text_[counted_] == '\n') ++line_;
    return std::min(line_, lines_);
  }

  std::string_view text_;
  std::size_t at_ = 0;  // at most the size of the text

 private:
  std::size_t counted_ = 0;
  int line_ = 1;
  int lines_;
};

}  // namespace fingerpost
