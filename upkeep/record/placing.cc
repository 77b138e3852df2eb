#include "upkeep/record/placing.h"

#include <xxhash.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "troubleshooting-index/labels.h"
#include "upkeep/record/word_set.h"

namespace fingerpost {
namespace {

std::size_t common(const WordSet& a, const WordSet& b) {
  return static_cast<std::size_t>(
      std::count_if(a.begin(), a.end(), [&](const auto& term) { return b.contains(term); }));
}

bool is_rule(std::string_view line) {
  line = trim(line);
  return line.size() >= 3 && line.find_first_not_of(line.front() == '-' || line.front() == '*' || line.front() == '_'
                                                        ? std::string(1, line.front()) + " "
                                                        : std::string()) == std::string_view::npos;
}

bool parts_blocks(std::string_view line) {
  return trim(line).empty() || is_rule(line);
}

// The number before a title as the document writes it ("### 3. Redis is down"); 0 for none.
int number_of(const Lines& lines, const Block& block) {
  std::string_view text = trim(lines.line(block.line_start));
  while (!text.empty() && text.front() == '#') text.remove_prefix(1);
  text = trim(text);
  int number = 0;
  std::size_t digits = 0;
  while (digits < text.size() && digits < 4 && is_digit(text[digits])) number = number * 10 + (text[digits++] - '0');
  if (digits == 0 || digits >= text.size() || (text[digits] != '.' && text[digits] != ')')) return 0;
  return lines.line(block.line_start).starts_with("#") ? number : 0;
}

int last_line_of(const Lines& lines, const Block& block) {
  int line = std::min(block.line_end, lines.count());
  while (line > block.line_start && parts_blocks(lines.line(line))) --line;
  return line;
}

// What stands between two blocks: blank lines and rules; one blank line where there is something else.
std::string gap_between(const Lines& lines, int last, int next) {
  std::string out;
  for (int line = last + 1; line < next; ++line) {
    if (!parts_blocks(lines.line(line))) return "\n";
    out += std::string(trim(lines.line(line))) + "\n";
  }
  return out;
}

// The heading that a category's name means: the same name, whatever its case, numbering and signs; else one that holds
// all of its words.
int heading_named(const Document& document, std::string_view name) {
  for (std::size_t i = 0; i < document.headings.size(); ++i)
    if (label_key(document.headings[i].title) == label_key(name)) return static_cast<int>(i);
  const WordSet wanted = word_set_of(name);
  for (std::size_t i = 0; i < document.headings.size() && !wanted.empty(); ++i)
    if (common(wanted, word_set_of(document.headings[i].title)) == wanted.size()) return static_cast<int>(i);
  return -1;
}

bool inside(const Heading& heading, const Block& block) {
  return heading.line_start < block.line_start && block.line_start <= heading.line_end;
}

int level_at(const Document& document, const Block& block) {
  for (const Heading& heading : document.headings)
    if (heading.line_start == block.line_start) return heading.level;
  const int above = heading_above(document, block.line_start);
  return above < 0 ? 2 : document.headings[static_cast<std::size_t>(above)].level + 1;
}

}  // namespace

Spot spot_for(const Document& document, const std::vector<Block>& blocks, std::string_view category,
              std::string_view title, std::string_view words) {
  const Lines lines(document.bytes);
  Spot spot;
  if (!blocks.empty()) {
    spot.heading_level = level_at(document, blocks.front());
    spot.category_level = std::max(1, spot.heading_level - 1);
  }
  const auto end_of_document = [&] {
    int line = lines.count();
    while (line > 0 && trim(lines.line(line)).empty()) --line;
    spot.after_line = line;
    spot.before = line == 0 ? "" : "\n";
  };
  const WordSet own = word_set_of(std::string(title) + " " + std::string(words));
  std::vector<const Block*> around;
  if (!category.empty()) {
    const int named = heading_named(document, category);
    if (named < 0) {
      end_of_document();
      spot.new_category = std::string(category);
      return spot;
    }
    const Heading& heading = document.headings[static_cast<std::size_t>(named)];
    for (const Block& block : blocks)
      if (inside(heading, block)) around.push_back(&block);
    if (around.empty()) {
      spot.heading_level = std::min(6, heading.level + 1);
      // Behind the heading's own words, before the headings below it.
      int last = heading.line_end;
      for (const Heading& below : document.headings)
        if (below.line_start > heading.line_start && below.line_start <= last) last = below.line_start - 1;
      while (last > heading.line_start && trim(lines.line(last)).empty()) --last;
      spot.after_line = last;
      spot.before = "\n";
      return spot;
    }
  } else if (blocks.empty()) {
    end_of_document();
    if (!document.headings.empty()) spot.heading_level = std::min(6, document.headings.back().level + 1);
    return spot;
  } else {
    // The category whose blocks have most in common with the new one; the last where none has anything.
    int best = heading_above(document, blocks.back().line_start);
    std::size_t most = 0;
    for (const Block& block : blocks) {
      const int above = heading_above(document, block.line_start);
      WordSet theirs = word_set_of(lines.range(block.line_start, block.line_end));
      if (above >= 0) theirs.merge(word_set_of(document.headings[static_cast<std::size_t>(above)].title));
      if (const std::size_t shared = common(own, theirs); shared > most) {
        most = shared;
        best = above;
      }
    }
    for (const Block& block : blocks)
      if (heading_above(document, block.line_start) == best) around.push_back(&block);
  }
  const auto lower = [](const Block* block) { return to_lower(block->title); };
  const Block* anchor = around.back();
  bool first = false;
  if (const int number = number_of(lines, *anchor); number > 0) {
    spot.number = number + 1;
  } else if (around.size() >= 3 && std::is_sorted(around.begin(), around.end(), [&](const Block* a, const Block* b) {
               return lower(a) < lower(b);
             })) {
    const auto behind =
        std::find_if(around.begin(), around.end(), [&](const Block* block) { return lower(block) > to_lower(title); });
    first = behind == around.begin();
    anchor = first ? around.front() : *(behind - 1);
  } else {
    std::vector<const Block*> nearest;
    std::size_t most = 0;
    for (const Block* block : around) {
      const std::size_t shared = common(own, word_set_of(lines.range(block->line_start, block->line_end)));
      if (shared > most) nearest.clear();
      most = std::max(most, shared);
      if (shared == most) nearest.push_back(block);
    }
    anchor = nearest[XXH3_64bits(title.data(), title.size()) % nearest.size()];
  }
  spot.heading_level = level_at(document, *anchor);
  spot.beside = anchor;
  // The manner in which neighbours are parted: this one and the next, or the one before and this.
  const auto at = std::find(around.begin(), around.end(), anchor);
  std::string gap =
      trim(lines.line(anchor->line_start)).starts_with("|") ? "" : "\n";  // a row ends its table otherwise
  if (at + 1 != around.end())
    gap = gap_between(lines, last_line_of(lines, *anchor), (*(at + 1))->line_start);
  else if (at != around.begin())
    gap = gap_between(lines, last_line_of(lines, **(at - 1)), anchor->line_start);
  if (first) {
    spot.after_line = anchor->line_start - 1;
    spot.after = gap;
  } else {
    spot.after_line = last_line_of(lines, *anchor);
    spot.before = gap;
  }
  return spot;
}

TextEdit edit_at(const Document& document, const Spot& spot, std::string_view rendered) {
  const std::size_t begin = start_of_line(document.bytes, spot.after_line + 1);
  while (!rendered.empty() && rendered.back() == '\n') rendered.remove_suffix(1);
  std::string text = spot.before;
  if (!spot.new_category.empty())
    text += std::string(static_cast<std::size_t>(spot.category_level), '#') + " " + spot.new_category + "\n\n";
  text += std::string(rendered) + "\n" + spot.after;
  const bool unfinished = begin == document.bytes.size() && begin > 0 && document.bytes.back() != '\n';
  if (unfinished) {
    text.insert(0, "\n");
    text.pop_back();
  } else if (spot.after.empty() && begin < document.bytes.size() &&
             !parts_blocks(Lines(document.bytes).line(spot.after_line + 1)) && spot.before.starts_with('\n')) {
    text += "\n";  // a heading follows directly
  }
  return {begin, 0, with_line_ends_of(document.bytes, text)};
}

}  // namespace fingerpost
