#include <algorithm>
#include <array>

#include "base/text.h"
#include "troubleshooting-index/log_lines.h"

namespace fingerpost {
namespace {

// Walks over the parts of a time; every step either takes its part or leaves the position alone.
class Clock {
 public:
  Clock(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }
  void back_to(std::size_t at) { at_ = at; }

  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool digits(std::size_t least, std::size_t most) {
    std::size_t count = 0;
    while (count <= most && is_digit(peek(count))) ++count;
    if (count < least || count > most) return false;
    at_ += count;
    return true;
  }
  bool month() {
    static constexpr std::array<std::string_view, 12> kNames = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return word_of(kNames);
  }
  bool weekday() {
    static constexpr std::array<std::string_view, 7> kNames = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    return word_of(kNames);
  }
  // 08:21, 08:21:40, 08:21:40.118273, 3:14:15 AM. Without seconds only behind a date.
  bool time_of_day(bool after_date) {
    const std::size_t start = at_;
    if (!digits(1, 2) || !take(':') || !digits(2, 2)) return fail(start);
    if (take(':')) {
      if (!digits(2, 2)) return fail(start);
      const std::size_t seconds = at_;
      if ((!take('.') && !take(',')) || !digits(1, 9)) at_ = seconds;
    } else if (!after_date) {
      return fail(start);
    }
    if (peek() == ' ' && (peek(1) == 'A' || peek(1) == 'P') && peek(2) == 'M') at_ += 3;
    return true;
  }
  // Z, +02:00, +0000, " +0000", " UTC", " +0000 UTC"; all may be absent.
  void zone() {
    if (take('Z')) return;
    const std::size_t start = at_;
    take(' ');
    if (take('+') || take('-')) {
      if (!digits(2, 2) && !digits(4, 4)) {
        at_ = start;
        return;
      }
      const std::size_t hours = at_;
      if (!take(':') || !digits(2, 2)) at_ = hours;
    } else {
      at_ = start;
    }
    for (std::string_view name : {" UTC", " GMT", " CET", " CEST"})
      if (text_.substr(at_, name.size()) == name && !is_alnum(peek(name.size()))) {
        at_ += name.size();
        return;
      }
  }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool fail(std::size_t start) {
    at_ = start;
    return false;
  }

 private:
  template <class Names>
  bool word_of(const Names& names) {
    const std::string_view three = text_.substr(std::min(at_, text_.size()), 3);
    if (std::find(names.begin(), names.end(), three) == names.end() || is_alnum(peek(3))) return false;
    at_ += 3;
    return true;
  }

  std::string_view text_;
  std::size_t at_;
};

// 2025-02-17, 2025/02/17, with or without a time behind.
bool iso(Clock& clock) {
  if (!clock.digits(4, 4)) return false;
  const char separator = clock.peek();
  if ((separator != '-' && separator != '/') || !clock.take(separator) || !clock.digits(2, 2) ||
      !clock.take(separator) || !clock.digits(2, 2))
    return false;
  const std::size_t date = clock.at();
  if ((clock.take('T') || clock.take(' ')) && clock.time_of_day(true))
    clock.zone();
  else
    clock.back_to(date);
  return true;
}

// 22/May/2025:14:31:07 +0000
bool apache(Clock& clock) {
  if (!clock.digits(1, 2) || !clock.take('/') || !clock.month() || !clock.take('/') || !clock.digits(4, 4) ||
      !clock.take(':') || !clock.time_of_day(true))
    return false;
  clock.zone();
  return true;
}

// 01/23/2026, 3:14:15 AM
bool slashed(Clock& clock) {
  if (!clock.digits(1, 2) || !clock.take('/') || !clock.digits(1, 2) || !clock.take('/') || !clock.digits(4, 4))
    return false;
  const std::size_t date = clock.at();
  clock.take(',');
  if (!clock.take(' ') || !clock.time_of_day(true)) clock.back_to(date);
  return true;
}

// Mar  3 02:44:17, Tue, 11 Mar 2025 09:14:02 +0100, Mon Jan  2 15:04:05 2006
bool named(Clock& clock) {
  if (clock.weekday()) {
    clock.take(',');
    if (!clock.take(' ')) return false;
  }
  if (clock.digits(1, 2)) {
    if (!clock.take(' ') || !clock.month()) return false;
    if (!clock.take(' ') || !clock.digits(4, 4)) return false;
  } else {
    if (!clock.month() || !clock.take(' ')) return false;
    clock.take(' ');
    if (!clock.digits(1, 2)) return false;
  }
  const std::size_t date = clock.at();
  if (!clock.take(' ') || !clock.time_of_day(true)) {
    clock.back_to(date);
    return true;
  }
  clock.zone();
  const std::size_t time = clock.at();
  if (!clock.take(' ') || clock.peek() < '1' || clock.peek() > '2' || !clock.digits(4, 4) || is_alnum(clock.peek()) ||
      clock.peek() == '.' || clock.peek() == ':')
    clock.back_to(time);
  return true;
}

bool bare(Clock& clock) {
  if (!clock.time_of_day(false)) return false;
  clock.take('Z');
  return true;
}

}  // namespace

std::size_t time_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || (!is_digit(text[at]) && !is_upper(text[at]))) return 0;
  for (const auto shape : {iso, apache, slashed, named, bare}) {
    Clock clock(text, at);
    if (shape(clock) && !is_alnum(clock.peek()) && clock.peek() != '_') return clock.at() - at;
  }
  return 0;
}

}  // namespace fingerpost
