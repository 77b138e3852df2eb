#include "pointer-map/credential.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"

namespace fingerpost {
namespace {

struct TokenShape {
  std::string_view prefix;
  std::size_t least;  // bytes after the prefix
};
constexpr std::array<TokenShape, 33> kTokenShapes = {{
    {"ghp_", 30},     {"gho_", 30},      {"ghu_", 30},     {"ghs_", 30},   {"ghr_", 30},  {"github_pat_", 22},
    {"glpat-", 20},   {"AKIA", 16},      {"ASIA", 16},     {"ABIA", 16},   {"ACCA", 16},  {"sk_live_", 10},
    {"rk_live_", 10}, {"sk_test_", 16},  {"pk_live_", 10}, {"whsec_", 16}, {"SG.", 40},   {"sk-proj-", 20},
    {"sk-ant-", 20},  {"sk-or-v1-", 20}, {"sk-", 32},      {"xoxb-", 10},  {"xoxa-", 10}, {"xoxp-", 10},
    {"xoxr-", 10},    {"xoxs-", 10},     {"fo1_", 20},     {"fm2_", 20},   {"npm_", 30},  {"dckr_pat_", 20},
    {"AIza", 35},     {"hvs.", 20},      {"dop_v1_", 30},
}};

bool is_password_sign(char c) {
  constexpr std::string_view kSigns = "#&@!$%^*~?";
  return kSigns.find(c) != std::string_view::npos;
}

}  // namespace

double entropy_of(std::string_view text) {
  std::array<int, 256> counts{};
  for (char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (int count : counts)
    if (count > 0) {
      const double p = static_cast<double>(count) / static_cast<double>(text.size());
      bits -= p * std::log2(p);
    }
  return bits;
}

bool is_credential(std::string_view word) {
  for (const TokenShape& shape : kTokenShapes)
    if (word.size() >= shape.prefix.size() + shape.least && word.starts_with(shape.prefix)) {
      const std::string_view rest = word.substr(shape.prefix.size());
      if (entropy_of(rest) >= 3.0 && std::any_of(rest.begin(), rest.end(), is_digit)) return true;
    }
  if (word.starts_with("eyJ") && word.size() > 40 && std::count(word.begin(), word.end(), '.') == 2) return true;
  if (word.size() < 24) return false;
  // A long random string: letters of both cases and digits, evenly spread. Hashes in one case (commits, image digests)
  // are public by nature and stay.
  bool upper = false;
  bool lower = false;
  int digits = 0;
  for (char c : word) {
    if (is_upper(c))
      upper = true;
    else if (is_alpha(c))
      lower = true;
    else if (is_digit(c))
      ++digits;
    else if (c == '.' || c == '/')
      return false;
  }
  return upper && lower && digits >= 3 && entropy_of(word) >= 4.2;
}

bool is_typed_password(std::string_view word) {
  constexpr std::size_t kLeast = 12;
  constexpr std::size_t kMost = 64;
  if (word.size() < kLeast || word.size() > kMost) return false;
  enum class Class { none, upper, lower, digit, sign, other };
  std::array<std::size_t, 6> counts{};
  std::size_t changes = 0;
  Class last = Class::none;
  for (const char c : word) {
    const Class now = is_upper(c)                                    ? Class::upper
                      : is_alpha(c)                                  ? Class::lower
                      : is_digit(c)                                  ? Class::digit
                      : is_password_sign(c)                          ? Class::sign
                      : c == '-' || c == '_' || c == '.' || c == '+' ? Class::other
                                                                     : Class::none;
    if (now == Class::none) return false;
    ++counts[static_cast<std::size_t>(now)];
    if (now != last && last != Class::none) ++changes;
    last = now;
  }
  const auto count = [&](Class of) { return counts[static_cast<std::size_t>(of)]; };
  return count(Class::upper) > 0 && count(Class::lower) > 0 && count(Class::digit) > 1 && count(Class::sign) > 1 &&
         changes * 2 >= word.size() && entropy_of(word) >= 3.0;
}

bool may_hold_typed_password(std::string_view line) {
  return std::count_if(line.begin(), line.end(), is_password_sign) > 1;
}

}  // namespace fingerpost
