#include "indexer/formats/call_parts.h"

#include <algorithm>

#include "base/text.h"

namespace fingerpost {

CallParts call_parts(std::string_view text, std::size_t open) {
  constexpr std::size_t kLongestCall = 4000;
  constexpr std::size_t kMostArguments = 16;
  CallParts call;
  int depth = 0;
  char quote = 0;
  std::size_t from = open + 1;
  const auto take = [&](std::size_t to) {
    const std::string_view argument = trim(text.substr(from, to - from));
    if (!argument.empty() && call.arguments.size() < kMostArguments) call.arguments.push_back(argument);
    from = to + 1;
  };
  const std::size_t bound = std::min(text.size(), open + kLongestCall);
  for (std::size_t at = open; at < bound; ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == '\\') {
        ++at;
      } else if (c == quote || (c == '\n' && quote == '\'')) {  // of an apostrophe: a quote that never closes
        quote = 0;
      }
      continue;
    }
    switch (c) {
      case '"':
      case '\'':
      case '`': quote = c; break;
      case '(':
      case '[':
      case '{': ++depth; break;
      case ')':
      case ']':
      case '}':
        if (--depth > 0) break;
        take(at);
        call.end = at + 1;
        return call;
      case ',':
        if (depth == 1) take(at);
        break;
      default: break;
    }
  }
  return {};
}

std::string_view literal(std::string_view argument) {
  std::size_t open = 0;
  while (open < argument.size() && open < 2 && is_alpha(argument[open])) ++open;
  if (open >= argument.size()) return {};
  const char quote = argument[open];
  if (quote != '"' && quote != '\'' && quote != '`') return {};
  const auto close = argument.find(quote, open + 1);
  return close == std::string_view::npos ? std::string_view() : argument.substr(open + 1, close - open - 1);
}

std::string_view named_argument(const CallParts& call, std::string_view name) {
  for (std::string_view argument : call.arguments) {
    if (!argument.starts_with(name)) continue;
    argument = trim(argument.substr(name.size()));
    if (argument.starts_with("=") || argument.starts_with(":")) return trim(argument.substr(1));
  }
  return {};
}

}  // namespace fingerpost
