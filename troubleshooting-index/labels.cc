#include "troubleshooting-index/labels.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/text.h"

namespace fingerpost {

extern const std::string_view labels_data;  // labels.txt, by the build

namespace {

constexpr std::uint64_t kHashStart = 1469598103934665603ull;
constexpr std::uint64_t kHashFactor = 1099511628211ull;
constexpr int kLongestPhrase = 5;  // words

std::uint64_t add_to_hash(std::uint64_t hash, char c) {
  if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return (hash ^ static_cast<unsigned char>(c)) * kHashFactor;
}

// The bytes of words, letters in lower case; 0 for all others.
constexpr std::array<unsigned char, 256> word_bytes() {
  std::array<unsigned char, 256> out{};
  for (std::size_t c = 0; c < out.size(); ++c) {
    if (c >= 'A' && c <= 'Z')
      out[c] = static_cast<unsigned char>(c - 'A' + 'a');
    else if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '\'' || c >= 0x80)
      out[c] = static_cast<unsigned char>(c);
  }
  return out;
}
constexpr std::array<unsigned char, 256> kWordBytes = word_bytes();

bool is_word_byte(char c) {
  return kWordBytes[static_cast<unsigned char>(c)] != 0;
}

// The words of a text one after another, as views; apostrophes are part of a word.
std::string_view take_word(std::string_view text, std::size_t& at) {
  // A typographic apostrophe (U+2019) stands inside a word by its bytes; it is folded when the word is hashed.
  while (at < text.size() && !is_word_byte(text[at])) ++at;
  const std::size_t begin = at;
  while (at < text.size() && is_word_byte(text[at])) ++at;
  return text.substr(begin, at - begin);
}

// The hash's lower bits come from the last bytes alone.
std::size_t slot_number(std::uint64_t hash) {
  return static_cast<std::size_t>(hash ^ (hash >> 32));
}

std::uint64_t hash_of_word(std::uint64_t hash, std::string_view word) {
  while (!word.empty() && word.front() == '\'') word.remove_prefix(1);
  while (!word.empty() && word.back() == '\'') word.remove_suffix(1);
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '\xe2' && word.substr(i).starts_with("\xe2\x80\x99")) {
      hash = add_to_hash(hash, '\'');
      i += 2;
    } else {
      hash = add_to_hash(hash, word[i]);
    }
  }
  return add_to_hash(hash, ' ');
}

// The next word and, put into `hash`, the hash with it: take_word and hash_of_word in one go, since every word of every
// document passes here.
std::string_view take_hashed(std::string_view text, std::size_t& at, std::uint64_t& hash) {
  while (at < text.size() && !is_word_byte(text[at])) ++at;
  const std::size_t begin = at;
  std::uint64_t with = hash;
  bool has_apostrophe = false;
  for (; at < text.size(); ++at) {
    const unsigned char c = kWordBytes[static_cast<unsigned char>(text[at])];
    if (c == 0) break;
    has_apostrophe = has_apostrophe || c == '\'' || c == 0xe2;
    with = (with ^ c) * kHashFactor;
  }
  const std::string_view word = text.substr(begin, at - begin);
  hash = has_apostrophe ? hash_of_word(hash, word) : add_to_hash(with, ' ');
  return word;
}

// Whether a sentence ends behind the word that ends at `at`.
bool ends_sentence(std::string_view text, std::size_t at) {
  const char c = text[at];
  return (c == '.' || c == '?' || c == '!') && (at + 1 == text.size() || is_space(text[at + 1]));
}

// Han, kana, Hangul: scripts in which a phrase stands without spaces around it.
bool is_unspaced(std::string_view text) {
  for (const char c : text)
    if (const auto byte = static_cast<unsigned char>(c); byte >= 0xe3 && byte <= 0xed) return true;
  return false;
}

const std::pair<std::string_view, Part> kParts[] = {
    {"symptom", Part::symptom},     {"cause", Part::cause},     {"step", Part::step},     {"source", Part::source},
    {"component", Part::component}, {"other", Part::other},     {"effect", Part::effect}, {"aside", Part::aside},
    {"code", Part::code},           {"meaning", Part::meaning}, {"metric", Part::metric}, {"level", Part::level}};

struct Sort {
  std::string_view name;
  int Wording::*count;
};
const Sort kSorts[] = {
    {"trouble", &Wording::trouble},   {"questions", &Wording::questions}, {"changes", &Wording::changes},
    {"history", &Wording::history},   {"checks", &Wording::checks},       {"strong", &Wording::strong},
    {"weak", &Wording::weak},         {"harmless", &Wording::harmless},   {"condition", &Wording::condition},
    {"sighting", &Wording::sighting}, {"because", &Wording::cause},       {"remedy", &Wording::remedy},
    {"alert", &Wording::alert},       {"recovery", &Wording::recovery},   {"negation", &Wording::negation}};
constexpr int kSortCount = static_cast<int>(std::size(kSorts));
constexpr int kStrong = 5;
constexpr int kWeak = 6;
constexpr int kHarmless = 7;
// Of words that name problems the longest phrase counts ("error handling", not "error"); words of the other sorts are
// counted beside them ("fails to" is both a failure and a condition).
constexpr std::uint32_t kNaming = 1u << kStrong | 1u << kWeak | 1u << kHarmless;

}  // namespace

std::string label_key(std::string_view label) {
  // Marks and numbers before the words: "1. ", "**", "🔧 ", "Step 2 - " keeps its words.
  std::size_t begin = 0;
  while (begin < label.size()) {
    const auto byte = static_cast<unsigned char>(label[begin]);
    if (byte >= 0xf0 || (byte == 0xe2 && begin + 2 < label.size())) {
      begin += byte >= 0xf0 ? 4 : 3;  // an emoji or a symbol
      continue;
    }
    if (byte == 0xef && begin + 2 < label.size() && static_cast<unsigned char>(label[begin + 1]) == 0xb8) {
      begin += 3;  // the variation selector behind one
      continue;
    }
    if (byte >= 0x80 || is_alpha(label[begin])) break;
    ++begin;
  }
  label = label.substr(std::min(begin, label.size()));
  const auto is_closing = [](char c) { return !is_alnum(c) && static_cast<unsigned char>(c) < 0x80 && c != ')'; };
  for (bool again = true; again && !label.empty();) {
    again = false;
    while (!label.empty() && is_closing(label.back())) {
      label.remove_suffix(1);
      again = true;
    }
    if (label.ends_with("：")) {
      label.remove_suffix(3);
      again = true;
    }
    // "Solution (recommended)" is a solution.
    if (const auto open = label.rfind(" ("); open != std::string_view::npos && open > 0 && label.back() == ')') {
      label = label.substr(0, open);
      again = true;
    }
  }
  std::string key = to_lower(label);
  for (char& c : key)
    if (c == '_' || c == '-') c = ' ';
  return key;
}

const Labels& Labels::built_in() {
  static const Labels labels = parse(labels_data);
  return labels;
}

Wording& Wording::operator+=(const Wording& other) {
  for (const Sort& sort : kSorts) this->*sort.count += other.*sort.count;
  statements += other.statements;
  return *this;
}

void Labels::add_phrase(std::string_view phrase, int sort) {
  const Sorts bit = 1u << sort;
  if (is_unspaced(phrase)) {
    unspaced_[std::string(phrase)] |= bit;
    return;
  }
  std::uint64_t hash = kHashStart;
  std::size_t at = 0;
  for (int words = 0; words < kLongestPhrase; ++words) {
    const std::string_view word = take_word(phrase, at);
    if (word.empty()) break;
    if (words > 0) slot_of(hash);
    hash = hash_of_word(hash, word);
  }
  slot_of(hash).sorts |= bit;
}

Labels::Slot& Labels::slot_of(std::uint64_t hash) {
  if (3 * (used_ + 1) > phrases_.size()) {
    std::vector<Slot> before(std::max<std::size_t>(64, 2 * phrases_.size()));
    before.swap(phrases_);
    for (const Slot& slot : before)
      if (slot.hash != 0) *free_or_held(slot.hash) = slot;
  }
  Slot* slot = free_or_held(hash);
  if (slot->hash == 0) ++used_;
  slot->hash = hash;
  sieve_.set(sieve_bit(hash));
  return *slot;
}

Labels::Slot* Labels::free_or_held(std::uint64_t hash) {
  const std::size_t mask = phrases_.size() - 1;
  std::size_t at = slot_number(hash) & mask;
  while (phrases_[at].hash != 0 && phrases_[at].hash != hash) at = (at + 1) & mask;
  return &phrases_[at];
}

const Labels::Slot* Labels::find_phrase(std::uint64_t hash) const {
  if (!sieve_.test(sieve_bit(hash))) return nullptr;
  const std::size_t mask = phrases_.size() - 1;
  for (std::size_t at = slot_number(hash) & mask; phrases_[at].hash != 0; at = (at + 1) & mask)
    if (phrases_[at].hash == hash) return &phrases_[at];
  return nullptr;
}

Labels Labels::parse(std::string_view text) {
  Labels out;
  std::string_view section;
  const Part* part = nullptr;
  int sort = -1;
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[') {
      section = line.substr(1, line.find(']') - 1);
      part = nullptr;
      for (const auto& named : kParts)
        if (named.first == section) part = &named.second;
      sort = -1;
      for (int i = 0; i < kSortCount; ++i)
        if (kSorts[i].name == section) sort = i;
      continue;
    }
    for (std::string_view word : split(line, ',')) {
      word = trim(word);
      if (word.empty()) continue;
      if (part != nullptr)
        out.parts_.emplace(label_key(word), *part);
      else if (sort >= 0)
        out.add_phrase(word, sort);
      else if (section == "plain headings")
        out.plain_headings_.insert(label_key(word));
      else if (section == "tools")
        out.tools_.insert(std::string(word));
    }
  }
  return out;
}

Part Labels::part_of(std::string_view label) const {
  const Part part = part_of_heading(label);
  return part == Part::effect ? Part::other : part;  // "**Impact:** high"
}

Part Labels::part_of_heading(std::string_view label) const {
  if (label.size() > 60) return Part::none;
  const auto found = parts_.find(label_key(label));
  return found == parts_.end() ? Part::none : found->second;
}

bool Labels::is_plain_heading(std::string_view title) const {
  return title.size() <= 60 && plain_headings_.find(label_key(title)) != plain_headings_.end();
}

Wording Labels::wording_of(std::string_view text) const {
  Wording out;
  if (phrases_.empty()) return out;
  bool unspaced = false;
  std::size_t named_until = 0;  // words before it belong to a phrase that names, or takes back, a problem
  std::string_view before;
  int strong_before = 0;  // as they were when the sentence began
  int sighting_before = 0;
  const auto end_sentence = [&] {
    if (out.strong > strong_before && out.sighting > sighting_before) ++out.statements;
    strong_before = out.strong;
    sighting_before = out.sighting;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t last = at;
    std::uint64_t hash = kHashStart;
    const std::string_view first = take_hashed(text, at, hash);
    if (first.empty()) break;
    if (last > 0 && ends_sentence(text, last)) end_sentence();
    if (static_cast<unsigned char>(first.front()) >= 0xe3) unspaced = unspaced || is_unspaced(first);
    // "not connecting", "isn't refreshing": any word will do.
    if (before.size() >= 3 && first.size() >= 6 && first.ends_with("ing") && !first.ends_with("thing") &&
        at > named_until &&
        (equal_ignoring_case(before, "not") || before.ends_with("n't") || before.ends_with("n’t"))) {
      ++out.strong;
      named_until = at;
    }
    before = first;
    const bool may_name = at > named_until;
    Sorts naming = 0;
    Sorts other = 0;
    std::size_t end = at;
    for (int words = 1;; ++words) {
      const Slot* found = find_phrase(hash);
      if (found == nullptr) break;
      if (may_name && (found->sorts & kNaming) != 0) {
        naming = found->sorts & kNaming;
        named_until = end;
      }
      if (const Sorts sorts = found->sorts & ~kNaming; sorts != 0) other |= sorts;
      if (words == kLongestPhrase) break;
      if (take_hashed(text, end, hash).empty()) break;
    }
    for (Sorts sorts = naming | other; sorts != 0; sorts &= sorts - 1) {
      int bit = 0;
      while ((sorts >> bit & 1u) == 0) ++bit;
      ++(out.*kSorts[bit].count);
    }
  }
  end_sentence();
  if (unspaced)
    for (const auto& [phrase, sorts] : unspaced_)
      if (contains(text, phrase))
        for (int i = 0; i < kSortCount; ++i)
          if ((sorts >> i & 1u) != 0) ++(out.*kSorts[i].count);
  return out;
}

}  // namespace fingerpost
