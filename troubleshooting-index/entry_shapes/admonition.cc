// A note in a box that tells of a problem: "!!! warning", ":::warning", "> [!NOTE]", "> **Warning**", ".. warning::".
#include <algorithm>

#include "indexer/formats/boxes.h"
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestTitle = 120;  // bytes

struct Box {
  std::string_view type;   // "warning"; "" for no box
  std::string_view title;  // of its own, or ""
  std::string_view body;   // what stands in the place's own text after its first line
};

std::string_view first_word(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && (is_alnum(text[end]) || text[end] == '-')) ++end;
  return text.substr(0, end);
}

Box box_of(std::string_view text) {
  Box box;
  text = trim(text);
  const auto line_end = text.find('\n');
  std::string_view line = trim(text.substr(0, line_end));
  const std::string_view rest = line_end == std::string_view::npos ? std::string_view() : text.substr(line_end + 1);
  if (const auto head = box_head(line)) {
    box.type = head->type;
    box.title = head->title;
    box.body = rest;
    if (const auto last = rest.rfind('\n'); line.front() == '`' && is_bare_fence(rest.substr(last + 1)))
      box.body = rest.substr(0, last == std::string_view::npos ? 0 : last);
  } else if (line.starts_with(".. ")) {
    box.type = first_word(line.substr(3));
    if (!line.substr(3 + box.type.size()).starts_with("::")) return {};
    box.body = text.substr(3 + box.type.size() + 2);
  } else if (line.starts_with('>')) {
    while (!line.empty() && (line.front() == '>' || line.front() == ' ')) line.remove_prefix(1);
    if (line.starts_with("[!")) {
      box.type = first_word(line.substr(2));
      box.body = rest;
    } else if (line.starts_with("**")) {
      box.type = first_word(line.substr(2));
      const auto close = line.find("**", 2);
      box.body = close == std::string_view::npos ? rest : text.substr(text.find("**", text.find("**") + 2) + 2);
      // Only a word that names a box, with its colon: a quotation may begin with any bold word.
      if (close == std::string_view::npos || close > 2 + box.type.size() + 1) return {};
    }
  }
  if (equal_ignoring_case(box.type, "code-block") || equal_ignoring_case(box.type, "image")) return {};
  return box;
}

// 2: its type says that something is wrong; 1: it may; 0: no type of box.
int weight_of(std::string_view type) {
  const std::string lower = to_lower(type);
  for (const std::string_view name :
       {"warning", "danger", "caution", "failure", "error", "bug", "important", "attention", "critical", "fail"})
    if (lower == name) return 2;
  for (const std::string_view name : {"note", "info", "tip", "hint", "question", "faq", "help", "notice", "details",
                                      "abstract", "example", "seealso", "admonition"})
    if (lower == name) return 1;
  return 0;
}

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind != Kind::paragraph && place.kind != Kind::code_block) return 0;
  const Topic topic = document.topic_of(index);
  if (topic.history) return 0;
  const Box box = box_of(place.text);
  const int weight = weight_of(box.type);
  if (weight == 0) return 0;
  Wording words = document.words_of(index);
  words += document.words_below(index);
  const double problem = problem_in(box.title);
  if (problem >= 0.7) return 0.75;
  const bool advises = words.remedy + words.cause > 0;
  if (problem > 0 && weight == 2 && advises) return 0.5;
  if (words.statements > 0) return advises ? (weight == 2 ? 0.55 : 0.45) : weight == 2 ? 0.4 : 0;
  if (weight == 1) return words.strong > 0 && topic.trouble && advises ? 0.4 : 0;
  return words.strong > 0 && words.condition > 0 && advises ? 0.4 : words.condition > 0 && advises ? 0.3 : 0;
}

// The paragraphs and items of a box whose text the parser did not take apart. A fence in it is one block.
void add_lines(std::string_view body, int line, Entry& entry) {
  std::string joined;
  int start = line;
  bool fence = false;
  std::string block;
  const auto flush = [&](int end) {
    if (!joined.empty()) add_text(joined, start, end, Part::none, entry);
    joined.clear();
  };
  for (const std::string_view text : split(body, '\n')) {
    std::string_view bare = trim(text);
    while (!bare.empty() && (bare.front() == '>' || bare.front() == ' ')) bare.remove_prefix(1);
    if (bare.starts_with("```")) {
      if (fence) {
        entry.steps.push_back({block + "```", start, line});
      } else {
        flush(line - 1);
        start = line;
        block = "```\n";
      }
      fence = !fence;
    } else if (!fence && joined.empty() && is_box_option(bare)) {
      start = line + 1;
    } else if (fence) {
      block += std::string(bare) + "\n";
    } else if (bare.empty() || ends_box(bare) || bare.starts_with("- ") || bare.starts_with("* ")) {
      flush(line - 1);
      if (!bare.empty() && !ends_box(bare)) joined = bare;
      start = line;
    } else {
      if (joined.empty()) start = line;
      if (!joined.empty()) joined += ' ';
      joined += bare;
    }
    ++line;
  }
  if (fence) entry.steps.push_back({block + "```", start, line - 1});
  flush(line - 1);
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  const Box box = box_of(place.text);
  std::string title = shown_title(box.title);
  if (title.empty()) {
    std::string body = shown_title(box.body);
    if (body.empty() && !document.children(index).empty())
      body = shown_title(document.place(document.children(index).front()).text);
    std::size_t end = body.size();
    for (std::size_t at = 20; at + 1 < body.size(); ++at)
      if (body[at] == '.' && is_space(body[at + 1])) {
        end = at;
        break;
      }
    title = clip(trim(std::string_view(body).substr(0, end)), kLongestTitle);
  }
  if (title.empty()) return {};
  Entry entry = entry_at(document, index, std::move(title));
  const auto offset =
      box.body.empty() ? place.text.size() : static_cast<std::size_t>(box.body.data() - place.text.data());
  const auto before = place.text.substr(0, offset);
  add_lines(box.body, place.line_start + static_cast<int>(std::count(before.begin(), before.end(), '\n')), entry);
  for (const std::int32_t child : document.children(index)) {
    const Place& of = document.place(child);
    const bool fenced = of.line_end - of.line_start > std::count(of.text.begin(), of.text.end(), '\n');
    if (of.kind == Kind::code_block && of.key.empty() && !fenced)
      add_lines(of.text, of.line_start, entry);  // the indented body of a box, which is no code
    else
      collect_place(document, child, Part::none, entry);
  }
  choose_first_action(entry);
  return {std::move(entry)};
}

std::string render(const Entry& entry, int) {
  return "!!! warning \"" + entry.title + "\"\n\n" + render_paragraphs(entry, "    ");
}

}  // namespace

extern const EntryShape admonition_shape;
const EntryShape admonition_shape = {"admonition", score, extract, render};

}  // namespace fingerpost
