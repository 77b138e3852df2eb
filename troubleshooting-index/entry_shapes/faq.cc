// A question of an FAQ with its answer: a heading, a bold line or a "Q:" line that asks.
#include <algorithm>

#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/parts.h"
#include "troubleshooting-index/render.h"
#include "troubleshooting-index/shown.h"

namespace fingerpost {
namespace {

bool asks(std::string_view title) {
  title = trim(title);
  while (!title.empty() && (title.back() == '*' || title.back() == '_' || title.back() == ':')) title.remove_suffix(1);
  return title.ends_with('?') || title.ends_with("？");
}

// "What to do when mail bounces": a question that lacks its mark. Only a page of questions makes it one.
bool begins_as_question(std::string_view title) {
  static constexpr std::string_view kFirstWords[] = {
      "what ",   "how ",  "why ", "when ", "where ", "which ", "can ",     "is ",       "are ",  "do ",  "does ",
      "should ", "will ", "was ", "wie ",  "warum ", "wann ",  "comment ", "pourquoi ", "cómo ", "como "};
  const std::string lower = to_lower(shown_title(title));
  return std::any_of(std::begin(kFirstWords), std::end(kFirstWords),
                     [&](std::string_view word) { return lower.starts_with(word); });
}

// "Q: Why …?" without its mark.
std::string_view without_letter(std::string_view text, std::string_view upper, std::string_view word) {
  text = without_marks(text);
  while (!text.empty() && text.front() == '*') text.remove_prefix(1);
  for (const std::string_view mark : {upper, word})
    if (starts_with_ignoring_case(text, mark)) {
      std::string_view rest = text.substr(mark.size());
      if (!rest.empty() && (rest.front() == ':' || rest.front() == '.' || rest.front() == '*' || rest.front() == ')')) {
        while (!rest.empty() &&
               (rest.front() == ':' || rest.front() == '.' || rest.front() == '*' || rest.front() == ')'))
          rest.remove_prefix(1);
        return trim(rest);
      }
    }
  return {};
}

// <FaqItem question="…">: the tag says that the title is a question.
bool is_question_tag(const Place& place) {
  return place.kind == Kind::section && place.text.starts_with("<") && contains(place.text.substr(0, 600), "question=");
}

std::string_view question_of(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  if (is_question_tag(place)) return place.key;
  if (place.kind == Kind::section) {
    const bool question = asks(place.key) || (begins_as_question(place.key) && document.topic_of(index).questions);
    return question ? std::string_view(place.key) : std::string_view();
  }
  if (place.kind != Kind::paragraph && place.kind != Kind::list_item) return {};
  const std::string_view text = trim(place.text);
  const std::string_view line = text.substr(0, text.find('\n'));
  if (const std::string_view question = without_letter(line, "Q", "Question"); asks(question)) return question;
  if (without_marks(text).starts_with("**") && asks(line)) return line;
  const Lead& lead = document.lead(index);
  if (lead.bold && asks(shown_title(lead.head))) return lead.head;
  return {};
}

double score(const DocumentView& document, std::int32_t index) {
  const std::string_view question = question_of(document, index);
  if (question.empty()) return 0;
  Topic topic = document.topic_of(index);
  topic.questions = topic.questions || is_question_tag(document.place(index));
  if (topic.history || Labels::built_in().part_of(shown_title(question)) != Part::none) return 0;
  const double problem = problem_in(question);
  if (topic.questions || topic.trouble) return problem >= 0.7 ? 0.89 : problem > 0 ? 0.7 : 0.5;
  const std::string lower = to_lower(shown_title(question));
  const bool why = lower.starts_with("why ") || lower.starts_with("what does ") || lower.starts_with("what if ") ||
                   lower.starts_with("warum ") || lower.starts_with("pourquoi ") || lower.starts_with("por qué ") ||
                   lower.starts_with("por que ");
  if (problem >= 0.7) return 0.7;
  if (!why) return 0;
  Wording words = document.words_of(index);
  words += document.words_below(index);
  return words.strong > 0 && words.cause + words.remedy > 0 ? 0.45 : 0;
}

std::vector<Entry> extract(const DocumentView& document, std::int32_t index) {
  const Place& place = document.place(index);
  const std::string_view question = question_of(document, index);
  Entry entry = entry_at(document, index, shown_title(question));
  std::string_view rest;
  if (place.kind != Kind::section) {
    const auto after = place.text.data() <= question.data() && question.data() < place.text.data() + place.text.size()
                           ? static_cast<std::size_t>(question.data() - place.text.data()) + question.size()
                           : place.text.size();
    rest = trim(place.text.substr(after));
    while (!rest.empty() && rest.front() == '*') rest.remove_prefix(1);
    if (const std::string_view answer = without_letter(rest, "A", "Answer"); !answer.empty()) rest = answer;
    rest = trim(rest);
  }
  collect_parts(document, index, rest, entry);
  // An answer in a paragraph of its own behind a question that holds nothing.
  if (place.kind == Kind::paragraph && rest.empty() && document.children(index).empty()) {
    for (std::int32_t at = document.next(index); at >= 0; at = document.next(at)) {
      const Place& next = document.place(at);
      if (next.kind != Kind::paragraph && next.kind != Kind::code_block && next.kind != Kind::list_item) break;
      if (!question_of(document, at).empty()) break;
      const std::string_view answer = without_letter(next.text, "A", "Answer");
      if (answer.empty() && entry.line_end != place.line_end && next.kind == Kind::paragraph) break;
      if (!answer.empty())
        add_text(answer, next.line_start, document.line_end(at), Part::none, entry);
      else
        collect_place(document, at, Part::none, entry);
      entry.line_end = document.line_end(at);
    }
    choose_first_action(entry);
  }
  return {std::move(entry)};
}

std::string render(const Entry& entry, int heading_level) {
  return render_heading(entry.title, heading_level) + render_paragraphs(entry, {});
}

}  // namespace

extern const EntryShape faq_shape;
const EntryShape faq_shape = {"question", score, extract, render};

}  // namespace fingerpost
