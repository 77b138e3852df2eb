#include "upkeep/check/dates.h"

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongest = 400;  // of a text that is read

struct DatePart {
  std::string_view text;
  std::size_t at = 0;
};

// Runs of letters and of digits; "4th" is "4" and "th".
std::vector<DatePart> date_parts_of(std::string_view text) {
  std::vector<DatePart> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto same = [&](char c) { return is_digit(text[at]) ? is_digit(c) : is_alpha(c); };
    std::size_t end = at;
    while (end < text.size() && same(text[end])) ++end;
    if (end > at) out.push_back({text.substr(at, end - at), at});
    at = std::max(end, at + 1);
  }
  return out;
}

int digits_of(std::string_view digits) {
  if (digits.empty() || digits.size() > 4) return -1;
  int out = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return -1;
    out = out * 10 + (c - '0');
  }
  return out;
}

int month_of(std::string_view word) {
  constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                        "may",       "june",     "july",     "august",
                                                        "september", "october",  "november", "december"};
  const std::string lower = to_lower(word);
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    if (lower.size() >= 3 && kMonths[i].starts_with(lower)) return static_cast<int>(i) + 1;
  return lower == "sept" ? 9 : 0;
}

bool is_year(std::string_view text) {
  return text.size() == 4 && digits_of(text) >= 1990 && digits_of(text) <= 2199;
}

// `day` 0 for the last of the month.
std::optional<int> day_number(int year, int month, int day) {
  namespace chrono = std::chrono;
  if (month < 1 || month > 12) return std::nullopt;
  const chrono::year_month of = chrono::year(year) / chrono::month(static_cast<unsigned>(month));
  if (day == 0) return static_cast<int>(chrono::sys_days(of / chrono::last).time_since_epoch().count());
  const chrono::year_month_day date = of / chrono::day(static_cast<unsigned>(day));
  if (day < 0 || !date.ok()) return std::nullopt;
  return static_cast<int>(chrono::sys_days(date).time_since_epoch().count());
}

class DateReader {
 public:
  explicit DateReader(std::string_view text) : text_(text), parts_(date_parts_of(text)) {}

  std::optional<StatedDate> first() const {
    for (std::size_t i = 0; i < parts_.size(); ++i)
      for (const auto form :
           {&DateReader::numeric, &DateReader::day_first, &DateReader::month_first, &DateReader::quarter})
        if (auto found = (this->*form)(i)) return found;
    return std::nullopt;
  }

 private:
  std::string_view part(std::size_t i) const { return i < parts_.size() ? parts_[i].text : std::string_view(); }
  // What stands between two parts.
  std::string_view between(std::size_t i) const {
    if (i + 1 >= parts_.size()) return "\n";
    const std::size_t end = parts_[i].at + parts_[i].text.size();
    return text_.substr(end, parts_[i + 1].at - end);
  }
  bool near(std::size_t i) const {
    const std::string_view gap = between(i);
    return gap == " " || gap == ", " || gap == "-" || gap == ". ";
  }
  std::optional<StatedDate> made(std::size_t from, std::size_t to, std::optional<int> day) const {
    if (!day) return std::nullopt;
    const std::size_t end = parts_[to].at + parts_[to].text.size();
    return StatedDate{*day, parts_[from].at, end - parts_[from].at};
  }

  // 2025-03-04, 2025-03
  std::optional<StatedDate> numeric(std::size_t i) const {
    if (!is_year(part(i)) || part(i + 1).size() != 2 || (i > 0 && between(i - 1) == "-" && is_digit(part(i - 1)[0])))
      return std::nullopt;
    const std::string_view sign = between(i);
    if (sign != "-" && sign != "/") return std::nullopt;
    const int month = digits_of(part(i + 1));
    const std::string_view next = between(i + 1);
    if (next == sign && part(i + 2).size() == 2)
      return made(i, i + 2, day_number(digits_of(part(i)), month, std::max(1, digits_of(part(i + 2)))));
    if (sign != "-" || next == "-" || next == "/") return std::nullopt;
    return made(i, i + 1, day_number(digits_of(part(i)), month, 0));
  }
  // 4 March 2025, 4th of March 2025
  std::optional<StatedDate> day_first(std::size_t i) const {
    if (!is_digit(part(i).empty() ? 'x' : part(i)[0]) || part(i).size() > 2) return std::nullopt;
    std::size_t month = is_ordinal(i) ? i + 2 : i + 1;
    if (part(month) == "of") ++month;
    if (!near(month - 1) || month_of(part(month)) == 0 || !near(month) || !is_year(part(month + 1)))
      return std::nullopt;
    return made(i, month + 1, day_number(digits_of(part(month + 1)), month_of(part(month)), digits_of(part(i))));
  }
  // March 4, 2025; March 2025
  std::optional<StatedDate> month_first(std::size_t i) const {
    const int month = month_of(part(i));
    if (month == 0 || !near(i)) return std::nullopt;
    if (is_year(part(i + 1))) return made(i, i + 1, day_number(digits_of(part(i + 1)), month, 0));
    const int day = digits_of(part(i + 1));
    const std::size_t year = is_ordinal(i + 1) ? i + 3 : i + 2;
    if (day < 1 || !near(year - 1) || !is_year(part(year))) return std::nullopt;
    return made(i, year, day_number(digits_of(part(year)), month, day));
  }
  // Q3 2025
  std::optional<StatedDate> quarter(std::size_t i) const {
    if ((part(i) != "Q" && part(i) != "q") || !between(i).empty() || part(i + 1).size() != 1) return std::nullopt;
    const int number = digits_of(part(i + 1));
    if (number < 1 || number > 4 || !near(i + 1) || !is_year(part(i + 2))) return std::nullopt;
    return made(i, i + 2, day_number(digits_of(part(i + 2)), number * 3, 0));
  }
  bool is_ordinal(std::size_t i) const {
    const std::string_view next = part(i + 1);
    return between(i).empty() && (next == "st" || next == "nd" || next == "rd" || next == "th");
  }

  std::string_view text_;
  std::vector<DatePart> parts_;
};

}  // namespace

std::optional<StatedDate> date_in(std::string_view text) {
  return DateReader(text.substr(0, kLongest)).first();
}

}  // namespace fingerpost
