#include "troubleshooting-index/reading_links.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"

namespace fingerpost {
namespace {

// Words that lead to something to read, none of which says what went wrong.
constexpr std::array<std::string_view, 9> kLeads = {"more", "see",   "visit", "background", "documentation",
                                                    "docs", "learn", "refer", "guide"};
constexpr std::ptrdiff_t kShortLead = 6;           // words: the sentence is about the address alone
constexpr std::size_t kLongestIntroduction = 160;  // bytes before an address that are looked at: keeps a line linear

bool leads_to_reading(std::string_view lead) {
  for (std::size_t at = 0; at < lead.size();) {
    std::size_t end = at;
    while (end < lead.size() && is_alpha(lead[end])) ++end;
    const std::string word = to_lower(lead.substr(at, end - at));
    if (std::find(kLeads.begin(), kLeads.end(), word) != kLeads.end()) return true;
    at = end + 1;
  }
  return false;
}

bool ends_address(char c) {
  return is_space(c) || c == ')' || c == ']' || c == '>' || c == '"' || c == '\'' || c == '`';
}

// Where the sentence or the bracket begins that the address at `at` stands in, or what is looked at of it.
std::size_t sentence_of(std::string_view said, std::size_t at) {
  const std::size_t first = at > kLongestIntroduction ? at - kLongestIntroduction : 0;
  for (std::size_t i = at; i > first; --i) {
    const char c = said[i - 1];
    if (c == '(' || c == ';') return i;
    if ((c == '.' || c == '!' || c == '?') && i < at && is_space(said[i])) return i;
  }
  return first;
}

}  // namespace

std::string without_links_to_read(std::string line) {
  const std::string_view said = line;
  std::string out;
  std::size_t from = 0;  // of what is not taken over yet
  for (std::size_t at = said.find("://"); at != std::string_view::npos; at = said.find("://", at)) {
    std::size_t begin = at;
    while (begin > from && is_alpha(said[begin - 1])) --begin;
    std::size_t end = at;
    while (end < said.size() && !ends_address(said[end])) ++end;
    at = end;
    const std::size_t sentence = std::max(sentence_of(said, begin), from);
    const std::string_view lead = said.substr(sentence, begin - sentence);
    if (!leads_to_reading(lead)) continue;
    const auto words = std::count(lead.begin(), lead.end(), ' ') + 1;
    std::size_t keep = words <= kShortLead ? sentence : begin;
    if (keep == sentence && sentence > from && said[sentence - 1] == '(' && end < said.size() && said[end] == ')') {
      --keep;
      ++end;
    }
    out += said.substr(from, keep - from);
    from = at = end;
  }
  if (from == 0) return line;
  out += said.substr(from);
  return std::string(trim(out));
}

}  // namespace fingerpost
