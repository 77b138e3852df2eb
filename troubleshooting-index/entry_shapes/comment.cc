// Problems told in comments: of a configuration file ("# - If you see TLS errors, set …"), and of a code block whose
// comment lines name a state and the lines after them what to do.
#include <algorithm>

#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestTitle = 120;  // bytes

std::string_view without_comment_mark(std::string_view line) {
  line = trim(line);
  while (!line.empty() && (line.front() == '#' || line.front() == '/' || line.front() == ';')) line.remove_prefix(1);
  return trim(line);
}

// Without the sign that a comment begins with to catch the eye: "❌ Application down".
std::string_view without_symbols(std::string_view words) {
  while (!words.empty() && (words.starts_with("\xe2") || words.starts_with("\xef\xb8\x8f") || words.front() == ' '))
    words.remove_prefix(std::min<std::size_t>(words.size(), words.front() == ' ' ? 1 : 3));
  return words;
}

bool is_comment(std::string_view line) {
  line = trim(line);
  return line.starts_with('#') || line.starts_with("//");
}

// A comment of a setting that warns what happens: its words, all together.
double score_of_comment(const Wording& words) {
  if (words.trouble > 0 && words.condition + words.sighting > 0) return 0.6;
  return words.statements > 0 && words.harmless == 0 ? 0.35 : 0;
}

// The comment line of a code block that names a problem, 0-based, or -1.
int problem_line(std::string_view body) {
  int line = 0;
  for (const std::string_view text : split(body, '\n')) {
    if (is_comment(text)) {
      std::string_view words = without_comment_mark(text);
      const Wording wording = Labels::built_in().wording_of(words);
      const bool conditional = starts_with_ignoring_case(without_marks(words), "if ");
      const std::string_view head = words.substr(0, words.find_first_of(":-"));
      if (Labels::built_in().part_of(head) == Part::none && wording.harmless == 0 && wording.strong > 0 &&
          words.size() < 100 && (conditional || words.find("⚠") == 0 || words.find("❌") == 0))
        return line;
    }
    ++line;
  }
  return -1;
}

double score(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (document.topic_of(index).history) return 0;
  if (place.kind == Kind::comment) return score_of_comment(document.words_of(index));
  if (place.kind == Kind::code_block)
    return document.words_of(index).strong > 0 && problem_line(place.text) >= 0 ? 0.8 : 0;
  if (!place.comment.empty() && place.kind != Kind::section)
    return score_of_comment(Labels::built_in().wording_of(place.comment.substr(0, 2'000)));
  return 0;
}

std::vector<Entry> extract_comment(const DocumentView& document, std::int32_t index, std::string_view comment,
                                   int line) {
  const Place& place = document.place(index);
  Entry entry = entry_at(document, index, {});
  entry.line_start = std::min(line, place.line_start);
  std::string joined;
  int start = line;
  const auto flush = [&](int end) {
    if (entry.title.empty() && joined.size() > 3)
      entry.title = clip(shown_title(joined), kLongestTitle);
    else if (!joined.empty())
      add_text(joined, start, end, Part::none, entry);
    joined.clear();
  };
  for (const std::string_view text : split(comment, '\n')) {
    const std::string_view words = without_comment_mark(text);
    if (words.empty() || words.starts_with("- ") || words.starts_with("* ")) {
      flush(line - 1);
      start = line;
    }
    if (!words.empty()) {
      if (!joined.empty()) joined += ' ';
      joined += words;
    }
    ++line;
  }
  flush(line - 1);
  if (!place.key.empty() && place.kind != Kind::comment) {
    if (!entry.title.empty())
      entry.steps.insert(entry.steps.begin(), {entry.title, entry.line_start, place.line_start});
    entry.title = place.key;
  }
  choose_first_action(entry);
  if (entry.title.empty()) return {};
  return {std::move(entry)};
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (place.kind == Kind::comment) return extract_comment(document, index, place.text, place.line_start);
  if (place.kind != Kind::code_block) {
    const int lines = static_cast<int>(std::count(place.comment.begin(), place.comment.end(), '\n')) + 1;
    return extract_comment(document, index, place.comment, std::max(1, place.line_start - lines));
  }
  std::vector<Entry> entries;
  int line = place.line_start;
  if (document.place(index).line_end - place.line_start > std::count(place.text.begin(), place.text.end(), '\n'))
    ++line;
  bool open = false;
  for (const std::string_view text : split(place.text, '\n')) {
    const std::string_view words = without_comment_mark(text);
    if (trim(text).empty()) {
      open = false;
    } else if (is_comment(text) && problem_line(text) == 0) {
      Entry entry = entry_at(document, index, shown_title(without_symbols(words)));
      entry.line_start = entry.line_end = line;
      open = !entry.title.empty();
      if (open) entries.push_back(std::move(entry));
    } else if (open) {
      if (is_comment(text))
        add_text(words, line, line, Part::none, entries.back());
      else
        entries.back().steps.push_back({"`" + std::string(trim(text)) + "`", line, line});
      entries.back().line_end = line;
    }
    ++line;
  }
  for (Entry& entry : entries) choose_first_action(entry);
  return entries;
}

std::string render(const Entry& entry, int) {
  std::string out = "```bash\n# ⚠️ " + on_one_line(entry.title) + "\n";
  const auto add = [&](const std::vector<Passage>& passages, std::string_view label) {
    for (const Passage& passage : passages) out += "# " + std::string(label) + ": " + on_one_line(passage.text) + "\n";
  };
  add(entry.symptoms, "Symptom");
  add(entry.causes, "Cause");
  add(entry.steps, "Fix");
  if (!entry.definitive_source.empty()) add({entry.definitive_source}, "Source");
  return out + "```\n";
}

}  // namespace

extern const EntryShape comment_shape;
const EntryShape comment_shape = {"comment", score, extract, render};

}  // namespace fingerpost
