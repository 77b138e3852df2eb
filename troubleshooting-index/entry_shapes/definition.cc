// A term of a definition list that names a problem, with what is said of it: "Term\n: meaning", <dl>, the indented
// blocks of reStructuredText. A list of words with their meanings is a glossary, not troubleshooting, so the term must
// name a problem and, outside of pages about problems, the meaning must say why it happens or what to do.
#include "troubleshooting-index/definition.h"

#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"

namespace fingerpost {
namespace {

// Whether a heading above, or the page, says that words are explained here.
bool in_glossary(const DocumentView& document, std::int32_t index) {
  const Labels& labels = Labels::built_in();
  const std::string_view name = base_name(document.path());
  if (labels.is_plain_heading(name.substr(0, name.find('.')))) return true;
  for (std::int32_t at = document.place(index).parent; at != 0; at = document.place(at).parent)
    if (document.place(at).kind == Kind::section && labels.is_plain_heading(document.place(at).key)) return true;
  return false;
}

double score(const DocumentView& document, std::int32_t index) {
  const Definition definition = definition_of(document.place(index));
  if (definition.term.empty() || (definition.meanings.empty() && document.children(index).empty())) return 0;
  const Topic topic = document.topic_of(index);
  const Labels& labels = Labels::built_in();
  const std::string term = shown_title(definition.term);
  if (topic.history || labels.part_of(term) != Part::none || labels.is_plain_heading(term)) return 0;
  const double problem = problem_in(definition.term);
  Wording words = document.words_below(index);
  for (const WrittenMeaning& meaning : definition.meanings) words += labels.wording_of(meaning.text);
  const bool advises = words.cause + words.remedy > 0;
  const bool about_problem = words.strong > 0 || words.condition + words.sighting > 0;
  if (topic.trouble) {
    if (problem >= 0.7) return 0.86;
    if (problem > 0) return advises || about_problem ? 0.8 : 0;
    return is_quoted(definition.term) && about_problem ? 0.8 : advises && words.strong + words.cause > 0 ? 0.55 : 0;
  }
  if (in_glossary(document, index)) return 0;
  if (problem >= 0.7 && words.remedy > 0 && (words.statements > 0 || words.cause > 0)) return 0.6;
  return is_error_code(definition.term) && advises ? 0.6 : 0;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  const Definition definition = definition_of(document.place(index));
  Entry entry = entry_at(document, index, shown_title(definition.term));
  for (const WrittenMeaning& meaning : definition.meanings)
    add_text(meaning.text, meaning.line_start, meaning.line_end, Part::none, entry);
  collect_parts(document, index, {}, entry);
  if (entry.title.empty()) return {};
  return {std::move(entry)};
}

std::string render(const Entry& entry, int) {
  std::string out = on_one_line(entry.title) + "\n";
  const auto add = [&](const std::vector<Passage>& passages, std::string_view label) {
    for (const Passage& passage : passages) out += ": " + std::string(label) + ": " + on_one_line(passage.text) + "\n";
  };
  add(entry.symptoms, "Symptom");
  add(entry.causes, "Cause");
  add(entry.steps, "Fix");
  if (!entry.definitive_source.empty()) add({entry.definitive_source}, "Source");
  return out;
}

}  // namespace

extern const EntryShape definition_shape;
const EntryShape definition_shape = {"definition", score, extract, render};

}  // namespace fingerpost
