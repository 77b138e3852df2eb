#include "upkeep/record/manner.h"

#include <algorithm>

#include "base/text.h"
#include "troubleshooting-index/render.h"

namespace fingerpost {
namespace {

// The label with which a line begins; part none where there is none that labels a part of an entry.
LabelManner label_of(std::string_view line) {
  LabelManner out;
  const std::string_view text = trim(line);
  if (text.starts_with("#")) {
    const auto title = text.find_first_not_of('#');
    if (title == std::string_view::npos) return out;
    out.part = Labels::built_in().part_of(trim(text.substr(title)));
    out.head = std::string(text);
    return out;
  }
  const auto open = text.find("**");
  if (open == std::string_view::npos || open > 4) return out;
  const auto close = text.find("**", open + 2);
  if (close == std::string_view::npos) return out;
  std::string_view label = text.substr(open + 2, close - open - 2);
  std::size_t end = close + 2;
  if (label.ends_with(':'))
    label.remove_suffix(1);
  else if (end < text.size() && text[end] == ':')
    ++end;
  else if (end != text.size())
    return out;
  out.part = Labels::built_in().part_of(label);
  out.head = std::string(text.substr(0, end));
  out.on_its_line = !trim(text.substr(end)).empty();
  return out;
}

std::string mark_of(std::string_view line) {
  const std::string_view text = trim(line);
  for (const char* const mark : {"- ", "* ", "+ "})
    if (text.starts_with(mark)) return mark;
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits > 0 && digits < 4 && digits + 1 < text.size() && (text[digits] == '.' || text[digits] == ')') &&
      text[digits + 1] == ' ')
    return std::string("1") + text[digits] + " ";
  return "";
}

std::string_view default_label(Part part) {
  switch (part) {
    case Part::symptom: return "Symptoms";
    case Part::cause: return "Common Causes";
    case Part::step: return "Troubleshooting Path";
    case Part::source: return "Definitive Source";
    default: return "Component";
  }
}

// A label that the neighbour lacks, made like those that it has.
LabelManner label_like(const LabelManner& other, Part part) {
  LabelManner out = other;
  out.part = part;
  const std::string label(default_label(part));
  if (other.head.starts_with("#")) {
    out.head = other.head.substr(0, other.head.find_first_not_of('#')) + " " + label;
  } else {
    const std::size_t open = other.head.find("**") + 2;
    const std::size_t close = other.head.find("**", open);
    const bool colon_inside = other.head[close - 1] == ':';
    out.head = other.head.substr(0, open) + label + (colon_inside ? ":" : "") + other.head.substr(close);
  }
  out.on_its_line = part == Part::source || part == Part::component || other.on_its_line;
  out.item = part == Part::step ? "1. " : "- ";
  return out;
}

bool is_block(const Passage& passage) {
  return passage.text.starts_with("```");
}

void append_part(const LabelManner& label, const std::vector<Passage>& passages, std::string& out) {
  const bool item = !mark_of(label.head).empty();  // the label is an item itself: its list stands inside
  const std::string indent(item ? mark_of(label.head).size() : 0, ' ');
  const bool heading = label.head.starts_with("#");
  if (passages.size() == 1 && !is_block(passages.front()) && label.on_its_line && !heading) {
    out += label.head + " " + on_one_line(passages.front().text) + "\n";
    return;
  }
  out += label.head + "\n";
  if (label.blank_below || heading) out += "\n";
  int number = 0;
  for (const Passage& passage : passages) {
    std::string mark = label.item;
    if (is_digit(mark.front())) mark = std::to_string(++number) + mark.substr(1);
    if (!is_block(passage)) {
      out += indent + mark + on_one_line(passage.text) + "\n";
      continue;
    }
    // A block of code belongs to the item before it.
    const std::string inside(number > 1 || &passage != &passages.front() ? indent + std::string(mark.size(), ' ')
                                                                         : indent);
    if (!out.ends_with("\n\n")) out += "\n";
    for (const std::string_view line : split(passage.text, '\n'))
      out += line.empty() ? "\n" : inside + std::string(line) + "\n";
    if (&passage != &passages.back()) out += "\n";
    if (number > 0) --number;
  }
}

}  // namespace

EntryManner manner_of(std::string_view entry) {
  const Lines lines(entry);
  EntryManner out;
  if (lines.count() == 0) return out;
  std::string_view title = trim(lines.line(1));
  title.remove_prefix(std::min(title.find_first_not_of("#0123456789.) "), title.size()));
  out.quoted_title = title.size() > 2 && title.front() == '"' && title.back() == '"';
  bool fenced = false;
  int last = 0;  // the line of the label before
  for (int n = 2; n <= lines.count(); ++n) {
    if (trim(lines.line(n)).starts_with("```")) fenced = !fenced;
    if (fenced) continue;
    LabelManner label = label_of(lines.line(n));
    if (label.part != Part::symptom && label.part != Part::cause && label.part != Part::step &&
        label.part != Part::source && label.part != Part::component)
      continue;
    if (std::any_of(out.labels.begin(), out.labels.end(), [&](const auto& one) { return one.part == label.part; }))
      continue;
    label.item = label.part == Part::step ? "1. " : "- ";
    if (!label.on_its_line) {
      label.blank_below = n < lines.count() && trim(lines.line(n + 1)).empty();
      const int first = n + (label.blank_below ? 2 : 1);
      if (first <= lines.count())
        if (const std::string mark = mark_of(lines.line(first)); !mark.empty()) label.item = mark;
    }
    if (last > 0) out.blank_between = trim(lines.line(n - 1)).empty();
    last = n;
    out.labels.push_back(std::move(label));
  }
  return out;
}

std::string render_in_manner(const Entry& entry, const EntryManner& manner, int heading_level, int number) {
  std::string title = manner.quoted_title ? "\"" + entry.title + "\"" : entry.title;
  if (number > 0) title = std::to_string(number) + ". " + title;
  std::string out = render_heading(title, heading_level);
  std::vector<LabelManner> labels = manner.labels;
  for (const Part part : {Part::symptom, Part::cause, Part::step, Part::source, Part::component})
    if (std::none_of(labels.begin(), labels.end(), [&](const auto& one) { return one.part == part; }))
      labels.push_back(label_like(manner.labels.front(), part));
  bool first = true;
  for (const LabelManner& label : labels) {
    std::vector<Passage> passages;
    if (label.part == Part::symptom) passages = entry.symptoms;
    if (label.part == Part::cause) passages = entry.causes;
    if (label.part == Part::step) passages = entry.steps;
    if (label.part == Part::source && !entry.definitive_source.empty()) passages = {entry.definitive_source};
    if (label.part == Part::component && !entry.component.empty()) passages = {{entry.component, 0, 0}};
    if (passages.empty()) continue;
    if (!first && manner.blank_between) out += "\n";
    first = false;
    append_part(label, passages, out);
  }
  return out;
}

}  // namespace fingerpost
