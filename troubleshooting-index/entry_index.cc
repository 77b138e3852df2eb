#include "troubleshooting-index/entry_index.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "base/text.h"
#include "troubleshooting-index/likeness.h"
#include "troubleshooting-index/weights.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostLearned = 48;  // words of an entry's text by which it is likened; its title's count besides

bool is_plain(std::string_view term) {
  return term.front() != '!' && term.front() != '~' && term.front() != '@';
}

// BM25F of a term in an entry whose body has so many terms, saturated. It depends on nothing but the entry.
float impact_of(const std::array<std::uint8_t, kEntryFields>& counts, float length) {
  constexpr const Weights& tune = kWeights;
  float weight = 0;
  for (std::size_t f = 0; f < kEntryFields; ++f)
    weight += tune.field[f] * std::min(static_cast<float>(counts[f]), 6.0f);
  const float norm = tune.saturation * (1 - tune.length_share + tune.length_share * std::min(length / 80.0f, 8.0f));
  return weight / (weight + norm);
}

// Of what a list of words has from `begin` on, leaves the rarest ones.
void keep_rarest(std::vector<LearnedWords::Number>& words, std::size_t begin, std::size_t most) {
  if (words.size() <= begin + most) return;
  const LearnedWords& table = LearnedWords::built_in();
  const auto first = words.begin() + static_cast<std::ptrdiff_t>(begin);
  std::nth_element(first, first + static_cast<std::ptrdiff_t>(most), words.end(), [&](auto a, auto b) {
    const float of_a = table.rarity(a);
    const float of_b = table.rarity(b);
    return of_a != of_b ? of_a > of_b : a < b;
  });
  words.resize(begin + most);
}

IndexedEntry gone_entry() {
  IndexedEntry entry;
  entry.gone = true;
  return entry;
}

// A title as namesakes are told by; 0 for one too short to name anything.
std::uint64_t name_of(std::string_view title) {
  constexpr std::size_t kShortest = 5;  // bytes
  std::string name;
  for (const char c : title)
    if (is_alnum(c) || static_cast<unsigned char>(c) >= 0x80)
      name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (const std::string_view end : {"alert", "runbook"})
    if (name.size() > end.size() && name.ends_with(end)) name.resize(name.size() - end.size());
  return name.size() < kShortest ? 0 : XXH3_64bits(name.data(), name.size()) | 1;
}

}  // namespace

std::size_t EntryIndex::Hash::operator()(std::string_view text) const {
  return XXH3_64bits(text.data(), text.size());
}

void EntryIndex::add(std::string_view path, const SourceEntries& source) {
  if (source.entries.empty()) return;
  const auto number = static_cast<std::uint32_t>(paths_.size());
  paths_.emplace_back(path);
  by_path_.insert_or_assign(std::string(path), number);
  std::vector<std::uint32_t> numbers(source.terms.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto found = numbers_.emplace(source.terms[i], static_cast<std::uint32_t>(terms_.size()));
    if (found.second) terms_.emplace_back().learned = LearnedWords::built_in().find(source.terms[i]);
    numbers[i] = found.first->second;
  }
  const auto first = static_cast<EntryId>(entries_.size());
  for (const EntryRecord& record : source.entries) {
    const auto id = static_cast<EntryId>(entries_.size());
    IndexedEntry entry;
    entry.source = number;
    entry.line_start = record.line_start;
    entry.line_end = record.line_end;
    entry.title = record.title;
    entry.name = name_of(record.title);
    entry.component = record.component;
    entry.certainty = static_cast<float>(record.score) / 255.0f;
    entry.passage = record.score == kPassageScore;
    entry.code_in_head = record.code_in_head;
    entry.has_source = record.has_source;
    if (categories_.empty() || categories_.back() != record.category) categories_.push_back(record.category);
    entry.category = static_cast<std::uint32_t>(categories_.size()) - 1;
    if (!record.component.empty()) by_component_[to_lower(record.component)].push_back(id);
    entry.head_begin = static_cast<std::uint32_t>(heads_.size());
    const auto plain = [&](const EntryTerm& term) {
      const std::string& word = source.terms[term.term];
      return !word.empty() && is_plain(word);
    };
    float length = 0;  // of the body, in terms
    for (const EntryTerm& term : record.terms)
      if (plain(term)) length += static_cast<float>(term.count[static_cast<std::size_t>(EntryField::body)]);
    for (const EntryTerm& term : record.terms) {
      terms_[numbers[term.term]].postings.push_back({id, term.count, impact_of(term.count, length)});
      if (source.terms[term.term].starts_with("@"))
        entry.ports.push_back(std::atoi(source.terms[term.term].c_str() + 1));
      if (source.terms[term.term].starts_with("!") && term.count[static_cast<std::size_t>(EntryField::title)] > 0)
        entry.codes.push_back(source.terms[term.term].substr(1));
      if (plain(term) && (term.count[0] > 0 || term.count[1] > 0)) heads_.push_back(numbers[term.term]);
    }
    entry.head_end = static_cast<std::uint32_t>(heads_.size());
    entry.learned_begin = static_cast<std::uint32_t>(learned_.size());
    const auto add_learned = [&](bool head) {
      for (const EntryTerm& term : record.terms)
        if (const LearnedWords::Number learned = terms_[numbers[term.term]].learned;
            learned != LearnedWords::kNone && head == (term.count[0] > 0 || term.count[1] > 0))
          learned_.push_back(learned);
    };
    add_learned(true);
    entry.learned_head_end = static_cast<std::uint32_t>(learned_.size());
    add_learned(false);
    keep_rarest(learned_, entry.learned_head_end, kMostLearned);
    entry.learned_end = static_cast<std::uint32_t>(learned_.size());
    entries_.push_back(std::move(entry));
    for (const std::uint32_t pair : record.pairs) pairs_.push_back({pair, id});
  }
  // A damaged record may name a term twice; the document has it once.
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  documents_.push_back({first, static_cast<EntryId>(entries_.size()), std::move(numbers)});
}

void EntryIndex::remove(std::string_view path) {
  const auto known = by_path_.find(path);
  if (known == by_path_.end()) return;
  const Document& document = documents_[known->second];
  for (const std::uint32_t number : document.terms) {
    std::vector<Posting>& postings = terms_[number].postings;
    const auto from = [&](EntryId id) {
      return std::lower_bound(postings.begin(), postings.end(), id,
                              [](const Posting& posting, EntryId wanted) { return posting.entry < wanted; });
    };
    postings.erase(from(document.first), from(document.last));
  }
  for (EntryId id = document.first; id < document.last; ++id) entries_[id] = gone_entry();
  gone_ += document.last - document.first;
  documents_[known->second] = {};
  by_path_.erase(known);
}

std::vector<EntryId> EntryIndex::namesakes(EntryId id) const {
  std::vector<EntryId> out;
  const std::uint64_t name = entries_[id].name;
  if (name == 0) return out;
  auto at = std::lower_bound(names_.begin(), names_.end(), name,
                             [](const Name& named, std::uint64_t wanted) { return named.name < wanted; });
  for (; at != names_.end() && at->name == name && out.size() < kCommon; ++at)
    if (entries_[at->entry].source != entries_[id].source) out.push_back(at->entry);
  std::stable_partition(out.begin(), out.end(), [&](EntryId other) { return !entries_[other].passage; });
  return out;
}

std::vector<RelatedEntry> EntryIndex::related(EntryId id, std::size_t most) const {
  const IndexedEntry& of = entries_[id];
  std::unordered_map<EntryId, RelatedEntry> found;
  const auto add = [&](EntryId other, float score, const std::string& why) {
    const IndexedEntry& entry = entries_[other];
    const bool overlaps =
        entry.source == of.source && entry.line_start <= of.line_end && of.line_start <= entry.line_end;
    if (entry.gone || entry.passage || entry.certainty < 0.5f || overlaps) return;
    RelatedEntry& related = found[other];
    related.entry = other;
    related.score += score;
    related.why += (related.why.empty() ? "" : ", ") + why;
  };
  const auto add_holders = [&](const Term& term, float weight, const std::string& why) {
    if (term.postings.size() > kCommon) return;
    for (const Posting& posting : term.postings)
      if (posting.count[static_cast<std::size_t>(EntryField::title)] > 0) add(posting.entry, weight * term.rarity, why);
  };
  for (const EntryId other : namesakes(id)) add(other, 3, "same name");
  for (const std::string& code : of.codes)
    if (const Term* term = find("!" + code)) add_holders(*term, 2, code);
  for (const int port : of.ports)
    if (const Term* term = find("@" + std::to_string(port))) add_holders(*term, 1, "port " + std::to_string(port));
  if (const auto same = by_component_.find(to_lower(of.component)); same != by_component_.end())
    if (same->second.size() <= kCommon)
      for (const EntryId other : same->second) add(other, 1, of.component);
  std::vector<RelatedEntry> out;
  for (auto& [other, related] : found) out.push_back(std::move(related));
  std::sort(out.begin(), out.end(), [](const RelatedEntry& a, const RelatedEntry& b) {
    return a.score != b.score ? a.score > b.score : a.entry < b.entry;
  });
  if (out.size() > most) out.resize(most);
  return out;
}

void EntryIndex::freeze() {
  const auto count = static_cast<float>(size());
  for (Term& term : terms_) {
    const auto places = static_cast<float>(term.postings.size());
    const float idf = std::log((count + 1.0f) / (places + 0.5f));
    term.rarity = std::clamp(idf / std::log(std::max(count, kWeights.least_entries) + 1.0f), 0.02f, 1.0f);
  }
  const auto by_pair = [](const Pair& a, const Pair& b) {
    return a.pair != b.pair ? a.pair < b.pair : a.entry < b.entry;
  };
  const auto is_gone = [&](const Pair& pair) { return entries_[pair.entry].gone; };
  const auto fresh = pairs_.begin() + static_cast<std::ptrdiff_t>(pairs_sorted_);
  std::sort(fresh, pairs_.end(), by_pair);
  std::inplace_merge(pairs_.begin(), fresh, pairs_.end(), by_pair);
  if (gone_ > 0) std::erase_if(pairs_, is_gone);
  pairs_sorted_ = pairs_.size();
  names_.clear();
  for (EntryId id = 0; id < entries_.size(); ++id)
    if (entries_[id].name != 0) names_.push_back({entries_[id].name, id});
  std::sort(names_.begin(), names_.end(),
            [](const Name& a, const Name& b) { return a.name != b.name ? a.name < b.name : a.entry < b.entry; });
}

std::vector<EntryId> EntryIndex::in_order() const {
  std::vector<EntryId> out;
  for (EntryId id = 0; id < entries_.size(); ++id)
    if (!entries_[id].gone) out.push_back(id);
  std::sort(out.begin(), out.end(), [&](EntryId a, EntryId b) { return is_before(a, b); });
  return out;
}

// By path, then in the order of the document.
bool EntryIndex::is_before(EntryId a, EntryId b) const {
  const std::uint32_t of_a = entries_[a].source;
  const std::uint32_t of_b = entries_[b].source;
  return of_a == of_b ? a < b : paths_[of_a] < paths_[of_b];
}

const EntryIndex::Term* EntryIndex::find(std::string_view term) const {
  const auto found = numbers_.find(term);
  if (found == numbers_.end() || terms_[found->second].postings.empty()) return nullptr;
  return &terms_[found->second];
}

bool EntryIndex::holds(EntryId entry, std::string_view term) const {
  const Term* found = find(term);
  if (found == nullptr) return false;
  const auto at = std::lower_bound(found->postings.begin(), found->postings.end(), entry,
                                   [](const Posting& posting, EntryId id) { return posting.entry < id; });
  return at != found->postings.end() && at->entry == entry;
}

std::uint32_t EntryIndex::entries_with(std::string_view term) const {
  const Term* found = find(term);
  return found == nullptr ? 0 : static_cast<std::uint32_t>(found->postings.size());
}

float EntryIndex::rarity(std::string_view term) const {
  const Term* found = find(term);
  return found == nullptr ? 1.0f : found->rarity;
}

void EntryIndex::score_terms(const std::vector<SymptomTerm>& terms, std::vector<float>& words,
                             std::vector<float>& coverage, float& total) const {
  std::vector<EntryId> holders;  // of one term
  std::vector<float> held;       // the strongest alternative that an entry holds
  for (std::size_t t = 0; t < std::min(terms.size(), kMostSymptomTerms); ++t) {
    const SymptomTerm& term = terms[t];
    holders.clear();
    float rarity = 0;
    bool own = false;
    const Term* last = nullptr;  // of those that stand anywhere
    for (const SymptomTerm::Alternative& alternative : term.alternatives)
      if (const Term* found = find(alternative.term)) {
        last = found;
        if (alternative.weight >= 0.999f) {
          rarity = own ? std::max(rarity, found->rarity) : found->rarity;
          own = true;
        } else if (!own) {
          rarity = std::max(rarity, found->rarity * alternative.weight);
        }
      }
    if (rarity == 0) {  // stands nowhere: it still is a part of what was said
      total += term.importance * kWeights.unknown_share;
      continue;
    }
    const float weight = term.importance * rarity;
    total += weight;
    if (term.alternatives.size() == 1) {
      const float share = term.alternatives.front().weight;
      for (const Posting& posting : last->postings) {
        const float strength = std::max(0.0f, share * posting.impact);
        words[posting.entry] += weight * strength;
        coverage[posting.entry] += weight * std::min(1.0f, strength * 2.0f);
      }
      continue;
    }
    held.resize(entries_.size(), 0.0f);
    for (const SymptomTerm::Alternative& alternative : term.alternatives) {
      const Term* found = find(alternative.term);
      if (found == nullptr) continue;
      for (const Posting& posting : found->postings) {
        float& strongest = held[posting.entry];
        if (strongest == 0) holders.push_back(posting.entry);
        strongest = std::max(strongest, alternative.weight * posting.impact);
      }
    }
    for (const EntryId entry : holders) {
      words[entry] += weight * held[entry];
      coverage[entry] += weight * std::min(1.0f, held[entry] * 2.0f);
      held[entry] = 0;
    }
  }
}

// People tell what they see in other words than the document. Where no candidate holds what they said, those count for
// more whose words are near.
void EntryIndex::add_likeness(const SymptomQuery& query, std::vector<EntryMatch>& matches) const {
  float most = 0;
  for (const EntryMatch& match : matches) most = std::max(most, match.coverage);
  const float share = std::clamp((kWeights.told - most) / kWeights.told_range, 0.0f, 1.0f);
  if (!query.own_words || share <= 0) return;
  const LearnedWords& words = LearnedWords::built_in();
  std::vector<Likeness::Said> said;
  for (const SymptomTerm& term : query.terms)
    if (const LearnedWords::Number word = words.find(term.alternatives.front().term); word != LearnedWords::kNone)
      said.push_back({word, term.importance});
  Likeness likeness(words, said);
  for (EntryMatch& match : matches) {
    const IndexedEntry& entry = entries_[match.entry];
    const auto learned = [&](std::uint32_t begin, std::uint32_t end) {
      return std::span(learned_).subspan(begin, end - begin);
    };
    const Likeness::Found found = likeness.of(
        {learned(entry.learned_begin, entry.learned_head_end), learned(entry.learned_head_end, entry.learned_end)});
    match.near = share * found.words;
    match.subject = share * found.subject;
  }
}

std::vector<EntryMatch> EntryIndex::search(const SymptomQuery& query, std::size_t most) const {
  constexpr const Weights& tune = kWeights;
  constexpr std::size_t kStride = 16;
  const std::size_t room = (entries_.size() + kStride - 1) / kStride * kStride;
  const auto live = static_cast<float>(size());
  std::vector<float> words(room, 0.0f);
  std::vector<float> coverage(room, 0.0f);
  std::vector<float> codes(room, 0.0f);
  std::vector<float> families(room, 0.0f);
  std::vector<float> unused(room, 0.0f);
  float total = 0;
  float total_codes = 0;
  float total_families = 0;
  score_terms(query.terms, words, coverage, total);
  score_terms(query.codes, codes, unused, total_codes);
  score_terms(query.families, families, unused, total_families);
  std::vector<float> pairs(room, 0.0f);
  for (const std::uint32_t pair : query.pairs) {
    auto at =
        std::lower_bound(pairs_.begin(), pairs_.end(), pair, [](const Pair& a, std::uint32_t b) { return a.pair < b; });
    const auto first = at;
    while (at != pairs_.end() && at->pair == pair) ++at;
    const auto holders = static_cast<float>(at - first);
    const float rarity = std::log((live + 1) / (holders + 0.5f)) / std::log(live + 2);
    for (auto holder = first; holder != at; ++holder) pairs[holder->entry] += std::max(rarity, 0.05f);
  }

  // The terms that the query names, by number, with how surely. Most of those of a title are none of them, which the
  // last bits of their numbers tell.
  std::unordered_map<std::uint32_t, float> named;
  std::bitset<1024> may_be_named;
  for (const SymptomTerm& term : query.terms)
    for (const SymptomTerm::Alternative& alternative : term.alternatives)
      if (const auto found = numbers_.find(alternative.term); found != numbers_.end()) {
        float& weight = named[found->second];
        weight = std::max(weight, alternative.weight * std::min(1.0f, term.importance));
        may_be_named.set(found->second % may_be_named.size());
      }

  // Of all that hold anything, the best by what is known so far are looked at closely.
  constexpr std::size_t kLookedAt = 128;
  const float per_word = total > 0 ? 1 / total : 0;
  const float per_code = total_codes > 0 ? 1 / total_codes : 0;
  const float per_family = total_families > 0 ? 1 / total_families : 0;
  std::vector<std::pair<float, EntryId>> first;
  const auto keep_first = [&] {
    if (first.size() <= kLookedAt) return;
    std::nth_element(first.begin(), first.begin() + kLookedAt - 1, first.end(), [&](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : is_before(a.second, b.second);
    });
    first.resize(kLookedAt);
  };
  // Most entries are passed over sixteen at a time, by what the least that is kept so far scores.
  float least = std::numeric_limits<float>::denorm_min();  // at first whatever scores at all
  for (std::size_t begin = 0; begin < room; begin += kStride) {
    std::array<float, kStride> scores;
    std::int32_t any = 0;  // as wide as a score, so that the processor compares several at once
    for (std::size_t i = 0; i < kStride; ++i)
      scores[i] = words[begin + i] * per_word + tune.first_codes * codes[begin + i] * per_code +
                  tune.first_families * families[begin + i] * per_family;
    for (std::size_t i = 0; i < kStride; ++i) any |= -static_cast<std::int32_t>(scores[i] >= least);
    if (any == 0) continue;
    for (std::size_t i = 0; i < kStride; ++i)
      if (scores[i] >= least) first.emplace_back(scores[i], static_cast<EntryId>(begin + i));
    if (first.size() < 4 * kLookedAt) continue;
    keep_first();
    least = first.back().first;
  }
  keep_first();
  std::vector<EntryMatch> matches;
  for (const auto& [score, id] : first) {
    EntryMatch& match = matches.emplace_back();
    match.entry = id;
    match.words = words[id] * per_word;
    match.coverage = coverage[id] * per_word;
    match.codes = codes[id] * per_code;
    match.families = families[id] * per_family;
  }
  add_likeness(query, matches);
  const float passage = query.own_words ? 1.0f : tune.passage;
  for (EntryMatch& match : matches) {
    const IndexedEntry& entry = entries_[match.entry];
    float head_total = 0;
    float head = 0;
    for (std::uint32_t i = entry.head_begin; i < entry.head_end; ++i) {
      const float rarity = terms_[heads_[i]].rarity;
      head_total += rarity;
      if (!may_be_named.test(heads_[i] % may_be_named.size())) continue;
      if (const auto found = named.find(heads_[i]); found != named.end()) head += rarity * found->second;
    }
    match.head = head_total > 0 ? head / (head_total + tune.head_slack) : 0;
    match.pairs = 1 - std::exp(-pairs[match.entry] / tune.pairs_scale);
    for (const std::vector<std::string>& name : query.names) {
      const auto is_here = [&](const std::string& term) { return holds(match.entry, term); };
      const auto is_anywhere = [&](const std::string& term) { return find(term) != nullptr; };
      if (std::any_of(name.begin(), name.end(), is_here))
        ++match.names_held;
      else
        ++(std::any_of(name.begin(), name.end(), is_anywhere) ? match.names_missed : match.names_nowhere);
    }
    match.contradicted = total_codes > 0 && match.codes == 0 && entry.code_in_head;
    const auto is_asked = [&](int port) {
      return std::find(query.ports.begin(), query.ports.end(), port) != query.ports.end();
    };
    match.other_port =
        !query.ports.empty() && !entry.ports.empty() && std::none_of(entry.ports.begin(), entry.ports.end(), is_asked);
    const float taken = (match.other_port ? tune.other_port : 1.0f) *
                        (1 - tune.certainty + tune.certainty * entry.certainty) *
                        (match.contradicted ? tune.contradicted : 1.0f) * (entry.passage ? passage : 1.0f);
    match.likeness = taken * (tune.near * match.near + tune.subject * match.subject);
    // Of two that fit alike, the one about what was named. A log names much that it is not about.
    const int names = match.names_held + match.names_missed;
    if (query.own_words && names > 0)
      match.named = taken * tune.named * static_cast<float>(match.names_held) / static_cast<float>(names);
    match.score =
        match.likeness + match.named +
        taken * (tune.words * match.words + tune.coverage * match.coverage * match.coverage + tune.head * match.head +
                 tune.pairs * match.pairs + tune.codes * match.codes + tune.families * match.families);
  }
  std::sort(matches.begin(), matches.end(), [&](const EntryMatch& a, const EntryMatch& b) {
    return a.score != b.score ? a.score > b.score : is_before(a.entry, b.entry);
  });
  if (matches.size() > most) matches.resize(most);
  return matches;
}

}  // namespace fingerpost
