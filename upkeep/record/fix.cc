#include "upkeep/record/fix.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/render.h"
#include "upkeep/record/manner.h"
#include "upkeep/record/placing.h"
#include "upkeep/record/word_set.h"

namespace fingerpost {
namespace {

constexpr std::string_view kLabelled = "labelled parts";
constexpr std::string_view kTableRow = "table row";

std::string all_words(const Fix& fix) {
  return fix.title + "\n" + join(fix.symptoms, "\n") + "\n" + join(fix.causes, "\n") + "\n" + join(fix.steps, "\n") +
         "\n" + fix.component;
}

std::vector<Passage> passages_of(const std::vector<std::string>& texts) {
  std::vector<Passage> out;
  for (const std::string& text : texts) out.push_back({text, 0, 0});
  return out;
}

Entry entry_of(const Fix& fix) {
  Entry out;
  out.title = fix.title;
  out.symptoms = passages_of(fix.symptoms);
  out.causes = passages_of(fix.causes);
  out.steps = passages_of(fix.steps);
  out.definitive_source = {fix.definitive_source, 0, 0};
  out.component = fix.component;
  return out;
}

std::string_view dominant_shape(const std::vector<Entry>& entries) {
  std::map<std::string_view, int> count;
  for (const Entry& entry : entries) ++count[entry.shape];
  std::string_view best = kLabelled;
  int most = 0;
  for (const EntryShape* shape : entry_shapes())  // in their order, so that ties have one outcome
    if (const auto found = count.find(shape->name); found != count.end() && found->second > most) {
      best = shape->name;
      most = found->second;
    }
  return best;
}

std::vector<Block> blocks_of(const std::vector<Entry>& entries, std::string_view shape) {
  std::vector<Block> out;
  for (const Entry& entry : entries) {
    if (entry.shape != shape) continue;
    if (!out.empty() && entry.line_start <= out.back().line_end) continue;  // inside another one
    out.push_back({entry.line_start, entry.line_end, entry.title});
  }
  return out;
}

// The header of the table that a row stands in: the line above the line of dashes.
std::string_view header_above(const Lines& lines, int row) {
  for (int line = row - 1; line > 1; --line) {
    const std::string_view text = trim(lines.line(line));
    if (!text.starts_with("|") && !contains(text, "|")) return {};
    if (text.find_first_not_of("|-: ") == std::string_view::npos) return lines.line(line - 1);
  }
  return {};
}

TextEdit edit_in_shape(const Document& document, const Fix& fix, std::string_view shape) {
  std::vector<Block> blocks = blocks_of(document.entries, shape);
  // A whole document that reads as one entry is no neighbour: what is added stands below its title.
  if (std::count_if(document.headings.begin(), document.headings.end(),
                    [](const Heading& heading) { return heading.level == 1; }) == 1)
    std::erase_if(blocks, [&](const Block& block) {
      return std::any_of(document.headings.begin(), document.headings.end(), [&](const Heading& heading) {
        return heading.level == 1 && heading.line_start == block.line_start;
      });
    });
  const Spot spot = spot_for(document, blocks, fix.category, fix.title, all_words(fix));
  const Lines lines(document.text);
  const Entry entry = entry_of(fix);
  if (shape == kTableRow && spot.beside != nullptr)
    if (const std::string_view header = header_above(lines, spot.beside->line_start); !header.empty())
      return edit_at(document, spot, render_row(entry, header));
  if (shape == kLabelled && !blocks.empty()) {
    const Block& like = spot.beside != nullptr ? *spot.beside : blocks.back();
    const EntryManner manner = manner_of(lines.range(like.line_start, like.line_end));
    if (!manner.labels.empty())
      return edit_at(document, spot, render_in_manner(entry, manner, spot.heading_level, spot.number));
  }
  for (const EntryShape* one : entry_shapes())
    if (one->name == shape) return edit_at(document, spot, one->render(entry, spot.heading_level));
  return {};
}

std::string parts_of(const Entry& entry) {
  std::string out = entry.title + " " + entry.component;
  for (const auto* passages : {&entry.symptoms, &entry.causes, &entry.steps})
    for (const Passage& passage : *passages) out += " " + passage.text;
  return out + " " + entry.definitive_source.text;
}

// Whether the edited document has the fix, and every entry that it had.
bool holds(const Document& before, const TextEdit& edit, const Fix& fix) {
  auto after = read_document(before.path, edited(before.bytes, edit));
  if (!after) return false;
  const auto& entries = (*after)->entries;
  if (entries.size() != before.entries.size() + 1) return false;
  std::size_t at = 0;  // of the entries before; one of the new ones is more
  bool found = false;
  const WordSet wanted = word_set_of(all_words(fix));
  for (const Entry& entry : entries) {
    if (at < before.entries.size() && entry.title == before.entries[at].title &&
        parts_of(entry) == parts_of(before.entries[at])) {
      ++at;
      continue;
    }
    if (found) return false;
    found = true;
    const WordSet there = word_set_of(parts_of(entry));
    if (!std::includes(there.begin(), there.end(), wanted.begin(), wanted.end())) return false;
  }
  return found || at == before.entries.size();
}

double share(const WordSet& a, const WordSet& b) {
  if (a.empty() || b.empty()) return 0;
  const auto both = std::count_if(a.begin(), a.end(), [&](const auto& term) { return b.contains(term); });
  return static_cast<double>(both) / static_cast<double>(a.size() + b.size() - static_cast<std::size_t>(both));
}

// The texts that an entry does not have yet, not even as a part of something longer.
std::vector<std::string> lacking(const std::vector<Passage>& has, const std::vector<std::string>& texts) {
  std::vector<std::string> out;
  for (const std::string& text : texts) {
    const WordSet terms = word_set_of(text);
    if (std::none_of(has.begin(), has.end(), [&](const Passage& one) {
          const WordSet theirs = word_set_of(one.text);
          return std::includes(theirs.begin(), theirs.end(), terms.begin(), terms.end());
        }))
      out.push_back(text);
  }
  return out;
}

}  // namespace

const Entry* near_duplicate(const std::vector<Entry>& entries, const Fix& fix) {
  const WordSet title = word_set_of(fix.title);
  const Entry* nearest = nullptr;
  double most = 0;
  for (const Entry& entry : entries) {
    double alike = share(title, word_set_of(entry.title));
    // A symptom of few words ("timeout") is that of many problems.
    for (const std::string& symptom : fix.symptoms) {
      const WordSet terms = word_set_of(symptom);
      if (terms.size() < 3) continue;
      for (const Passage& theirs : entry.symptoms) alike = std::max(alike, share(terms, word_set_of(theirs.text)));
      alike = std::max(alike, share(terms, word_set_of(entry.title)));
    }
    if (alike > most) {
      most = alike;
      nearest = &entry;
    }
  }
  constexpr double kAlike = 0.7;
  return most >= kAlike ? nearest : nullptr;
}

Result<TextEdit> edit_to_add(const Document& document, const Fix& fix) {
  const std::string_view dominant = dominant_shape(document.entries);
  TextEdit edit = edit_in_shape(document, fix, dominant);
  if (holds(document, edit, fix)) return edit;
  if (dominant != kLabelled) {
    edit = edit_in_shape(document, fix, kLabelled);
    if (holds(document, edit, fix)) return edit;
  }
  return Error{Code::invalid_argument, "the entry would not be found again where it would be written", document.path,
               "say it in plainer words, or write it by hand"};
}

Result<TextEdit> edit_to_extend(const Document& document, const Entry& entry, const Fix& fix) {
  const Lines lines(document.bytes);
  Fix more = fix;
  std::vector<Passage> known = entry.symptoms;
  known.push_back({entry.title, 0, 0});
  more.symptoms = lacking(known, fix.symptoms);
  more.causes = lacking(entry.causes, fix.causes);
  more.steps = lacking(entry.steps, fix.steps);
  if (entry.shape == kTableRow) {
    const std::string_view header = header_above(lines, entry.line_start);
    Entry whole = entry;
    for (const std::string& text : more.symptoms) whole.symptoms.push_back({text, 0, 0});
    for (const std::string& text : more.causes) whole.causes.push_back({text, 0, 0});
    for (const std::string& text : more.steps) whole.steps.push_back({text, 0, 0});
    if (more.symptoms.empty() && more.causes.empty() && more.steps.empty()) return TextEdit{};
    const std::size_t begin = start_of_line(document.bytes, entry.line_start);
    std::string row = render_row(whole, header);
    row.pop_back();
    return TextEdit{begin, lines.line(entry.line_start).size(), row};
  }
  // Behind the last item of its part; a part that it lacks comes behind the one before it.
  const EntryManner manner = manner_of(Lines(document.text).range(entry.line_start, entry.line_end));
  std::vector<std::pair<int, std::string>> added;  // by line: what comes behind it
  const auto add = [&](const std::vector<Passage>& has, const std::vector<std::string>& texts, Part part) {
    if (texts.empty()) return true;
    int line = 0;
    for (const Passage& passage : has) line = std::max(line, passage.line_end);
    if (line > 0) {
      const std::string_view last = lines.line(line);
      const auto label = std::find_if(manner.labels.begin(), manner.labels.end(),
                                      [&](const LabelManner& one) { return one.part == part; });
      // On the label's own line: one more sentence there.
      if (label != manner.labels.end() && trim(last).starts_with(label->head) && label->on_its_line) {
        std::string text;
        for (const std::string& one : texts) text += "; " + on_one_line(one);
        added.emplace_back(-line, text);
        return true;
      }
      const std::string_view indent = last.substr(0, last.find_first_not_of(" \t"));
      std::string_view mark = last.substr(std::min(indent.size(), last.size()));
      std::size_t digits = 0;
      while (digits < mark.size() && is_digit(mark[digits])) ++digits;
      const bool numbered =
          digits > 0 && digits < 4 && digits < mark.size() && (mark[digits] == '.' || mark[digits] == ')');
      const bool bullet = mark.starts_with("- ") || mark.starts_with("* ") || mark.starts_with("+ ");
      if (!numbered && !bullet) return false;
      int number = numbered ? std::atoi(std::string(mark.substr(0, digits)).c_str()) : 0;
      std::string text;
      for (const std::string& one : texts)
        text += std::string(indent) +
                (numbered ? std::to_string(++number) + mark[digits] + " " : std::string(mark.substr(0, 2))) +
                on_one_line(one) + "\n";
      added.emplace_back(line, text);
      return true;
    }
    if (part != Part::symptom || !trim(lines.line(entry.line_start)).starts_with("#")) return false;
    Entry only;
    only.symptoms = passages_of(texts);
    std::string text = manner.labels.empty() ? render_labelled_parts(only)
                                             : render_in_manner(only, manner, 1, 0).substr(3);  // without "# \n"
    while (text.starts_with('\n')) text.erase(0, 1);
    while (text.ends_with('\n')) text.pop_back();
    added.emplace_back(entry.line_start, "\n" + text + "\n");
    return true;
  };
  if (!add(entry.symptoms, more.symptoms, Part::symptom) || !add(entry.causes, more.causes, Part::cause) ||
      !add(entry.steps, more.steps, Part::step))
    return Error{Code::invalid_argument,
                 "the entry '" + entry.title + "' is written so that nothing can be added to it",
                 document.path + ":" + std::to_string(entry.line_start), "extend it by hand"};
  std::string after = document.bytes;
  std::sort(added.begin(), added.end(),
            [](const auto& a, const auto& b) { return std::abs(a.first) > std::abs(b.first); });
  for (const auto& [line, text] : added) {
    const std::string ended = with_line_ends_of(document.bytes, text);
    if (line < 0) {
      after.insert(start_of_line(after, -line) + lines.line(-line).size(), ended);
      continue;
    }
    const std::size_t at = start_of_line(after, line + 1);
    const bool unfinished = at == after.size() && !after.ends_with('\n');
    after.insert(at, unfinished ? with_line_ends_of(document.bytes, "\n" + text.substr(0, text.size() - 1)) : ended);
  }
  return edit_between(document.bytes, after);
}

}  // namespace fingerpost
