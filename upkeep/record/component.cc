#include "upkeep/record/component.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "component-map/curated.h"
#include "troubleshooting-index/labels.h"
#include "upkeep/record/placing.h"

namespace fingerpost {
namespace {

struct Line {
  std::string_view label;
  const std::string* text;
};

std::array<Line, 4> lines_of(const ComponentNote& note) {
  return {{{"Definitive Source", &note.definitive_source},
           {"What's There", &note.whats_there},
           {"Spec", &note.spec},
           {"Key Details", &note.key_details}}};
}

// How the neighbour writes a label: "**Spec**:", "- **Spec:**"; "" where it has none.
std::string head_in(const Lines& lines, const MappedComponent& component, std::string_view label) {
  for (int n = component.line_start + 1; n <= component.line_end; ++n) {
    const std::string_view text = trim(lines.line(n));
    const auto open = text.find("**");
    const auto close = open == std::string_view::npos ? open : text.find("**", open + 2);
    if (close == std::string_view::npos || open > 3) continue;
    // "Spec (if applicable)" is the label too.
    if (!starts_with_ignoring_case(text.substr(open + 2), label)) continue;
    const auto colon = text.find(':', close);
    return std::string(text.substr(0, colon == close + 2 ? close + 3 : close + 2));
  }
  return "";
}

struct Manner {
  std::string before = "**";
  std::string after = "**:";
  std::string between = "\n";
};

Manner component_manner_of(const Lines& lines, const MappedComponent& component) {
  Manner out;
  const std::string head = head_in(lines, component, "Definitive Source");
  const auto open = head.find("**");
  if (open == std::string::npos) return out;
  out.before = head.substr(0, open + 2);
  out.after = head.find(":**") != std::string::npos ? ":**" : "**:";
  for (int n = component.line_start + 1; n + 1 <= component.line_end; ++n)
    if (contains(lines.line(n), "Definitive Source")) {
      out.between = trim(lines.line(n + 1)).empty() ? "\n" : "";
      break;
    }
  return out;
}

std::string labelled(const Manner& manner, const Line& line) {
  return manner.before + std::string(line.label) + manner.after + " " + *line.text + "\n";
}

Result<TextEdit> checked(const Document& before, TextEdit edit, std::size_t expected, const ComponentNote& note) {
  auto after = read_document(before.path, edited(before.bytes, edit));
  if (!after) return after.error();
  const auto components = components_in(**after);
  const bool there = std::any_of(components.begin(), components.end(), [&](const MappedComponent& one) {
    return label_key(one.name) == label_key(note.name);
  });
  if (!there || components.size() != expected)
    return Error{Code::invalid_argument, "the component would not be found again where it would be written",
                 before.path, "say it in plainer words, or write it by hand"};
  return edit;
}

}  // namespace

std::vector<MappedComponent> components_in(const Document& document) {
  const Lines lines(document.text);
  std::vector<MappedComponent> out;
  for (std::size_t i = 0; i < document.headings.size(); ++i) {
    const Heading& heading = document.headings[i];
    int last = heading.line_end;
    if (i + 1 < document.headings.size()) last = std::min(last, document.headings[i + 1].line_start - 1);
    if (definitive_source_in(lines.range(heading.line_start, last)))
      out.push_back({heading.title, heading.line_start, last});
  }
  return out;
}

Result<TextEdit> edit_to_add(const Document& document, const ComponentNote& note) {
  const Lines lines(document.text);
  const auto components = components_in(document);
  std::vector<Block> blocks;
  for (const MappedComponent& one : components) blocks.push_back({one.line_start, one.line_end, one.name});
  const Spot spot = spot_for(document, blocks, note.category, note.name,
                             note.definitive_source + "\n" + note.whats_there + "\n" + note.key_details);
  Manner manner;
  if (!components.empty()) {
    const auto like = std::find_if(components.begin(), components.end(), [&](const MappedComponent& one) {
      return spot.beside != nullptr && one.line_start == spot.beside->line_start;
    });
    manner = component_manner_of(lines, like == components.end() ? components.back() : *like);
  }
  std::string text = std::string(static_cast<std::size_t>(spot.heading_level), '#') + " " + note.name + "\n";
  bool first = true;
  for (const Line& line : lines_of(note)) {
    if (line.text->empty()) continue;
    text += first ? "\n" : manner.between;
    text += labelled(manner, line);
    first = false;
  }
  return checked(document, edit_at(document, spot, text), components.size() + 1, note);
}

Result<TextEdit> edit_to_extend(const Document& document, const MappedComponent& component, const ComponentNote& note) {
  const Lines lines(document.bytes);
  const Manner manner = component_manner_of(lines, component);
  std::string after = document.bytes;
  int last = component.line_end;
  while (last > component.line_start && trim(lines.line(last)).size() < 2) --last;
  if (trim(lines.line(last)) == "---") {
    --last;
    while (last > component.line_start && trim(lines.line(last)).empty()) --last;
  }
  // From the end, so that what stands before keeps its lines.
  std::string missing;
  std::vector<std::pair<int, std::string>> longer;
  for (const Line& line : lines_of(note)) {
    if (line.text->empty() || line.label == "Definitive Source") continue;
    const std::string head = head_in(lines, component, line.label);
    if (head.empty()) {
      missing += manner.between + labelled(manner, line);
      continue;
    }
    for (int n = component.line_start + 1; n <= last; ++n)
      if (trim(lines.line(n)).starts_with(head) &&
          !contains(lines.range(component.line_start, component.line_end), *line.text))
        longer.emplace_back(n, "; " + *line.text);
  }
  if (!missing.empty()) {
    const std::size_t at = start_of_line(after, last + 1);
    if (at == after.size() && !after.ends_with('\n')) {
      missing.insert(0, "\n");
      missing.pop_back();
    }
    after.insert(at, with_line_ends_of(document.bytes, missing));
  }
  std::sort(longer.begin(), longer.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [line, text] : longer) after.insert(start_of_line(after, line) + lines.line(line).size(), text);
  return checked(document, edit_between(document.bytes, after), components_in(document).size(), note);
}

}  // namespace fingerpost
