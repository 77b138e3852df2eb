#include "pointer-map/vocabulary.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "base/text.h"
#include "pointer-map/stems.h"

namespace fingerpost {

extern const std::string_view vocabulary_data;  // vocabulary.txt, by the build

namespace {

constexpr float kOfSame = 0.6f;  // the weight of a term that has none
constexpr float kOfToward = 0.3f;

std::vector<std::string_view> words_of_line(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::string_view word : split(line, ' '))
    if (!trim(word).empty()) words.push_back(trim(word));
  return words;
}

std::optional<float> number_of(std::string_view word) {
  if (word.empty() || !is_digit(word.front())) return std::nullopt;
  char* end = nullptr;
  const std::string text(word);
  const float value = std::strtof(text.c_str(), &end);
  if (end != text.c_str() + text.size()) return std::nullopt;
  return value;
}

// "rate+limit" → the stems, joined again.
std::string stems_of(std::string_view words) {
  std::vector<std::string> stems;
  for (std::string_view word : split(words, '+')) stems.push_back(stem_of(word));
  return join(stems, "+");
}

// Terms, each with the number behind it.
std::vector<std::pair<std::string, float>> weighted(std::string_view line, float otherwise) {
  std::vector<std::pair<std::string, float>> out;
  for (const std::string_view word : words_of_line(line)) {
    if (const auto weight = number_of(word); weight && !out.empty())
      out.back().second = *weight;
    else
      out.emplace_back(stems_of(word), otherwise);
  }
  return out;
}

std::optional<Kind> kind_named(std::string_view name) {
  std::string spaced(name);
  std::replace(spaced.begin(), spaced.end(), '_', ' ');
  for (int i = 0; i < kKindCount; ++i)
    if (name_of(static_cast<Kind>(i)) == spaced) return static_cast<Kind>(i);
  return std::nullopt;
}

std::optional<Intent> intent_named(std::string_view name) {
  if (name == "value") return Intent::value;
  if (name == "configuration") return Intent::configuration;
  if (name == "document") return Intent::document;
  if (name == "code") return Intent::code;
  if (name == "how") return Intent::how;
  if (name == "script") return Intent::script;
  if (name == "workflow") return Intent::workflow;
  if (name == "list") return Intent::list;
  if (name == "standard") return Intent::standard;
  return std::nullopt;
}

// Calls on_line(section, line) for every line that says something.
template <class OnLine>
void for_each_line(std::string_view text, OnLine&& on_line) {
  std::string_view section;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trim(text.substr(at, end - at));
    at = end + 1;
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[')
      section = line.substr(1, line.find(']') - 1);
    else if (!section.empty())
      on_line(section, line);
  }
}

template <class Map>
const typename Map::mapped_type& find_or_empty(const Map& map, std::string_view key) {
  static const typename Map::mapped_type kEmpty;
  const auto found = map.find(std::string(key));
  return found == map.end() ? kEmpty : found->second;
}

}  // namespace

const Vocabulary& Vocabulary::built_in() {
  static const Vocabulary vocabulary = parse(vocabulary_data);
  return vocabulary;
}

void Vocabulary::add_synonym(std::vector<Synonym>& list, const std::string& term, float weight) {
  const auto known = std::find_if(list.begin(), list.end(), [&](const Synonym& s) { return s.term == term; });
  if (known == list.end())
    list.push_back({term, weight});
  else
    known->weight = std::max(known->weight, weight);
}

Vocabulary Vocabulary::parse(std::string_view text) {
  Vocabulary out;
  out.text_ = text;
  for_each_line(text, [&](std::string_view section, std::string_view line) {
    if (section == "same") {
      const auto group = weighted(line, kOfSame);
      for (const auto& [of, weight_of] : group)
        for (const auto& [term, weight] : group)
          if (of != term)
            add_synonym(out.meanings_[of].known, term, std::min(weight, of == group.front().first ? 1.0f : weight_of));
    } else if (section == "names") {
      for (std::string_view word : words_of_line(line)) out.names_.emplace(word);
    } else if (section == "imperative") {
      for (std::string_view word : words_of_line(line)) out.imperatives_.emplace(word);
    } else if (section == "filler") {
      const auto words = words_of_line(line);
      if (words.size() == 2)
        if (const auto weight = number_of(words[1])) out.importance_[std::string(words[0])] = *weight;
    } else {
      const auto colon = line.find(':');
      if (colon == std::string_view::npos) return;
      const std::string_view head = trim(line.substr(0, colon));
      const std::string_view rest = line.substr(colon + 1);
      if (section == "toward") {
        out.meanings_[stems_of(head)].toward.push_back(rest);
      } else if (section == "kind") {
        for (const std::string_view word : words_of_line(rest))
          if (const auto kind = kind_named(word)) out.kinds_[stem_of(head)].push_back(*kind);
      } else if (section == "intent") {
        for (const std::string_view word : words_of_line(rest))
          if (const auto intent = intent_named(word)) out.intents_[std::string(head)].push_back(*intent);
      }
    }
  });
  return out;
}

const WordList& Vocabulary::words() const {
  std::call_once(words_->read, [&] {
    std::vector<std::string> words;
    for_each_line(text_, [&](std::string_view, std::string_view line) {
      for (std::string_view word : words_of_line(line))
        if (word.size() >= 4 && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
          words.emplace_back(word);
    });
    for (std::string_view word : {"where", "which", "what", "when", "should", "there"}) words.emplace_back(word);
    words_->list = WordList(std::move(words));
  });
  return words_->list;
}

const std::vector<Vocabulary::Synonym>& Vocabulary::synonyms(std::string_view stem) const {
  static const std::vector<Synonym> kNone;
  const auto found = meanings_.find(std::string(stem));
  if (found == meanings_.end()) return kNone;
  const Meanings& meanings = found->second;
  std::call_once(meanings.read, [&] {
    for (const std::string_view line : meanings.toward)
      for (const auto& [term, weight] : weighted(line, kOfToward))
        if (term != stem) add_synonym(meanings.known, term, weight);
  });
  return meanings.known;
}

float Vocabulary::importance(std::string_view word) const {
  const auto found = importance_.find(std::string(word));
  return found == importance_.end() ? 1.0f : found->second;
}

const std::vector<Kind>& Vocabulary::kinds(std::string_view stem) const {
  return find_or_empty(kinds_, stem);
}
const std::vector<Intent>& Vocabulary::intents(std::string_view word) const {
  return find_or_empty(intents_, word);
}

}  // namespace fingerpost
