// What words say in documents about problems: labels.txt, parsed once. Immutable after that; any thread.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace fingerpost {

// What a labelled part of an entry holds.
enum class Part : std::uint8_t {
  none,
  symptom,
  cause,
  step,
  source,
  component,
  other,    // a label that is no part of the fix (note, example, severity): kept out of titles
  aside,    // a label of what is no part even inside of one (what was expected, the environment)
  effect,   // of a section: what users see of the problem; elsewhere it is one of `other`
  code,     // of a table's column: an error's code or status
  meaning,  // of a table's column: what the code means
  metric,   // of a table's column: what is measured
  level,    // of a table's column: from which value on it is a problem
};

// How often a text uses words of each sort. A phrase counts once a place where it stands.
struct Wording {
  int trouble = 0;     // "troubleshooting", "common issues", "runbook"
  int questions = 0;   // "faq"
  int changes = 0;     // "upgrade", "migration"
  int history = 0;     // "changelog"
  int checks = 0;      // "preflight", "health check"
  int strong = 0;      // "fails", "cannot", "refused": names a problem
  int weak = 0;        // "slow", "missing": may name one
  int negation = 0;    // "does not": names a problem in a title
  int harmless = 0;    // "error handling": takes such words back
  int condition = 0;   // "if you": begins a case
  int sighting = 0;    // "you may see", "fails with": somebody sees something go wrong
  int statements = 0;  // sentences in which something that names a problem is seen to happen
  int cause = 0;       // "due to"
  int remedy = 0;      // "workaround", "make sure", "to fix"
  int alert = 0;       // "alert": what is measured is a problem
  int recovery = 0;    // "rollback", "restore"

  Wording& operator+=(const Wording& other);
};

class Labels {
 public:
  static const Labels& built_in();
  // Parses the format that labels.txt explains. A line that says nothing known is left out.
  static Labels parse(std::string_view text);

  // What a whole label says, whatever its case, numbering, emoji and closing colon: "**Common Causes:**" → cause.
  // What only a heading can say (effect) is `other` here.
  Part part_of(std::string_view label) const;
  // The same of a heading.
  Part part_of_heading(std::string_view heading) const;
  // A heading that never is a problem ("Overview", "See also").
  bool is_plain_heading(std::string_view title) const;
  // Whether a command line begins with this word.
  bool is_tool(std::string_view word) const { return tools_.find(std::string(word)) != tools_.end(); }
  // Counts the phrases of a text. Linear.
  Wording wording_of(std::string_view text) const;

 private:
  using Sorts = std::uint32_t;  // one bit a sort of wording

  void add_phrase(std::string_view phrase, int sort);

  std::unordered_map<std::string, Part> parts_;
  std::unordered_set<std::string> plain_headings_;
  std::unordered_set<std::string> tools_;
  // Phrases by the hash of their words, in the first free slot from the hash on; `sorts` 0: only the beginning of
  // longer ones. A table of its own, since every word of every document is looked up in it.
  struct Slot {
    std::uint64_t hash = 0;  // 0 for a free slot
    Sorts sorts = 0;
  };
  const Slot* find_phrase(std::uint64_t hash) const;
  // One bit of every hash that is held: small enough for the processor's nearest cache, and most words end there.
  static constexpr std::size_t kSieveBits = std::size_t{1} << 15;
  static std::size_t sieve_bit(std::uint64_t hash) { return static_cast<std::size_t>(hash >> 20) % kSieveBits; }
  Slot* free_or_held(std::uint64_t hash);
  Slot& slot_of(std::uint64_t hash);  // made where there is none
  std::bitset<kSieveBits> sieve_;
  std::vector<Slot> phrases_;  // a power of two, at most a third of them used
  std::size_t used_ = 0;
  std::unordered_map<std::string, Sorts> unspaced_;  // phrases of scripts without spaces, found as parts
};

// The label of a text as part_of compares it: lower case, without numbering, marks around it and a closing colon.
std::string label_key(std::string_view label);

}  // namespace fingerpost
