#include "probes/exposition.h"

#include <charconv>

#include "base/text.h"

namespace fingerpost {
namespace {

bool in_metric_name(char c) {
  return is_alnum(c) || c == '_' || c == ':';
}

// Behind the closing brace of the labels, in which quoted values may hold anything; npos when it never closes.
std::size_t end_of_labels(std::string_view line, std::size_t at) {
  bool quoted = false;
  for (; at < line.size(); ++at) {
    if (quoted && line[at] == '\\')
      ++at;
    else if (line[at] == '"')
      quoted = !quoted;
    else if (line[at] == '}' && !quoted)
      return at + 1;
  }
  return std::string_view::npos;
}

}  // namespace

Exposition read_exposition(std::string_view text) {
  Exposition out;
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    if (line.empty() || line.front() == '#') continue;
    std::size_t end = 0;
    while (end < line.size() && in_metric_name(line[end])) ++end;
    std::size_t at = end;
    if (at < line.size() && line[at] == '{') at = end_of_labels(line, at);
    const std::string_view rest = at < line.size() ? trim(line.substr(at)) : std::string_view();
    const std::string_view number = rest.substr(0, rest.find(' '));
    double value = 0;
    const auto [stop, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    const bool special = number == "NaN" || number == "+Inf" || number == "-Inf";
    if (end == 0 || number.empty() || (!special && (error != std::errc() || stop != number.data() + number.size()))) {
      ++out.bad_lines;
      continue;
    }
    out.samples.push_back({std::string(line.substr(0, end)), special ? 0 : value});
  }
  return out;
}

std::optional<double> Exposition::value(std::string_view name) const {
  std::optional<double> out;
  for (const Sample& sample : samples)
    if (sample.name == name) out = out.value_or(0) + sample.value;
  return out;
}

}  // namespace fingerpost
