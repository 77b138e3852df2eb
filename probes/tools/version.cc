#include "probes/tools/version.h"

#include <algorithm>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostParts = 4;

int part(const Version& version, std::size_t i) {
  return i < version.size() ? version[i] : 0;
}

int compare(const Version& a, const Version& b) {
  for (std::size_t i = 0; i < kMostParts; ++i)
    if (part(a, i) != part(b, i)) return part(a, i) < part(b, i) ? -1 : 1;
  return 0;
}

// Whether the first `count` parts are the same.
bool agrees(const Version& version, const Version& wanted, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    if (part(version, i) != part(wanted, i)) return false;
  return true;
}

// "20.x" → 20; "1.2.3-beta" → 1.2.3. Nothing for what does not begin with a number.
std::optional<Version> exact(std::string_view text) {
  text = trim(text);
  if (text.starts_with("v") || text.starts_with("V")) text.remove_prefix(1);
  Version out;
  while (!text.empty() && is_digit(text.front()) && out.size() < kMostParts) {
    int number = 0;
    std::size_t digits = 0;
    while (digits < text.size() && digits < 8 && is_digit(text[digits])) number = number * 10 + (text[digits++] - '0');
    text.remove_prefix(digits);
    out.push_back(number);
    if (!text.starts_with(".")) break;
    text.remove_prefix(1);
  }
  if (out.empty()) return std::nullopt;
  return out;
}

std::optional<bool> meets_one(const Version& version, std::string_view term) {
  static constexpr std::string_view kSigns[] = {">=", "<=", "==", "!=", "~=", "~>", "=>", "^", "~", ">", "<", "="};
  std::string_view sign;
  for (const std::string_view one : kSigns)
    if (term.starts_with(one)) {
      sign = one;
      break;
    }
  term = trim(term.substr(sign.size()));
  if (term == "*" || term == "x" || term == "X") return true;
  const auto wanted = exact(term);
  if (!wanted) return std::nullopt;
  if (sign == ">=" || sign == "=>") return compare(version, *wanted) >= 0;
  if (sign == "<=") return compare(version, *wanted) <= 0 || agrees(version, *wanted, wanted->size());
  if (sign == ">")
    return compare(version, *wanted) > 0 && !(wanted->size() < 3 && agrees(version, *wanted, wanted->size()));
  if (sign == "<") return compare(version, *wanted) < 0;
  if (sign == "!=") return !agrees(version, *wanted, wanted->size());
  if (sign == "^") {
    // The first part that is not 0 stays.
    std::size_t keep = 1;
    while (keep < wanted->size() && (*wanted)[keep - 1] == 0) ++keep;
    return agrees(version, *wanted, keep) && compare(version, *wanted) >= 0;
  }
  if (sign == "~" || sign == "~=" || sign == "~>") {
    const std::size_t keep =
        sign == "~" ? std::min<std::size_t>(wanted->size(), 2) : std::max<std::size_t>(wanted->size(), 2) - 1;
    return agrees(version, *wanted, keep) && compare(version, *wanted) >= 0;
  }
  return agrees(version, *wanted, wanted->size());
}

// ">= 18 <21", ">=3.9,<4": all of them.
std::optional<bool> meets_all(const Version& version, std::string_view terms) {
  std::string text;
  for (const char c : terms) text += c == ',' ? ' ' : c;
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' ')) {
    if (trim(word).empty()) continue;
    // "> = 18" has spaces behind its sign.
    const bool sign_alone = !words.empty() && words.back().find_first_not_of("<>=~^!") == std::string::npos;
    if (sign_alone)
      words.back() += word;
    else
      words.emplace_back(word);
  }
  if (words.size() == 3 && words[1] == "-") words = {">=" + words[0], "<=" + words[2]};
  if (words.empty()) return std::nullopt;
  bool all = true;
  for (const std::string& word : words) {
    const auto one = meets_one(version, word);
    if (!one) return std::nullopt;
    all = all && *one;
  }
  return all;
}

}  // namespace

Version version_in(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i]) || (i > 0 && (is_digit(text[i - 1]) || text[i - 1] == '.'))) continue;
    const auto found = exact(text.substr(i, 40));
    if (found && found->size() > 1) return *found;
  }
  return {};
}

std::string text_of(const Version& version) {
  std::vector<std::string> parts;
  for (const int one : version) parts.push_back(std::to_string(one));
  return join(parts, ".");
}

std::optional<bool> satisfies(const Version& version, std::string_view demand) {
  if (version.empty() || demand.size() > 200) return std::nullopt;
  bool any = false;
  while (true) {
    const std::size_t bar = demand.find("||");
    const auto one = meets_all(version, demand.substr(0, bar));
    if (!one) return std::nullopt;
    any = any || *one;
    if (bar == std::string_view::npos) return any;
    demand.remove_prefix(bar + 2);
  }
}

}  // namespace fingerpost
