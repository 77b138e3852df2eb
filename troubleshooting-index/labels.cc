#include "troubleshooting-index/labels.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"

namespace fingerpost {

extern const std::string_view labels_data;  // labels.txt, by the build

namespace {

constexpr std::uint64_t kHashStart = 1469598103934665603ull;
constexpr int kLongestPhrase = 5;  // words

std::uint64_t add_to_hash(std::uint64_t hash, char c) {
  if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
}

bool is_word_byte(char c) { return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80 || c == '\''; }

// The words of a text one after another, as views; apostrophes are part of a word.
std::string_view take_word(std::string_view text, std::size_t& at) {
  // A typographic apostrophe (U+2019) stands inside a word by its bytes; it is folded when the word is hashed.
  while (at < text.size() && !is_word_byte(text[at])) ++at;
  const std::size_t begin = at;
  while (at < text.size() && is_word_byte(text[at])) ++at;
  return text.substr(begin, at - begin);
}

std::uint64_t hash_of_word(std::uint64_t hash, std::string_view word) {
  while (!word.empty() && word.front() == '\'') word.remove_prefix(1);
  while (!word.empty() && word.back() == '\'') word.remove_suffix(1);
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word.substr(i).starts_with("\xe2\x80\x99")) {
      hash = add_to_hash(hash, '\'');
      i += 2;
    } else {
      hash = add_to_hash(hash, word[i]);
    }
  }
  return add_to_hash(hash, ' ');
}

// Han, kana, Hangul: scripts in which a phrase stands without spaces around it.
bool is_unspaced(std::string_view text) {
  for (const char c : text)
    if (const auto byte = static_cast<unsigned char>(c); byte >= 0xe3 && byte <= 0xed) return true;
  return false;
}

const std::pair<std::string_view, Part> kParts[] = {
    {"symptom", Part::symptom}, {"cause", Part::cause},     {"step", Part::step},
    {"source", Part::source},   {"component", Part::component}, {"other", Part::other},
    {"code", Part::code},       {"meaning", Part::meaning}, {"metric", Part::metric},
    {"level", Part::level}};

const std::pair<std::string_view, int Wording::*> kSorts[] = {
    {"trouble", &Wording::trouble}, {"questions", &Wording::questions}, {"changes", &Wording::changes},
    {"history", &Wording::history}, {"checks", &Wording::checks},       {"strong", &Wording::strong},
    {"weak", &Wording::weak},       {"harmless", &Wording::harmless},   {"condition", &Wording::condition},
    {"because", &Wording::cause},   {"remedy", &Wording::remedy}};

template <class T>
const T* find_named(const std::pair<std::string_view, T>* begin, const std::pair<std::string_view, T>* end,
                    std::string_view name) {
  for (; begin != end; ++begin)
    if (begin->first == name) return &begin->second;
  return nullptr;
}

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

void Labels::add_phrase(std::string_view phrase, int Wording::*sort) {
  if (is_unspaced(phrase)) {
    unspaced_[std::string(phrase)] = sort;
    return;
  }
  std::uint64_t hash = kHashStart;
  std::size_t at = 0;
  for (int words = 0; words < kLongestPhrase; ++words) {
    const std::string_view word = take_word(phrase, at);
    if (word.empty()) break;
    if (words > 0) beginnings_.insert(hash);
    hash = hash_of_word(hash, word);
  }
  phrases_[hash] = sort;
}

Labels Labels::parse(std::string_view text) {
  Labels out;
  std::string_view section;
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[') {
      section = line.substr(1, line.find(']') - 1);
      continue;
    }
    const Part* const part = find_named(std::begin(kParts), std::end(kParts), section);
    int Wording::*const* const sort = find_named(std::begin(kSorts), std::end(kSorts), section);
    for (std::string_view word : split(line, ',')) {
      word = trim(word);
      if (word.empty()) continue;
      if (part != nullptr)
        out.parts_.emplace(label_key(word), *part);
      else if (sort != nullptr)
        out.add_phrase(word, *sort);
      else if (section == "plain headings")
        out.plain_headings_.insert(label_key(word));
      else if (section == "tools")
        out.tools_.insert(std::string(word));
    }
  }
  return out;
}

Part Labels::part_of(std::string_view label) const {
  if (label.size() > 60) return Part::none;
  const auto found = parts_.find(label_key(label));
  return found == parts_.end() ? Part::none : found->second;
}

bool Labels::is_plain_heading(std::string_view title) const {
  return title.size() <= 60 && plain_headings_.find(label_key(title)) != plain_headings_.end();
}

Wording Labels::wording_of(std::string_view text) const {
  Wording out;
  bool unspaced = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view first = take_word(text, at);
    if (first.empty()) break;
    if (static_cast<unsigned char>(first.front()) >= 0xe3) unspaced = unspaced || is_unspaced(first);
    // The longest phrase that begins here; what stands inside of it counts no more.
    std::uint64_t hash = hash_of_word(kHashStart, first);
    std::size_t end = at;
    std::size_t best_end = at;
    int Wording::*best = nullptr;
    for (int words = 1; words <= kLongestPhrase; ++words) {
      if (const auto found = phrases_.find(hash); found != phrases_.end()) {
        best = found->second;
        best_end = end;
      }
      if (words == kLongestPhrase || beginnings_.find(hash) == beginnings_.end()) break;
      const std::string_view next = take_word(text, end);
      if (next.empty()) break;
      hash = hash_of_word(hash, next);
    }
    if (best == nullptr) continue;
    ++(out.*best);
    at = best_end;
  }
  if (unspaced)
    for (const auto& [phrase, sort] : unspaced_)
      if (contains(text, phrase)) ++(out.*sort);
  return out;
}

}  // namespace fingerpost
