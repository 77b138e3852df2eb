#include "pointer-map/word_runs.h"

#include <algorithm>

#include "pointer-map/credential.h"

namespace fingerpost {
namespace {

// Splits a run of word bytes into parts at underscores, at camelCase humps and between letters and digits of
// identifiers.
void split_identifier(std::string_view run, std::vector<std::string_view>& parts) {
  std::size_t start = 0;
  const auto flush = [&](std::size_t end) {
    if (end > start) parts.push_back(run.substr(start, end - start));
    start = end;
  };
  for (std::size_t i = 0; i < run.size(); ++i) {
    const char c = run[i];
    if (c == '_') {
      flush(i);
      start = i + 1;
    } else if (i > start && is_upper(c)) {
      const bool after_lower = !is_upper(run[i - 1]) && run[i - 1] != '_' && !is_digit(run[i - 1]);
      const bool before_lower = i + 1 < run.size() && run[i + 1] >= 'a' && run[i + 1] <= 'z' && is_upper(run[i - 1]);
      // "URLs": the plural s is no hump.
      const bool plural = before_lower && run[i + 1] == 's' && (i + 2 == run.size() || !is_alpha(run[i + 2]));
      if (after_lower || (before_lower && !plural)) flush(i);
    }
  }
  flush(run.size());
}

}  // namespace

void find_terms(std::string_view run, const Stemmer& stem, RunTerms& out) {
  out.terms.clear();
  out.words.clear();
  out.parts.clear();
  if (run.size() > 64 || (run.size() >= 20 && is_credential(run))) return;
  std::vector<std::string_view>& parts = out.parts;
  split_identifier(run, parts);
  std::string whole;
  for (std::string_view part : parts) {
    std::string word = fold(part);
    if (parts.size() > 1) whole += word;
    if (is_stop_word(word) && parts.size() == 1) return;
    if (word.size() == 1 && !is_digit(word[0]) && parts.size() == 1) return;
    if (word.size() >= 4 && word.size() <= 24 &&
        std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
      out.words.push_back(word);
    if (parts.size() > 1 && is_stop_word(word)) continue;
    out.terms.push_back(stem(word));
  }
  if (parts.size() > 1 && whole.size() <= 48) out.terms.push_back(std::move(whole));
}

}  // namespace fingerpost
