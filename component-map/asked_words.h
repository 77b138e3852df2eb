// The words of a text, held against those that a question asks for. Each thread remembers what lately met words stand
// for, so that a text costs a look-up a word.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "component-map/question.h"
#include "pointer-map/terms.h"

namespace fingerpost {

// Made once for a question, which outlives it. One thread.
class AskedWords {
 public:
  // A term that the question asks for, or that may stand for one.
  struct Asked {
    TermId term;
    std::size_t group;
    float weight;  // of the alternative
  };

  explicit AskedWords(const Question& question);

  const Question& question() const { return question_; }
  // Group by group, alternatives in their order.
  const std::vector<Asked>& all() const { return all_; }

  // Calls on_word(terms, count) for each word of the text in order, stop words (which have no terms) included.
  template <class OnWord>
  void for_each_word(std::string_view text, OnWord&& on_word) const {
    analyzer_->analyze_words(text, words_);
    std::size_t begin = 0;
    for (const std::uint32_t end : words_.ends) {
      on_word(words_.terms.data() + begin, end - begin);
      begin = end;
    }
  }

 private:
  const Question& question_;
  std::shared_ptr<Analyzer> analyzer_;
  std::vector<Asked> all_;
  mutable Analyzer::WordTerms words_;  // of the text at hand
};

}  // namespace fingerpost
