#include "indexer/formats/literals.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestNumber = 60;  // bytes of a number with its units and calls
constexpr std::size_t kLongestText = 120;   // bytes of a text
constexpr std::ptrdiff_t kMostSpaces = 3;   // of a text

constexpr std::string_view kUnitWords[] = {"second",    "minute", "hour", "day",      "week",
                                           "milli",     "micro",  "sec",  "duration", "timespan",
                                           "timedelta", "bytes",  "kilo", "mega",     "giga"};

bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

}  // namespace

Literal literal_of(std::string_view value) {
  if (value.empty()) return Literal::none;
  if (value == "true" || value == "false" || value == "True" || value == "False") return Literal::truth;
  if (is_quote(value.front())) {
    if (value.size() < 2 || value.back() != value.front() || value.size() > kLongestText ||
        value.find(value.front(), 1) != value.size() - 1)
      return Literal::none;
    // A sentence is something to say, not to set, and what is filled in is no literal. A schedule has no words.
    const bool words = std::any_of(value.begin(), value.end(), [](char c) { return is_alpha(c); });
    if (contains(value, "${") || contains(value, "#{") ||
        (words && std::count(value.begin(), value.end(), ' ') > kMostSpaces))
      return Literal::none;
    return value.size() == 2 ? Literal::empty_text : Literal::text;
  }
  if (value.size() > kLongestNumber) return Literal::none;
  bool number = false;
  bool call = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (!is_alnum(c) && std::string_view(" _.*+-/()=:").find(c) == std::string_view::npos) return Literal::none;
    if (is_digit(c) && (i == 0 || (!is_alnum(value[i - 1]) && value[i - 1] != '_'))) number = true;
    if (c == '(') call = true;
  }
  if (!number) return Literal::none;
  const bool bare = std::all_of(value.begin(), value.end(), [](char c) { return is_digit(c) || c == '-'; });
  if (bare)
    return value.size() == 1 && (value.front() == '0' || value.front() == '1') ? Literal::small_number
                                                                               : Literal::number;
  if (is_digit(value.front()) || value.front() == '-' || value.front() == '(') return Literal::number;
  const std::string lower = to_lower(value);
  const bool unit = std::any_of(std::begin(kUnitWords), std::end(kUnitWords),
                                [&](std::string_view word) { return contains(lower, word); });
  return unit || (call && contains(lower, "some(")) ? Literal::number : Literal::none;
}

std::string_view first_argument(std::string_view text) {
  std::size_t end = 0;
  int depth = 0;
  char quote = 0;
  for (; end < text.size(); ++end) {
    const char c = text[end];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (is_quote(c)) {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if ((c == ')' && depth-- == 0) || ((c == ',' || c == '}' || c == ';') && depth == 0)) {
      break;
    }
  }
  return trim(text.substr(0, end));
}

std::string_view default_in(std::string_view value) {
  for (std::size_t at = value.find("efault"); at != std::string_view::npos; at = value.find("efault", at + 1)) {
    std::size_t behind = at + 6;
    for (const std::string_view rest : {"Value", "_value", "To", "_factory"})
      if (value.substr(behind).starts_with(rest)) behind += rest.size();
    while (behind < value.size() && value[behind] == ' ') ++behind;
    if (behind >= value.size() || std::string_view("=(:").find(value[behind]) == std::string_view::npos) continue;
    const std::string_view literal = first_argument(value.substr(behind + 1));
    const Literal kind = literal_of(literal);
    if (kind != Literal::none && kind != Literal::empty_text) return literal;
  }
  return {};
}

}  // namespace fingerpost
