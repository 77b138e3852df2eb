// A row of a table of symptoms (symptom, cause and action columns in any order and naming), of error codes with their
// meaning, or of thresholds (metric, warning, critical).
#include <algorithm>

#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind != Kind::table_row || document.place(place.parent).kind != Kind::table) return 0;
  const Topic topic = document.topic_of(place.parent);
  if (topic.history) return 0;
  const Columns& columns = document.columns(place.parent);
  if (columns.parts.size() < 2) return 0;
  const bool fix = columns.has(Part::step) || columns.has(Part::cause);
  if (columns.has(Part::symptom) && fix) return 0.95;
  if (columns.has(Part::metric) && columns.has(Part::level)) return 0.85;
  if (columns.has(Part::symptom) && columns.has(Part::meaning)) return 0.85;
  // What is checked, with what it means when the check fails.
  if (columns.has(Part::metric) && (topic.checks || topic.trouble) &&
      (fix || (columns.has(Part::meaning) && columns.names_failure)))
    return 0.82;
  const int code = columns.of(Part::code);
  if (code >= 0 && (fix || columns.has(Part::meaning))) {
    const auto cells = cells_of(place.text);
    const std::string_view cell =
        static_cast<std::size_t>(code) < cells.size() ? cells[static_cast<std::size_t>(code)] : "";
    const bool says = document.words_of(index).strong > 0;
    if (columns.has(Part::step) || columns.has(Part::cause)) return says || topic.trouble ? 0.85 : 0.4;
    std::string plain = shown_title(cell);
    const bool bad = !plain.empty() && (plain.front() == '4' || plain.front() == '5') && plain.size() >= 3;
    return bad || (says && is_digit(plain.empty() ? ' ' : plain.front())) ? 0.8 : says && topic.trouble ? 0.8 : 0;
  }
  // A table under a troubleshooting heading whose first column speaks of problems and whose other names a fix.
  if (topic.trouble && !place.text.empty()) {
    const auto cells = cells_of(place.text);
    if (!cells.empty() && problem_in(cells.front()) >= 0.7 && cells.size() >= 2) return fix ? 0.85 : 0.8;
    if (columns.has(Part::step) && columns.has(Part::cause)) return 0.8;
  }
  return 0;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  const Columns& columns = document.columns(place.parent);
  const auto cells = cells_of(place.text);
  const int title = columns.title >= 0 ? columns.title : 0;
  if (static_cast<std::size_t>(title) >= cells.size()) return {};
  Entry entry = entry_at(document, index, shown_title(cells[static_cast<std::size_t>(title)]));
  const int line = place.line_start;
  std::string levels;
  for (std::size_t i = 0; i < cells.size() && i < columns.parts.size(); ++i) {
    if (static_cast<int>(i) == title || cells[i].empty() || cells[i] == "-" || cells[i] == "—") continue;
    Part part = columns.parts[i];
    std::string text = part == Part::source ? std::string(cells[i]) : shown_cell(cells[i]);
    if (text.empty()) continue;  // nothing but marks of emphasis
    if (part == Part::level) {
      levels += (levels.empty() ? "" : "; ") + columns.names[i] + " " + text;
      continue;
    }
    if (part == Part::source) {
      entry.definitive_source = {std::move(text), line, line};
    } else if (part == Part::component) {
      entry.component = std::move(text);
    } else if (part == Part::symptom || part == Part::code) {
      entry.symptoms.push_back({std::move(text), line, line});
    } else if (part == Part::cause || part == Part::meaning) {
      entry.causes.push_back({std::move(text), line, line});
    } else if (part == Part::step || part == Part::none) {
      entry.steps.push_back({std::move(text), line, line});
    }
  }
  if (!levels.empty()) entry.symptoms.push_back({std::move(levels), line, line});
  choose_first_action(entry);
  // "<n>" is a form to be filled in.
  if (entry.title.starts_with('<') && entry.title.ends_with('>')) return {};
  if (std::none_of(entry.title.begin(), entry.title.end(),
                   [](char c) { return is_alnum(c) || static_cast<unsigned char>(c) >= 0xc0; }))
    return {};
  return {std::move(entry)};
}

std::string cell(const std::vector<Passage>& passages) {
  std::string out;
  for (const Passage& passage : passages) {
    if (!out.empty()) out += "; ";
    out += on_one_line(passage.text);
  }
  std::string escaped;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] == '|' && (i == 0 || out[i - 1] != '\\')) escaped += '\\';
    escaped += out[i];
  }
  return escaped;
}

std::string render(const Entry& entry, int) {
  std::string header = "| Symptom |";
  std::string border = "|---|";
  std::string row = "| " + cell({{entry.title, 0, 0}}) + " |";
  const auto add = [&](std::string_view name, const std::string& text) {
    if (text.empty()) return;
    header += " " + std::string(name) + " |";
    border += "---|";
    row += " " + text + " |";
  };
  add("Error", cell(entry.symptoms));
  add("Most Likely Cause", cell(entry.causes));
  add("First Action", cell(entry.steps));
  add("Definitive Source", cell({entry.definitive_source}));
  return header + "\n" + border + "\n" + row + "\n";
}

}  // namespace

std::string render_row(const Entry& entry, std::string_view header) {
  const std::vector<Part> parts = columns_of(header).parts;
  std::size_t title = 0;
  for (const Part part : {Part::metric, Part::code, Part::symptom})
    if (const auto found = std::find(parts.begin(), parts.end(), part); found != parts.end())
      title = static_cast<std::size_t>(found - parts.begin());
  // What has no column of its own stands in the next best one: nothing is lost.
  const auto has = [&](Part part) {
    const auto found = std::find(parts.begin(), parts.end(), part);
    return found != parts.end() && static_cast<std::size_t>(found - parts.begin()) != title;
  };
  std::vector<Passage> named = {{entry.title, 0, 0}};
  std::vector<Passage> causes = entry.causes;
  std::vector<Passage> steps = entry.steps;
  if (!has(Part::symptom)) named.insert(named.end(), entry.symptoms.begin(), entry.symptoms.end());
  if (!entry.definitive_source.empty() && !has(Part::source))
    steps.push_back({"see " + entry.definitive_source.text, 0, 0});
  if (!has(Part::step)) causes.insert(causes.end(), steps.begin(), steps.end());
  if (!has(Part::cause) && !has(Part::meaning)) steps.insert(steps.begin(), entry.causes.begin(), entry.causes.end());
  std::string row = "|";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string text;
    if (i == title)
      text = cell(named);
    else if (parts[i] == Part::symptom)
      text = cell(entry.symptoms);
    else if (parts[i] == Part::cause || parts[i] == Part::meaning)
      text = cell(causes);
    else if (parts[i] == Part::step)
      text = cell(steps);
    else if (parts[i] == Part::source && !entry.definitive_source.empty())
      text = cell({entry.definitive_source});
    else if (parts[i] == Part::component)
      text = entry.component;
    row += text.empty() ? " - |" : " " + text + " |";
  }
  return row + "\n";
}

extern const EntryShape symptom_table_shape;
const EntryShape symptom_table_shape = {"table row", score, extract, render};

}  // namespace fingerpost
