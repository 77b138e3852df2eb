// codes.txt, parsed once. Immutable after that; any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "troubleshooting-index/codes.h"
#include "troubleshooting-index/word_sieve.h"

namespace fingerpost {

class CodeTable {
 public:
  static const CodeTable& built_in();
  // Parses the format that codes.txt explains. A line without a meaning is left out.
  static CodeTable parse(std::string_view text);

  const ErrorCode& code(std::size_t index) const { return codes_[index]; }
  std::size_t size() const { return codes_.size(); }

  // What a word may be, in any case of its letters; neither for most words.
  struct Chance {
    bool name = false;
    bool wording = false;  // the first word of one
  };
  Chance chance_of(std::string_view word) const {
    const std::size_t index = WordSieve::index_of(word);
    return {name_sieve_.may_hold_at(index), wording_sieve_.may_hold_at(index)};
  }

  // The code of this spelling. Names in capitals of five or more and names with inner capitals are known in lower case,
  // too. `family` narrows the search to one section; a number is never found without it.
  const ErrorCode* named(std::string_view spelling, std::string_view family = {}) const;

  struct Wording {
    std::vector<std::string> words;  // lower case; the first is the key
    std::size_t code;
  };
  // The wordings that begin with this word in lower case.
  const std::vector<Wording>& wordings(std::string_view first_word) const;

 private:
  // Looks up views without making strings of them: every word of every document is asked for.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <class Value>
  using ByText = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  std::vector<ErrorCode> codes_;
  ByText<std::size_t> names_;      // by spelling; no numbers
  ByText<std::size_t> of_family_;  // by "family/spelling"
  ByText<std::vector<Wording>> wordings_;
  WordSieve name_sieve_;     // of names_
  WordSieve wording_sieve_;  // of wordings_
};

}  // namespace fingerpost
