// Runs: what stands between the separators of a text. A run is a word, an identifier, a version or a code; this says
// where each begins and ends, and which terms it stands for.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "pointer-map/stems.h"

namespace fingerpost {

struct RunTerms {
  std::vector<std::string> terms;  // the parts, then the whole where there is more than one part
  std::vector<std::string> words;  // the plain words among the parts, for the spelling list
  std::vector<std::string_view> parts;
};

// What one run stands for; nothing for a stop word, a lone letter, a run of more than 64 bytes and what looks like a
// credential. `out` is used again and again, so that a run seldom allocates.
void find_terms(std::string_view run, const Stemmer& stem, RunTerms& out);

// A byte of a word: ASCII letters and digits, underscore, and every byte of a non-ASCII character but punctuation's.
inline constexpr std::array<bool, 256> kWordByte = [] {
  std::array<bool, 256> table{};
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 0x80; c <= 0xFF; ++c) table[static_cast<std::size_t>(c)] = true;
  table['_'] = true;
  return table;
}();

// How many bytes at `at` are a character that separates words though it is not ASCII: U+2000–U+2BFF (punctuation,
// arrows, symbols), U+00A0–U+00BF, pictures; 0 for none.
inline std::size_t symbol_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
  if (byte(at) == 0xE2 && byte(at + 1) >= 0x80 && byte(at + 1) <= 0xAF) return 3;
  if (byte(at) == 0xC2) return 2;
  if (byte(at) == 0xEF && byte(at + 1) == 0xB8) return 3;
  if (byte(at) == 0xE3 && byte(at + 1) == 0x80) return 3;
  if (byte(at) == 0xF0) return 4;
  return 0;
}

// Calls `on_run(run, next)` for every run of a text; what it returns is where to go on.
template <class OnRun>
void for_each_run(std::string_view text, OnRun&& on_run) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (!kWordByte[static_cast<unsigned char>(text[at])]) {
      ++at;
      continue;
    }
    if (const std::size_t skip = symbol_length(text, at)) {
      at += skip;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && kWordByte[static_cast<unsigned char>(text[end])] &&
           (static_cast<unsigned char>(text[end]) < 0x80 || symbol_length(text, end) == 0))
      ++end;
    // Versions and addresses hold together: 8.34, 3.11.2, 127.0.0.1.
    if (is_digit(text[at]) || (text[at] == 'v' && at + 1 < end && is_digit(text[at + 1]))) {
      std::size_t more = end;
      while (more + 1 < text.size() && text[more] == '.' && is_digit(text[more + 1])) {
        ++more;
        while (more < text.size() && is_alnum(text[more])) ++more;
      }
      if (more > end) end = more;
    }
    at = on_run(text.substr(at, end - at), end);
  }
}

}  // namespace fingerpost
