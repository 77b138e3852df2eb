#include "indexer/bracket_lines.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace fingerpost {
namespace {

// A bound on how far a slash is looked for again and again.
constexpr std::size_t kLongestExpression = 1000;

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<std::vector<BracketLine>> run() {
    begin_line();
    while (at_ < text_.size()) {
      if (text_[at_] == '\n') {
        ++at_;
        begin_line();
      } else if (!open_.empty() && open_.back() == '`') {
        template_text();
      } else if (!code()) {
        return std::nullopt;
      }
    }
    if (!open_.empty()) return std::nullopt;
    // The empty rest behind the last line's end is no line.
    if (text_.empty() || text_.back() == '\n') lines_.pop_back();
    return std::move(lines_);
  }

 private:
  void begin_line() {
    BracketLine line;
    line.depth_before = line.base = static_cast<int>(open_.size());
    lines_.push_back(line);
    leading_ = true;
  }

  void see(char c) {
    BracketLine& line = lines_.back();
    if (line.first == '\0') line.first = c;
    line.last = c;
    word_ends_ = at_;
  }

  char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void template_text() {
    if (text_[at_] == '\\' && peek(1) != '\n') {
      at_ = std::min(at_ + 2, text_.size());
    } else if (text_[at_] == '`') {
      see('`');
      open_.pop_back();
      ++at_;
    } else if (text_[at_] == '$' && peek(1) == '{') {
      see('{');
      open_.push_back('{');
      at_ += 2;
    } else {
      ++at_;
    }
    leading_ = false;
  }

  // False when a bracket closes that is not open.
  bool code() {
    const char c = text_[at_];
    if (is_space(c)) {
      ++at_;
    } else if (c == '/' && peek(1) == '/') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (c == '/' && peek(1) == '*') {
      block_comment();
    } else if (c == '"' || c == '\'') {
      quoted(c);
    } else if (c == '/' && regular_expression()) {
      leading_ = false;
    } else if (c == '{' || c == '(' || c == '[' || c == '`') {
      see(c);
      open_.push_back(c);
      leading_ = false;
      ++at_;
    } else if (c == '}' || c == ')' || c == ']') {
      return close(c);
    } else {
      if (c == ',' && leading_ && lines_.back().first != '\0') lines_.back().closes_with_comma = true;
      see(c);
      leading_ = false;
      ++at_;
    }
    return true;
  }

  bool close(char c) {
    const char opener = c == '}' ? '{' : c == ')' ? '(' : '[';
    if (open_.empty() || open_.back() != opener) return false;
    open_.pop_back();
    see(c);
    if (leading_) lines_.back().base = static_cast<int>(open_.size());
    ++at_;
    return true;
  }

  void block_comment() {
    const std::size_t end = text_.find("*/", at_ + 2);
    const std::size_t stop = end == std::string_view::npos ? text_.size() : end + 2;
    for (; at_ < stop; ++at_)
      if (text_[at_] == '\n') begin_line();
  }

  // A string ends with its line at the latest, unless a backslash carries it on.
  void quoted(char quote) {
    see(quote);
    leading_ = false;
    for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        if (text_[++at_] == '\n') begin_line();
      } else if (text_[at_] == quote) {
        see(quote);
        ++at_;
        return;
      }
    }
  }

  // A slash begins a regular expression where a value is due, and only when it ends on the same line.
  bool regular_expression() {
    const char before = lines_.back().last;
    if (before != '\0' && std::string_view("(,=:[!&|?{;+").find(before) == std::string_view::npos &&
        !(text_.substr(0, word_ends_ + 1).ends_with("return") && before == 'n'))
      return false;
    bool in_class = false;
    const std::size_t stop = std::min({text_.size(), text_.find('\n', at_), at_ + kLongestExpression});
    for (std::size_t i = at_ + 1; i < stop; ++i) {
      const char c = text_[i];
      if (c == '\\') {
        ++i;
      } else if (c == '[') {
        in_class = true;
      } else if (c == ']') {
        in_class = false;
      } else if (c == '/' && !in_class) {
        see('/');
        at_ = i + 1;
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t word_ends_ = 0;  // the last character of code that was seen
  std::vector<char> open_;
  std::vector<BracketLine> lines_;
  bool leading_ = true;  // nothing but closing brackets so far in this line
};

}  // namespace

std::optional<std::vector<BracketLine>> bracket_lines(std::string_view text) {
  return Scanner(text).run();
}

}  // namespace fingerpost
