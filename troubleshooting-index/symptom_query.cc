#include "troubleshooting-index/symptom_query.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "pointer-map/spelling.h"
#include "pointer-map/stems.h"
#include "pointer-map/terms.h"
#include "pointer-map/vocabulary.h"
#include "troubleshooting-index/symptom_words.h"
#include "troubleshooting-index/weights.h"

namespace fingerpost {
namespace {

class Builder {
 public:
  Builder(const EntryIndex& index, const WordList& words) : index_(index), words_(words) {}

  // Adds the words of a text, each with this importance; a word that is there already keeps the greater one.
  void add_text(std::string_view text, float importance, bool own_words) {
    const Vocabulary& vocabulary = Vocabulary::built_in();
    std::string before;
    std::string told;  // the last word that tells something, where the next one may make a saying of both
    for (const Word& word : words_of_question(text)) {
      if (word.terms.empty()) continue;
      const float telling = own_words || word.terms.size() == 1 ? vocabulary.importance(to_lower(word.text)) : 1.0f;
      for (std::size_t i = 0; i < word.terms.size(); ++i) {
        const std::string& term = word.terms[i];
        const bool whole = word.terms.size() > 1 && i + 1 == word.terms.size();
        if (!whole) {
          if (!before.empty()) out_.query.pairs.push_back(pair_of(before, term));
          before = term;
        }
        add_term(term, word, importance * telling, own_words);
      }
      // "The mails are not arriving" says what "mails arriving" does.
      if (!own_words || word.stop || telling <= Vocabulary::kPartsNoSaying) continue;
      const std::string& stem = word.terms.front();
      if (!told.empty())
        for (const Vocabulary::Synonym& meant : vocabulary.synonyms(told + "+" + stem)) {
          sayings_.push_back({told, meant});
          sayings_.push_back({stem, meant});
        }
      told = word.terms.size() == 1 ? stem : "";
    }
  }

  void add_codes(const std::vector<ErrorCode>& codes) {
    for (const ErrorCode& code : codes) {
      SymptomTerm term;
      term.alternatives.push_back({"!" + code.name, 1.0f});
      term.importance = code.worded ? 0.6f : 1.0f;
      out_.query.codes.push_back(std::move(term));
      // What a code means is said in words by documents that do not name it.
      for (const std::string& word : code.words)
        for (const Word& meaning : words_of_question(word))
          for (const std::string& stem : meaning.terms) add_weak(stem, 0.25f);
    }
  }

  void in_own_words() { out_.query.own_words = true; }
  void add_ports(const std::vector<int>& ports) { out_.query.ports = ports; }

  void add_families(std::string_view text, float importance) {
    for (const SymptomWords::Said& said : SymptomWords::built_in().families_in(text)) {
      float& weight = families_[said.family];
      weight = std::max(weight, importance * said.weight);
    }
  }

  AskedSymptom take() {
    const Vocabulary& vocabulary = Vocabulary::built_in();
    for (const auto& [stem, meant] : sayings_)
      said_[numbers_.at(stem)].term.alternatives.push_back({meant.term, meant.weight * kWeights.synonym});
    float known = 0;
    float all = 0;
    for (Said& said : said_) {
      SymptomTerm& term = said.term;
      const std::string stem = term.alternatives.front().term;
      const bool here = index_.entries_with(stem) > 0;
      for (const Vocabulary::Synonym& synonym : vocabulary.synonyms(stem))
        if (synonym.term.find('+') == std::string::npos)
          term.alternatives.push_back({synonym.term, synonym.weight * kWeights.synonym});
      if (!here && said.own_words && said.plain && said.text.size() >= 5) add_spellings(said.text, term);
      if (vocabulary.is_name(said.text) || vocabulary.is_name(stem)) {
        std::vector<std::string>& name = out_.query.names.emplace_back();
        for (const SymptomTerm::Alternative& alternative : term.alternatives)
          if (alternative.weight >= 0.4f) name.push_back(alternative.term);
      }
      all += term.importance;
      bool any = here;
      for (const SymptomTerm::Alternative& alternative : term.alternatives)
        any = any || index_.entries_with(alternative.term) > 0;
      if (any)
        known += term.importance;
      else if (said.own_words && term.importance >= 0.6f)
        out_.unknown.push_back(said.text);
    }
    out_.known_share = all > 0 ? known / all : 0;
    std::stable_sort(said_.begin(), said_.end(),
                     [](const Said& a, const Said& b) { return a.term.importance > b.term.importance; });
    for (Said& said : said_) out_.query.terms.push_back(std::move(said.term));
    for (const auto& [family, weight] : families_) {
      SymptomTerm term;
      term.alternatives.push_back({"~" + family, 1.0f});
      term.importance = weight;
      out_.query.families.push_back(std::move(term));
    }
    std::sort(out_.query.families.begin(), out_.query.families.end(), [](const SymptomTerm& a, const SymptomTerm& b) {
      return a.alternatives.front().term < b.alternatives.front().term;
    });
    std::sort(out_.query.pairs.begin(), out_.query.pairs.end());
    out_.query.pairs.erase(std::unique(out_.query.pairs.begin(), out_.query.pairs.end()), out_.query.pairs.end());
    return std::move(out_);
  }

 private:
  struct Said {
    SymptomTerm term;
    std::string text;
    bool own_words = false;
    bool plain = false;
  };

  void add_term(const std::string& stem, const Word& word, float importance, bool own_words) {
    const auto [at, made] = numbers_.emplace(stem, said_.size());
    if (made) {
      Said said;
      said.term.alternatives.push_back({stem, 1.0f});
      said.text = to_lower(word.text);
      said.own_words = own_words;
      said.plain = !word.identifier;
      said_.push_back(std::move(said));
    }
    Said& said = said_[at->second];
    said.term.importance = made ? importance : std::max(said.term.importance, importance);
    said.own_words = said.own_words || own_words;
  }

  void add_weak(const std::string& stem, float importance) {
    Word word;
    word.text = stem;
    word.identifier = true;
    add_term(stem, word, importance, false);
  }

  void add_spellings(const std::string& typed, SymptomTerm& term) {
    const std::vector<Spelling> found = words_.nearest(typed, 3);
    for (const Spelling& spelling : found) {
      if (spelling.likeness < found.front().likeness - 0.1f) break;
      term.alternatives.push_back({stem_of(spelling.word), spelling.likeness * kWeights.spelling});
    }
  }

  const EntryIndex& index_;
  const WordList& words_;
  AskedSymptom out_;
  std::vector<Said> said_;
  std::unordered_map<std::string, std::size_t> numbers_;  // into said_, by stem
  std::unordered_map<std::string, float> families_;
  std::vector<std::pair<std::string, Vocabulary::Synonym>>
      sayings_;  // what two words say together, by the stem of each
};

}  // namespace

AskedSymptom ask_for(std::string_view pasted, const Message& message, const EntryIndex& index, const WordList& words) {
  constexpr const Weights& tune = kWeights;
  Builder builder(index, words);
  if (!message.pasted_log) {
    builder.in_own_words();
    builder.add_text(pasted, 1.0f, true);
    builder.add_families(pasted, 1.0f);
  } else {
    for (const MessageLine& line : message.lines) {
      const auto importance = static_cast<float>(line.weight) * tune.line;
      builder.add_text(line.masked, importance, false);
      builder.add_families(line.said, importance);
    }
    if (!message.root_cause.empty()) {
      builder.add_text(message.root_cause, tune.root_cause, false);
      builder.add_families(message.root_cause, 1.0f);
    }
    for (const std::string& said : message.words_of_asker) {
      builder.add_text(said, tune.asker, true);
      builder.add_families(said, tune.asker);
    }
    for (const std::string& quoted : message.quoted) builder.add_text(quoted, tune.quoted, false);
    for (const std::string& name : message.names) builder.add_text(name, tune.name, false);
  }
  builder.add_codes(message.codes);
  builder.add_ports(message.ports);
  return builder.take();
}

}  // namespace fingerpost
