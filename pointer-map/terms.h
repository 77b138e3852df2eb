// Text → terms: the one analysis that the index and the questions share. A term is a stemmed lower-case word, a part of
// an identifier, a whole identifier without its separators, or a code kept whole (28P01, 8.34, econnrefused).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

// Numbers terms, so that the hot path of indexing handles integers. Ids count from 0 and are local to one Analyzer.
using TermId = std::uint32_t;

// One per thread; keeps a cache of every word it has seen.
class Analyzer {
 public:
  Analyzer();
  ~Analyzer();
  Analyzer(const Analyzer&) = delete;
  Analyzer& operator=(const Analyzer&) = delete;

  // Appends the ids of the terms of `text` in order of appearance. Stop words are left out; so are the values of
  // secrets and words that look like credentials.
  void analyze(std::string_view text, std::vector<TermId>& out);

  // The words of a text as words_of_question() has them: `ends[i]` is where the terms of word i end.
  struct WordTerms {
    std::vector<TermId> terms;
    std::vector<std::uint32_t> ends;
  };
  void analyze_words(std::string_view text, WordTerms& out);

  // The id of a term, whether any text had it or not.
  TermId id_of(std::string_view term);

  // Every id given out is below this.
  std::size_t term_count() const;

  // The term with this id. The bytes stay where they are as long as the analyzer lives, and another thread may read
  // them while it goes on.
  std::string_view term(TermId id) const;

  // The plain words (lower case, letters only, 4 to 24 of them) met for the first time since the last call, as written
  // rather than stemmed: misspelt words are compared with them.
  std::vector<std::string> take_words();

  // While one lives, words are analysed that are not to be taken: what nobody wrote (a title cut short) is no spelling.
  class Untaken {
   public:
    explicit Untaken(Analyzer& analyzer);
    ~Untaken();
    Untaken(const Untaken&) = delete;
    Untaken& operator=(const Untaken&) = delete;

   private:
    Analyzer& analyzer_;
  };

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A word of a question: as typed, and the terms it stands for (the parts of an identifier each, with the whole last).
struct Word {
  std::string text;                // as typed
  std::vector<std::string> terms;  // empty for a stop word
  std::vector<std::string> spelt;  // of each term the word in lower case, before it was stemmed
  bool stop = false;
  bool identifier = false;  // typed as an identifier: SNAKE_CASE, camelCase, dotted, with digits
};

// The words of a question in order, stop words included (their `terms` are empty).
std::vector<Word> words_of_question(std::string_view question);

}  // namespace fingerpost
