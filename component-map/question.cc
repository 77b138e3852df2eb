#include "component-map/question.h"

#include <algorithm>

#include "base/text.h"
#include "component-map/aliases.h"
#include "pointer-map/spelling.h"
#include "pointer-map/stems.h"
#include "pointer-map/terms.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostQuestionBytes = 4096;

// Whether the map holds the term anywhere alive.
Result<bool> stands_somewhere(Map& map, const std::string& term) {
  auto places = map.places_with(term);
  if (!places) return places.error();
  return (*places)->own > 0;
}

void add_alternative(TermGroup& group, const std::string& term, float weight) {
  for (TermGroup::Alternative& known : group.alternatives)
    if (known.term == term) {
      known.weight = std::max(known.weight, weight);
      return;
    }
  group.alternatives.push_back({term, weight});
}

// Whether a word of the question can only be the name of one thing: in capitals, with underscores.
bool is_name(std::string_view word) {
  return word.find('_') != std::string_view::npos &&
         std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Flags of several words. One of a single word may be said of anything.
std::vector<std::string> flags_of(std::string_view text) {
  std::vector<std::string> out;
  std::size_t behind = 0;  // what was looked at
  for (std::size_t at = text.find("--"); at != std::string_view::npos; at = text.find("--", behind)) {
    behind = at + 2;
    while (behind < text.size() && (is_alnum(text[behind]) || text[behind] == '-' || text[behind] == '_')) ++behind;
    std::string_view flag = text.substr(at, behind - at);
    while (!flag.empty() && !is_alnum(flag.back())) flag.remove_suffix(1);
    if (flag.size() > 4 && is_alnum(flag[2]) && flag.find_first_of("-_", 2) != std::string_view::npos)
      out.emplace_back(flag);
  }
  return out;
}

// Whether a word is written as only code writes names: with underscores, or humps inside.
bool is_code_name(std::string_view word) {
  bool humps = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (!is_alnum(word[i]) && word[i] != '_') return false;
    humps = humps || word[i] == '_' || (i > 0 && is_upper(word[i]) && !is_upper(word[i - 1]));
  }
  return humps;
}

void note_intents(Question& question, const std::vector<Intent>& intents) {
  for (const Intent intent : intents) question.intents.set(static_cast<std::size_t>(intent));
}

// "Rotate the keys of staging" asks how, "rotate interval" does not.
bool tells_to_do(const std::vector<Word>& words, const Vocabulary& vocabulary) {
  constexpr std::size_t kSentence = 4;  // words
  return words.size() >= kSentence && vocabulary.is_imperative(to_lower(words.front().text));
}

}  // namespace

Result<Question> understand(std::string_view text, Map& map, const Vocabulary& vocabulary) {
  const Map::ReadScope reading(map);
  Question question;
  question.text = std::string(text.substr(0, kMostQuestionBytes));
  question.flags = flags_of(question.text);
  const std::vector<Word> words = words_of_question(question.text);
  auto aliases = aliases_of(map);
  if (!aliases) return aliases.error();
  std::string previous;  // the stem of the word before, for pairs of words
  std::string previous_typed;
  if (tells_to_do(words, vocabulary)) note_intents(question, {Intent::how});
  for (std::size_t w = 0; w < words.size(); ++w) {
    const Word& word = words[w];
    const std::string typed = to_lower(word.text);
    note_intents(question, vocabulary.intents(typed));
    if (!previous_typed.empty()) note_intents(question, vocabulary.intents(previous_typed + "+" + typed));
    previous_typed = typed;
    if (word.stop) continue;
    // The whole of an identifier comes last; its parts are asked for one by one, so that "DATABASE_URL" finds the
    // variable first and what speaks of database URLs after it.
    const std::string stem = word.terms.front();
    const float importance = vocabulary.importance(typed);
    for (const Kind kind : vocabulary.kinds(stem)) question.kinds.set(static_cast<std::size_t>(kind));
    if (importance <= 0.0f) continue;
    if (question.groups.size() + word.terms.size() > kMostGroups) continue;
    const bool several = word.terms.size() > 1;
    // A name of code by itself that stands in the map is asked for as it is: its parts are words of everything.
    bool only_whole = false;
    if (several && words.size() == 1 && is_code_name(word.text)) {
      auto there = stands_somewhere(map, word.terms.back());
      if (!there) return there.error();
      only_whole = *there;
    }
    std::string respelt;  // an identifier's parts so far, as they were corrected
    for (std::size_t t = 0; t < word.terms.size(); ++t) {
      if (only_whole && t + 1 < word.terms.size()) continue;
      const std::string& term = word.terms[t];
      const std::string& spelt = word.spelt[t];
      const bool whole = several && t + 1 == word.terms.size();
      TermGroup group;
      group.importance = importance * (several && !whole ? 0.7f : 1.0f);
      group.alternatives.push_back({term, 1.0f});
      QuestionWord asked;
      asked.text = word.text;
      asked.identifier = word.identifier;
      asked.importance = group.importance;
      asked.group = question.groups.size();
      auto known = stands_somewhere(map, term);
      if (!known) return known.error();
      if (whole && !*known) {  // nowhere as one identifier: its parts decide
        auto there = stands_somewhere(map, respelt);
        if (!there) return there.error();
        if (!*there) {
          if (is_name(word.text)) question.absent.push_back(word.text);
          continue;
        }
        group.alternatives.front().term = respelt;
        *known = true;
      }
      for (const Vocabulary::Synonym& synonym : vocabulary.synonyms(term))
        if (!contains(synonym.term, "+")) add_alternative(group, synonym.term, synonym.weight);
      auto alias = aliases->find(typed);
      if (alias == aliases->end() && w > 0) alias = aliases->find(to_lower(words[w - 1].text) + " " + typed);
      if (alias != aliases->end() && (whole || !several))
        for (const Word& meant : words_of_question(alias->second))
          for (const std::string& part : meant.terms) add_alternative(group, part, 1.0f);
      // "web ui" is found where "webui" is written; "data base" where "database" is.
      if (!previous.empty() && t == 0 && !several) {
        const std::string joined = previous + typed;
        auto as_one = stands_somewhere(map, stem_of(joined));
        if (!as_one) return as_one.error();
        if (*as_one && joined.size() >= 5) {
          add_alternative(group, stem_of(joined), 0.9f);
          if (!question.groups.empty()) add_alternative(question.groups.back(), stem_of(joined), 0.9f);
        }
        for (const Vocabulary::Synonym& synonym : vocabulary.synonyms(stem_of(previous) + "+" + term))
          if (!contains(synonym.term, "+")) {
            add_alternative(group, synonym.term, synonym.weight);
            if (!question.groups.empty()) add_alternative(question.groups.back(), synonym.term, synonym.weight);
          }
      }
      bool by_synonym = false;
      if (!*known) {
        for (const TermGroup::Alternative& alternative : group.alternatives) {
          auto there = stands_somewhere(map, alternative.term);
          if (!there) return there.error();
          by_synonym = by_synonym || *there;
        }
      }
      const bool spelt_right = vocabulary.words().contains(spelt);
      if (!*known && !by_synonym && !whole && spelt_right) asked.unknown = true;
      if (!*known && !by_synonym && !whole && !spelt_right) {
        const auto there = map.words();
        if (!there) return there.error();
        std::vector<Spelling> spellings = (*there)->nearest(spelt, 4);
        const std::vector<Spelling> common = vocabulary.words().nearest(spelt, 2);
        // A word of the field or of questions that is as near is what was meant, whether the map holds it or not.
        if (!common.empty() && (spellings.empty() || common.front().likeness >= spellings.front().likeness))
          spellings.insert(spellings.begin(), common.front());
        for (const Spelling& spelling : spellings) {
          if (spelling.likeness < spellings.front().likeness - 0.1f) break;
          const std::string corrected = stem_of(spelling.word);
          add_alternative(group, corrected, spelling.likeness);
          for (const Vocabulary::Synonym& synonym : vocabulary.synonyms(corrected))
            if (!contains(synonym.term, "+")) add_alternative(group, synonym.term, spelling.likeness * synonym.weight);
          if (asked.corrected.empty()) asked.corrected = spelling.word;
        }
        if (!spellings.empty()) {
          // A corrected word tells as much as the word that was meant.
          group.importance = std::min(group.importance, vocabulary.importance(spellings.front().word));
          asked.importance = group.importance;
          note_intents(question, vocabulary.intents(spellings.front().word));
          for (const Kind kind : vocabulary.kinds(stem_of(spellings.front().word)))
            question.kinds.set(static_cast<std::size_t>(kind));
          if (group.importance <= 0.0f || is_stop_word(spellings.front().word)) continue;
        }
        asked.unknown = spellings.empty();
      }
      respelt += asked.corrected.empty() ? spelt : asked.corrected;
      question.groups.push_back(std::move(group));
      question.words.push_back(std::move(asked));
    }
    if (importance > Vocabulary::kPartsNoSaying) previous = several ? "" : typed;
  }
  return question;
}

}  // namespace fingerpost
