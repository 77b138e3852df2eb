#include "component-map/excerpt.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"
#include "component-map/held_words.h"
#include "indexer/format.h"
#include "pointer-map/masking.h"

namespace fingerpost {
namespace {

// How much of the question a line holds.
float weight_of_line(const AskedWords& asked, std::string_view line) {
  const std::vector<TermGroup>& groups = asked.question().groups;
  float weight = 0;
  std::uint32_t seen = 0;
  asked.for_each_word(line.substr(0, 400), [&](const TermId* terms, std::size_t count) {
    for (std::size_t t = 0; t < count; ++t)
      for (const AskedWords::Asked& one : asked.all()) {
        if (one.term != terms[t] || (seen >> one.group & 1u) != 0) continue;
        weight += weight_of(groups[one.group]) * one.weight;
        seen |= 1u << one.group;
      }
  });
  return weight;
}

// A comment speaks of the line that follows it. What could be an item, a directive or code is none.
bool is_comment(std::string_view line) {
  line = trim(line);
  for (const std::string_view mark : {"# ", "## ", "//", "-- ", "* ", "/*", "; "})
    if (line.starts_with(mark)) return true;
  return line == "#" || line == "*";
}

}  // namespace

std::string excerpt_of(const LiveFile& file, std::string_view path, int first, int last, const AskedWords& asked,
                       const ExcerptLimits& limits) {
  constexpr int kLookedAt = 400;  // lines
  constexpr int kMostBehind = 4;  // lines of a comment whose end is looked for
  last = std::min(last, file.lines->count());
  // Masked as a whole, before it is cut: half a secret is a secret.
  const std::string masked = mask_secrets(file.lines->range(first, std::min(last, first + kLookedAt)), path);
  std::string text;
  if (last - first + 1 <= limits.lines) {
    text = masked;
  } else {
    // The first line names the place; the window with most of the question follows it.
    const Lines shown(masked);
    const int window = limits.lines - 1;
    float sum = 0;
    float best = -1;
    int at = 2;
    std::vector<float> weights;
    for (int line = 2; line <= shown.count(); ++line) weights.push_back(weight_of_line(asked, shown.line(line)));
    for (std::size_t i = 0; i < weights.size(); ++i) {
      sum += weights[i];
      if (i >= static_cast<std::size_t>(window)) sum -= weights[i - static_cast<std::size_t>(window)];
      const int start = 2 + std::max(0, static_cast<int>(i) - window + 1);
      if (static_cast<int>(i) + 1 >= window && sum > best + 1e-4f) {
        best = sum;
        at = start;
      }
    }
    int end = std::min(shown.count(), at + window - 1);
    // The line of which a comment at the end speaks is shown with it.
    const auto says = [&](int line) { return weights[static_cast<std::size_t>(line - 2)] > 0; };
    const Format* const format = format_of(path);
    const bool document = format == nullptr || is_document_format(format->name);
    for (int more = 0; more < kMostBehind && !document && end < shown.count() && is_comment(shown.line(end)) &&
                       says(end - more) && !says(at);
         ++more)
      ++at, ++end;
    text = std::string(shown.line(1)) + "\n";
    if (at > 2) text += "…\n";
    text += shown.range(at, end);
    if (first + end - 1 < last) text += "\n…";
  }
  text = sanitize_for_display(text);
  return clip(text, limits.bytes);
}

}  // namespace fingerpost
