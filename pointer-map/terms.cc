#include "pointer-map/terms.h"

#define XXH_INLINE_ALL  // words are short: a call would cost more than their hash
#include <xxhash.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "pointer-map/secrets.h"
#include "pointer-map/stems.h"
#include "pointer-map/word_runs.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestRun = 96;  // a longer one has no terms and names no secret

// Strings that never move.
class Arena {
 public:
  std::string_view keep(std::string_view text) {
    if (text.size() > left_) {
      left_ = std::max(kChunk, text.size());
      chunks_.push_back(std::make_unique<char[]>(left_));
      at_ = chunks_.back().get();
    }
    std::copy(text.begin(), text.end(), at_);
    const std::string_view kept(at_, text.size());
    at_ += text.size();
    left_ -= text.size();
    return kept;
  }

 private:
  static constexpr std::size_t kChunk = 1u << 16;
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* at_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace

template <class Number>
static Number bytes_at(const char* from) {
  Number bytes;
  std::memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

// Another number for every two texts of one size of up to eight bytes; of a longer one, its first eight bytes.
static std::uint64_t first_bytes(std::string_view text) {
  const char* const end = text.data() + text.size();
  if (text.size() >= 8) return bytes_at<std::uint64_t>(text.data());
  if (text.size() >= 4)
    return std::uint64_t{bytes_at<std::uint32_t>(text.data())} << 32 | bytes_at<std::uint32_t>(end - 4);
  if (text.size() >= 2)
    return std::uint64_t{bytes_at<std::uint16_t>(text.data())} << 32 | bytes_at<std::uint16_t>(end - 2);
  return text.empty() ? 0 : static_cast<unsigned char>(text.front());
}

// The last eight bytes of a longer text.
static std::uint64_t last_bytes(std::string_view text) {
  return text.size() > 8 ? bytes_at<std::uint64_t>(text.data() + text.size() - 8) : 0;
}

// Slots are small, so that more of them are in the processor's cache.
static std::uint32_t hash_of(const char* bytes, std::size_t size) {
  return static_cast<std::uint32_t>(XXH3_64bits(bytes, size));
}

// Tables: runs as written → their terms, terms → ids, and plain words. All use open addressing over arenas.
struct Analyzer::State {
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t index = 0;  // into `runs` or `terms`, plus one; 0 for empty
  };
  struct Table {
    std::vector<Slot> slots = std::vector<Slot>(1u << 14);
    std::size_t used = 0;

    // The slot of a key with this hash for which `same(index)` holds, or the empty slot where it belongs.
    template <class Same>
    Slot& find(std::uint32_t hash, Same&& same) {
      std::size_t at = hash & (slots.size() - 1);
      while (slots[at].index != 0 && (slots[at].hash != hash || !same(slots[at].index - 1)))
        at = (at + 1) & (slots.size() - 1);
      return slots[at];
    }
    void grow_if_full() {
      if (++used * 2 < slots.size()) return;
      std::vector<Slot> old(slots.size() * 2);
      old.swap(slots);
      for (const Slot& slot : old) {
        if (slot.index == 0) continue;
        std::size_t at = slot.hash & (slots.size() - 1);
        while (slots[at].index != 0) at = (at + 1) & (slots.size() - 1);
        slots[at] = slot;
      }
    }
  };
  struct Run {
    // Its first eight bytes, and the last of one of more: most words are compared without looking at their text.
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    const char* text = nullptr;
    std::uint32_t first = 0;  // into run_terms; the term itself where there is only one
    std::uint16_t count = 0;
    std::uint8_t size = 0;
    bool secret_name : 1 = false;
    bool taken : 1 = true;  // its words are among `words`
  };

  static constexpr int kRecentBits = 12;
  static constexpr std::size_t kToldByEnds = 16;  // bytes of which the first and the last eight are all

  Stemmer stem;
  RunTerms made;
  Run nothing;  // of what is too long for a word
  // Runs lately met: most of a text is few words, which the processor's cache can hold where it cannot hold all tables.
  std::vector<Run> recent = std::vector<Run>(std::size_t{1} << kRecentBits);
  Table run_table;
  Table term_table;
  std::vector<Run> runs;
  std::vector<TermId> run_terms;
  std::vector<std::string_view> terms;
  Table word_table;
  std::vector<std::string_view> words;
  std::size_t taken = 0;  // of `words`
  bool taking = true;
  Arena arena;  // of what `runs` and `terms` look at

  TermId intern(std::string_view term) {
    const std::uint32_t hash = hash_of(term.data(), term.size());
    Slot& slot = term_table.find(hash, [&](std::uint32_t i) { return terms[i] == term; });
    if (slot.index != 0) return slot.index - 1;
    terms.push_back(arena.keep(term));
    const auto id = static_cast<TermId>(terms.size() - 1);
    slot = {hash, id + 1};
    term_table.grow_if_full();
    return id;
  }

  void append(const Run& run, std::vector<TermId>& out) const {
    if (run.count == 1)
      out.push_back(run.first);
    else
      for (std::uint32_t i = 0; i < run.count; ++i) out.push_back(run_terms[run.first + i]);
  }

  void add_words(const std::vector<std::string>& met) {
    for (const std::string& word : met) {
      const std::uint32_t hash = hash_of(word.data(), word.size());
      Slot& slot = word_table.find(hash, [&](std::uint32_t i) { return words[i] == word; });
      if (slot.index != 0) continue;
      words.push_back(arena.keep(word));
      slot = {hash, static_cast<std::uint32_t>(words.size())};
      word_table.grow_if_full();
    }
  }

  // Valid until the next call.
  const Run& run_of(std::string_view text) {
    if (text.size() > kToldByEnds) return taken_run(text);
    const std::uint64_t begin = first_bytes(text);
    const std::uint64_t end = last_bytes(text);
    const std::uint64_t mixed = (begin ^ (end * 0xC2B2AE3D27D4EB4Full) ^ text.size()) * 0x9E3779B97F4A7C15ull;
    Run& here = recent[mixed >> (64 - kRecentBits)];
    if (here.begin != begin || here.end != end || here.size != text.size() || here.taken < taking)
      here = taken_run(text);
    return here;
  }

  const Run& taken_run(std::string_view text) {
    Run& run = known_run(text);
    if (run.taken < taking) {
      find_terms(text, stem, made);
      add_words(made.words);
      run.taken = true;
    }
    return run;
  }

  Run& known_run(std::string_view text) {
    if (text.size() > kLongestRun) return nothing = Run();
    const std::uint32_t hash = hash_of(text.data(), text.size());
    const std::uint64_t begin = first_bytes(text);
    const std::uint64_t end = last_bytes(text);
    Slot& slot = run_table.find(hash, [&](std::uint32_t i) {
      const Run& run = runs[i];
      return run.begin == begin && run.end == end && run.size == text.size() &&
             (run.size <= kToldByEnds || std::memcmp(run.text + 8, text.data() + 8, text.size() - 16) == 0);
    });
    if (slot.index != 0) return runs[slot.index - 1];
    find_terms(text, stem, made);
    Run run;
    run.begin = begin;
    run.end = end;
    run.text = arena.keep(text).data();
    run.size = static_cast<std::uint8_t>(text.size());
    run.count = static_cast<std::uint16_t>(made.terms.size());
    run.secret_name = is_secret_name(text);
    if (run.count == 1) {
      run.first = intern(made.terms.front());
    } else {
      run.first = static_cast<std::uint32_t>(run_terms.size());
      for (const std::string& term : made.terms) run_terms.push_back(intern(term));
    }
    run.taken = taking || made.words.empty();
    if (taking) add_words(made.words);
    runs.push_back(run);
    slot = {hash, static_cast<std::uint32_t>(runs.size())};
    run_table.grow_if_full();
    return runs.back();
  }
};

Analyzer::Analyzer() : state_(std::make_unique<State>()) {}
Analyzer::~Analyzer() = default;

std::size_t Analyzer::term_count() const {
  return state_->terms.size();
}

std::string_view Analyzer::term(TermId id) const {
  return state_->terms[id];
}

Analyzer::Untaken::Untaken(Analyzer& analyzer) : analyzer_(analyzer) {
  analyzer_.state_->taking = false;
}

Analyzer::Untaken::~Untaken() {
  analyzer_.state_->taking = true;
}

std::vector<std::string> Analyzer::take_words() {
  const auto begin = state_->words.begin() + static_cast<std::ptrdiff_t>(state_->taken);
  state_->taken = state_->words.size();
  return {begin, state_->words.end()};
}

// Where a secret's value that begins behind a secret's name ends; `at` itself where there is none to skip.
static std::size_t skip_secret_value(std::string_view text, std::size_t at) {
  std::size_t value = at;
  while (value < text.size() && (text[value] == '"' || text[value] == '\'' || text[value] == '`' || text[value] == ' '))
    ++value;
  if (value >= text.size() || (text[value] != '=' && text[value] != ':')) return at;
  ++value;
  while (value < text.size() && (text[value] == ' ' || text[value] == '"' || text[value] == '\'' || text[value] == '`'))
    ++value;
  std::size_t end = value;
  while (end < text.size() && !is_space(text[end]) && text[end] != '"' && text[end] != '\'' && text[end] != '`') ++end;
  return is_placeholder(text.substr(value, end - value)) ? at : end;
}

// Where the password of a URL's userinfo ends, when "://" stands at `at`; `at` otherwise.
static std::size_t skip_userinfo(std::string_view text, std::size_t at) {
  if (text.compare(at, 3, "://") != 0) return at;
  const auto stop = text.find_first_of(" \t\r\n\"'`<>", at + 3);
  const std::string_view word =
      text.substr(at + 3, stop == std::string_view::npos ? std::string_view::npos : stop - at - 3);
  const auto colon = word.find(':');
  const auto sign = word.rfind('@');
  if (colon == std::string_view::npos || sign == std::string_view::npos || sign < colon) return at;
  return at + 3 + sign;
}

void Analyzer::analyze(std::string_view text, std::vector<TermId>& out) {
  for_each_run(text, [&](std::string_view raw, std::size_t end) {
    const State::Run& run = state_->run_of(raw);
    state_->append(run, out);
    if (end + 3 < text.size() && text[end] == ':' && text[end + 1] == '/') return skip_userinfo(text, end);
    return run.secret_name ? skip_secret_value(text, end) : end;
  });
}

void Analyzer::analyze_words(std::string_view text, WordTerms& out) {
  out.terms.clear();
  out.ends.clear();
  for_each_run(text, [&](std::string_view raw, std::size_t end) {
    state_->append(state_->run_of(raw), out.terms);
    out.ends.push_back(static_cast<std::uint32_t>(out.terms.size()));
    return end;
  });
}

TermId Analyzer::id_of(std::string_view term) {
  return state_->intern(term);
}

std::vector<Word> words_of_question(std::string_view question) {
  const Stemmer& stem = stemmer_of_this_thread();
  std::vector<Word> out;
  for_each_run(question, [&](std::string_view raw, std::size_t end) {
    Word word;
    word.text = std::string(raw);
    RunTerms run;
    find_terms(raw, stem, run);
    word.terms = std::move(run.terms);
    word.stop = word.terms.empty();
    std::string whole;
    for (const std::string_view part : run.parts) {
      const std::string spelt = fold(part);
      whole += spelt;
      if (word.spelt.size() < word.terms.size() && (run.parts.size() == 1 || !is_stop_word(spelt)))
        word.spelt.push_back(spelt);
    }
    if (word.spelt.size() < word.terms.size()) word.spelt.push_back(std::move(whole));
    word.identifier = word.terms.size() > 1 || std::any_of(raw.begin(), raw.end(), is_digit) ||
                      raw.find('_') != std::string_view::npos ||
                      (raw.size() > 3 && std::all_of(raw.begin(), raw.end(), is_upper));
    out.push_back(std::move(word));
    return end;
  });
  return out;
}

}  // namespace fingerpost
