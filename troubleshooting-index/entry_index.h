// All entries of a repository, ready to be searched: an inverted index in memory, made from what the map keeps of each
// document. BM25F over the fields of an entry, plus what tells a problem from another one with the same words: phrases,
// error codes, how much of the entry's own title the symptom names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "troubleshooting-index/entry_record.h"
#include "troubleshooting-index/learned_words.h"

namespace fingerpost {

using EntryId = std::uint32_t;

// One entry as the index knows it.
struct IndexedEntry {
  std::uint32_t source = 0;  // into EntryIndex::paths()
  std::int32_t line_start = 1;
  std::int32_t line_end = 1;
  std::string title;
  std::string component;
  std::uint32_t category = 0;  // into EntryIndex::categories()
  bool has_source = false;     // it names a definitive source
  float certainty = 0;         // 0..1: that it is a problem with its fix
  bool passage = false;        // a mere section
  bool code_in_head = false;
  bool gone = false;               // its document was taken out
  std::uint64_t name = 0;          // of its title, as namesakes are told by (a hash); 0 for none
  std::vector<int> ports;          // that its title and symptoms name
  std::vector<std::string> codes;  // the same, of error codes
  std::uint32_t head_begin = 0;    // its title's and symptoms' terms: [head_begin, head_end) of the index's list
  std::uint32_t head_end = 0;
  // Its learned words: those of the head are [learned_begin, learned_head_end) of the index's list, the rarest of the
  // others follow.
  std::uint32_t learned_begin = 0;
  std::uint32_t learned_head_end = 0;
  std::uint32_t learned_end = 0;
};

// One thing that a symptom says, with the terms that may stand for it.
struct SymptomTerm {
  struct Alternative {
    std::string term;
    float weight = 1;  // 1 for the word itself
  };
  std::vector<Alternative> alternatives;
  float importance = 1;
};

struct SymptomQuery {
  std::vector<SymptomTerm> terms;               // at most kMostSymptomTerms are looked at
  std::vector<std::uint32_t> pairs;             // neighbouring terms (pair_of), ascending
  std::vector<SymptomTerm> codes;               // "!NAME"
  std::vector<std::vector<std::string>> names;  // products, protocols, platforms, with the terms that stand for each
  std::vector<int> ports;
  std::vector<SymptomTerm> families;  // "~name"
  bool own_words = false;             // of the asker, not a paste: what the entry says otherwise may be meant
};
inline constexpr std::size_t kMostSymptomTerms = 192;

// How well an entry fits, feature by feature; each 0..1.
struct EntryMatch {
  EntryId entry = 0;
  float words = 0;     // BM25F, of the best that the query could get
  float coverage = 0;  // rarity-weighted share of the query's terms that it holds
  float head = 0;      // rarity-weighted share of its title's and symptoms' terms that the query names
  float pairs = 0;     // neighbouring terms shared, saturating
  float codes = 0;     // of the query's codes, those in the entry's head count double
  float families = 0;
  float near = 0;             // words of the symptom that words of the entry are near; 0 where its own words say enough
  float subject = 0;          // how near both are, taken together; 0 likewise
  int names_held = 0;         // of the query's names
  int names_missed = 0;       // that other entries hold
  int names_nowhere = 0;      // that none holds
  bool contradicted = false;  // it is about another error code
  bool other_port = false;    // it is about another network port
  float score = 0;
  float likeness = 0;  // what `near` and `subject` gave of the score
  float named = 0;     // what the names gave of it
};

// An entry that has to do with another one.
struct RelatedEntry {
  EntryId entry = 0;
  std::string why;  // what they share: the name, an error code, "port 5432", a component
  float score = 0;
};

class EntryIndex {
 public:
  // Adds the entries of one document, which is not there yet. What add() and remove() change counts from the next
  // freeze() on, whose cost is a pass over terms and pairs, not over the documents.
  void add(std::string_view path, const SourceEntries& entries);
  // Takes a document's entries out, if it has any. Costs what they hold.
  void remove(std::string_view path);
  void freeze();

  const std::vector<std::string>& paths() const { return paths_; }
  const std::vector<std::string>& categories() const { return categories_; }
  const IndexedEntry& entry(EntryId id) const { return entries_[id]; }
  std::size_t size() const { return entries_.size() - gone_; }
  // Entries that were taken out, whose numbers are still taken.
  std::size_t gone() const { return gone_; }
  // All that are there, by path and then in the order of their document.
  std::vector<EntryId> in_order() const;
  // Whether the entry holds the term in any field.
  bool holds(EntryId entry, std::string_view term) const;
  // In how many entries the term stands.
  std::uint32_t entries_with(std::string_view term) const;
  // 1 for a term in one entry, towards 0 for one in all; 1 for one that stands nowhere.
  float rarity(std::string_view term) const;

  // The best matches, best first; ties by path and line. Any number of threads at a time.
  std::vector<EntryMatch> search(const SymptomQuery& query, std::size_t most) const;

  // Entries and sections of other documents with the same name, whatever its case, spaces and a closing "alert" or
  // "runbook": "HighCPU", "High CPU Alert". Entries before mere sections.
  std::vector<EntryId> namesakes(EntryId entry) const;

  // Entries (no mere sections) of the same name, or about the same error code, port or component, nearest first.
  // Entries that most others share something with have nothing to do with one in particular, so what more than
  // `kCommon` hold is no relation.
  std::vector<RelatedEntry> related(EntryId entry, std::size_t most) const;
  static constexpr std::size_t kCommon = 40;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const;
  };
  struct Posting {
    EntryId entry = 0;
    std::array<std::uint8_t, kEntryFields> count{};
    float impact = 0;
  };
  struct Term {
    std::vector<Posting> postings;
    float rarity = 1;
    LearnedWords::Number learned = LearnedWords::kNone;
  };
  struct Pair {
    std::uint32_t pair;
    EntryId entry;
  };
  // A document with entries, as paths_ has it.
  struct Document {
    EntryId first = 0;  // its entries are [first, last)
    EntryId last = 0;
    std::vector<std::uint32_t> terms;  // that they hold
  };
  const Term* find(std::string_view term) const;
  bool is_before(EntryId a, EntryId b) const;
  void score_terms(const std::vector<SymptomTerm>& terms, std::vector<float>& words, std::vector<float>& coverage,
                   float& total) const;
  void add_likeness(const SymptomQuery& query, std::vector<EntryMatch>& matches) const;

  std::vector<std::string> paths_;
  std::vector<Document> documents_;  // by the same numbers
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> by_path_;
  std::vector<std::string> categories_;
  std::unordered_map<std::string, std::vector<EntryId>> by_component_;  // lower case
  std::vector<IndexedEntry> entries_;
  std::size_t gone_ = 0;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
  std::vector<Term> terms_;
  std::vector<std::uint32_t> heads_;
  std::vector<LearnedWords::Number> learned_;
  std::vector<Pair> pairs_;  // by pair up to pairs_sorted_
  std::size_t pairs_sorted_ = 0;
  struct Name {
    std::uint64_t name;  // hash
    EntryId entry;
  };
  std::vector<Name> names_;  // by name
};

}  // namespace fingerpost
