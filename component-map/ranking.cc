#include "component-map/ranking.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/text.h"
#include "component-map/asked_words.h"
#include "component-map/held_words.h"
#include "component-map/priors.h"
#include "component-map/surroundings.h"
#include "component-map/whole_file.h"
#include "indexer/format.h"

namespace fingerpost {
namespace {

constexpr std::size_t kKeysLookedAt = 48;  // candidates whose keys are compared with the question
constexpr float kWholeFile = 0.15f;        // the bonus of a script or workflow as a whole where one is asked for

// The share of the question's weight whose words stand in `text`, and the share of the text's words that the question
// names.
struct Overlap {
  float of_question = 0;
  float of_text = 0;
};

// The words of names, compared with those of a question.
class Names {
 public:
  explicit Names(const Question& question) : asked_(question), total_(weight_of(question)) {}

  Overlap overlap(std::string_view name) const {
    Overlap out;
    std::uint32_t seen = 0;
    int named = 0;
    int words = 0;
    asked_.for_each_word(name, [&](const TermId* terms, std::size_t count) {
      const std::size_t parts = count > 1 ? count - 1 : count;
      for (std::size_t t = 0; t < count; ++t) {
        bool hit = false;
        for (const AskedWords::Asked& asked : asked_.all()) {
          if (asked.term != terms[t] || asked.weight < 0.5f) continue;
          hit = true;
          if ((seen & (1u << asked.group)) == 0)
            out.of_question += weight_of(asked_.question().groups[asked.group]) * asked.weight;
          seen |= 1u << asked.group;
        }
        if (t < parts) {
          ++words;
          named += hit ? 1 : 0;
        }
      }
    });
    if (total_ > 0) out.of_question /= total_;
    if (words > 0) out.of_text = static_cast<float>(named) / static_cast<float>(words);
    return out;
  }

  // Words of the base name that the question does not name: of docker-compose.dev-azure.yml and docker-compose.yml, the
  // plain one is meant unless the question says otherwise.
  float unnamed_words(std::string_view path) const {
    float unnamed = 0;
    asked_.for_each_word(base_name(path), [&](const TermId* terms, std::size_t count) {
      if (count > 0 && std::none_of(asked_.all().begin(), asked_.all().end(),
                                    [&](const AskedWords::Asked& asked) { return asked.term == terms[0]; }))
        unnamed += 1;
    });
    return std::min(unnamed, 5.0f);
  }

 private:
  const AskedWords asked_;
  float total_;  // of the question's words
};

// Whether a text says a name of several parts ("db:migrate", "idle-timeout", "server.port") as it is written.
bool says_compound(std::string_view text, std::string_view name) {
  constexpr std::size_t kShortest = 5;
  constexpr std::string_view kSigns = "-:./";
  if (name.size() < kShortest || name.size() > text.size() || name.find_first_of(kSigns) == std::string_view::npos ||
      text.find_first_of(kSigns) == std::string_view::npos)
    return false;
  // Whether the text goes on with a longer name, at `at` in the direction of `step`; a full stop ends a sentence.
  const auto goes_on = [&](std::size_t at, std::size_t step) {
    if (at >= text.size()) return false;
    if (is_alnum(text[at]) || text[at] == '_' || text[at] == '-') return true;
    return contains(".:/", text.substr(at, 1)) && at + step < text.size() && is_alnum(text[at + step]);
  };
  for (std::size_t at = 0; at + name.size() <= text.size(); ++at)
    if (equal_ignoring_case(text.substr(at, name.size()), name) && !goes_on(at - 1, static_cast<std::size_t>(-1)) &&
        !goes_on(at + name.size(), 1))
      return true;
  return false;
}

bool names_exactly(const Question& question, std::string_view name) {
  if (name.size() < 3) return false;
  if (says_compound(question.text, name)) return true;
  return std::any_of(question.words.begin(), question.words.end(),
                     [&](const QuestionWord& word) { return equal_ignoring_case(word.text, name); });
}

bool overlaps(const Ranked& a, const Ranked& b) {
  return a.source == b.source && a.place.line_start <= b.place.line_end && b.place.line_start <= a.place.line_end;
}

// Where the best place is one of several siblings that fit about as well (the ports of one service), the answer is what
// holds them, as long as that is small. True where it became so.
Result<bool> widen_to_parent(Map& map, std::vector<Ranked>& ranked) {
  constexpr int kSmallLines = 12;
  constexpr float kAboutAsGood = 0.3f;  // scores no further apart
  Ranked& best = ranked[0];
  if (best.place.parent == 0 || best.exact_name) return false;
  const bool several = std::any_of(
      ranked.begin() + 1, ranked.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(ranked.size(), 8)),
      [&](const Ranked& other) {
        return other.source == best.source && other.place.parent == best.place.parent &&
               other.place.kind == best.place.kind && other.score >= best.score - kAboutAsGood;
      });
  if (!several) return false;
  auto parent = map.place_of(*best.source, static_cast<DocId>(best.place.parent));
  if (!parent) return parent.error();
  if (parent->kind == Kind::section || parent->line_end - parent->line_start + 1 > kSmallLines) return false;
  best.doc -= best.index - static_cast<DocId>(best.place.parent);
  best.index = static_cast<DocId>(best.place.parent);
  best.place = std::move(*parent);
  return true;
}

// A list of one is not the answer where the question names the kind of what is in it.
Result<Done> narrow_to_only_child(Map& map, const Question& question, Ranked& best) {
  if (map.info(best.doc).span != 2) return Done{};
  const Kind kind = map.info(best.doc + 1).kind;
  if (!question.kinds.test(static_cast<std::size_t>(kind)) || kind == best.place.kind) return Done{};
  auto child = map.place_of(*best.source, best.index + 1);
  if (!child) return child.error();
  best.place = std::move(*child);
  ++best.index;
  ++best.doc;
  return Done{};
}

// Where the best place is a service or the like that holds one place of the kind that the question names (its port, its
// image), that one is the answer.
void narrow_to_asked(Map& map, const Question& question, std::vector<Ranked>& ranked) {
  const Ranked& best = ranked.front();
  const auto asked = [&](const Ranked& r) { return question.kinds.test(static_cast<std::size_t>(r.place.kind)); };
  if (is_document_format(best.source->format) || asked(best)) return;
  const DocId end = best.index + static_cast<DocId>(map.info(best.doc).span);
  const auto held = [&](const Ranked& r) {
    return r.source == best.source && r.index > best.index && r.index < end && asked(r);
  };
  const auto found = std::find_if(ranked.begin(), ranked.end(), held);
  if (found == ranked.end() || std::any_of(found + 1, ranked.end(), held)) return;
  std::rotate(ranked.begin(), found, found + 1);
}

// Where a value is asked for and the best place is a longer stretch of configuration or code, the smaller place in it
// that says about as much of what is asked, itself and not only by what holds it, is the answer. Of a script, or of
// what is asked for by its kind, the setting of several words that the question names.
void narrow_to_value(Map& map, const Question& question, std::vector<Ranked>& ranked) {
  constexpr float kLong = 8;            // lines
  constexpr float kAboutAsMuch = 0.8f;  // of its coverage
  constexpr float kItself = 0.75f;      // of its words; what is inherited counts for half
  constexpr float kOfQuestion = 0.25f;  // that a setting's key names
  constexpr float kWholeKey = 0.99f;    // of a key, named by the question
  const Ranked& best = ranked.front();
  const DocId end = best.index + static_cast<DocId>(map.info(best.doc).span);
  const auto inside = [&](const Ranked& r) { return r.source == best.source && r.index > best.index && r.index < end; };
  // What is asked for by its kind is an answer as a whole.
  const bool whole = best.whole_file || question.kinds.test(static_cast<std::size_t>(best.place.kind));
  const auto answers = [&](const Ranked& r) {
    if (!inside(r)) return false;
    if (whole)
      return (r.place.kind == Kind::setting || r.place.kind == Kind::variable) && r.key_named >= kWholeKey &&
             r.key_match >= kOfQuestion && r.place.key.find_first_of("_-") != std::string::npos;
    return 2 * r.lines <= best.lines && r.coverage >= kAboutAsMuch * best.coverage && r.words >= kItself * best.words;
  };
  if (!best.whole_file &&
      (!question.wants(Intent::value) || is_document_format(best.source->format) || best.lines < kLong))
    return;
  const auto found = std::find_if(ranked.begin(), ranked.end(), answers);
  if (found != ranked.end()) std::rotate(ranked.begin(), found, found + 1);
}

// How much of the question's words a candidate holds; `total` is their weight.
void note_words(const Question& question, const Candidate& candidate, float total, Fit& fit) {
  float covered = 0;
  float most_covered = 0;
  for (std::size_t g = 0; g < question.groups.size(); ++g) {
    const TermGroup& group = question.groups[g];
    // A word that only a synonym or another spelling stands for counts for less.
    if ((candidate.covered >> g & 1u) != 0) {
      covered += weight_of(group) * group.sureness;
      most_covered = std::max(most_covered, weight_of(group));
    } else if (group.places > 0) {
      fit.missed = std::max(fit.missed, weight_of(group));
    }
  }
  fit.misses_most = fit.missed > most_covered;
  fit.words = total > 0 ? candidate.score / total : 0;
  fit.coverage = total > 0 ? covered / total : 0;
  fit.held = question.groups.empty() ? 0
                                     : static_cast<float>(__builtin_popcount(candidate.covered)) /
                                           static_cast<float>(question.groups.size());
}

// The candidates with what is known of them without a look at names, and whole files that are asked for.
std::vector<Placed> placed_of(Map& map, const Question& question, const std::vector<Candidate>& candidates) {
  const float total = weight_of(question);
  const PathPriors priors(question);
  std::vector<Placed> out;
  out.reserve(candidates.size());
  const auto add = [&](const Candidate& candidate, bool whole_file) {
    Placed p;
    p.doc = candidate.doc;
    p.covered = candidate.covered;
    p.source = map.source_of(candidate.doc, p.index);
    if (p.source == nullptr) return;
    const PathPrior prior = priors.of(map, *p.source);
    if (prior.share == 0) return;  // a licence's text where none is asked for: no answer at all
    p.prior = prior.share;
    p.path_bonus = prior.bonus;
    p.folders = prior.folders;
    note_words(question, candidate, total, p);
    const PlaceInfo& info = map.info(p.doc);
    p.kind = info.kind;
    p.in_document = is_document_format(p.source->format);
    p.whole_file = whole_file;
    p.lines = whole_file ? 1.0f : static_cast<float>(info.lines);
    p.kind_bonus = whole_file ? kWholeFile : bonus_of_kind(question, info.kind, info.role, p.in_document);
    out.push_back(p);
  };
  const std::vector<Candidate> whole = whole_files(map, question, candidates);
  // The beginning of a script or workflow is no answer of its own beside it.
  const auto begins_file = [&](GlobalDoc doc) {
    return std::any_of(whole.begin(), whole.end(), [&](const Candidate& file) {
      return doc == file.doc || (doc == file.doc + 1 && map.info(doc).kind == Kind::command);
    });
  };
  for (const Candidate& candidate : candidates)
    if (!begins_file(candidate.doc)) add(candidate, false);
  for (const Candidate& file : whole) add(file, true);
  return out;
}

// Looks at the names of files, each once.
void note_names_of_files(const Names& names, std::vector<Placed>& placed) {
  std::unordered_map<std::int64_t, float> extra;  // by source
  for (Placed& one : placed) {
    const auto [known, first] = extra.try_emplace(one.source->id);
    if (first) known->second = names.unnamed_words(one.source->path);
    one.extra = known->second;
  }
}

// Keeps the `most` that fit best by what is known of them, in no order.
void keep_best(const Question& question, std::size_t most, std::vector<Placed>& placed) {
  if (placed.size() <= most) return;
  std::vector<std::pair<float, const Placed*>> order;
  order.reserve(placed.size());
  for (const Placed& one : placed) order.emplace_back(score_of(question, one), &one);
  std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most), order.end(),
                   [](const auto& a, const auto& b) {
                     if (a.first != b.first) return a.first > b.first;
                     // Not by number: sources are numbered as they came to be read, by several threads.
                     const Placed& x = *a.second;
                     const Placed& y = *b.second;
                     return x.source == y.source ? x.index < y.index : x.source->path < y.source->path;
                   });
  std::vector<Placed> kept;
  kept.reserve(most);
  for (std::size_t i = 0; i < most; ++i) kept.push_back(*order[i].second);
  placed = std::move(kept);
}

// The keys from the root of a source to one of its places.
std::vector<std::string> locator_of(const std::vector<StoredPlace>& places, std::size_t index) {
  std::vector<std::string> out;
  for (std::size_t at = index; at != 0; at = static_cast<std::size_t>(places[at].parent))
    if (!places[at].key.empty()) out.push_back(places[at].key);
  std::reverse(out.begin(), out.end());
  return out;
}

// The same where few places of a source are known: a source may be very large, and its ancestors are few.
Result<std::vector<std::string>> locator_of(Map& map, const Ranked& r) {
  std::vector<std::string> out;
  if (r.index != 0 && !r.place.key.empty()) out.push_back(r.place.key);
  for (std::int32_t at = r.place.parent; at > 0;) {
    auto place = map.place_of(*r.source, static_cast<DocId>(at));
    if (!place) return place.error();
    at = place->parent;
    if (!place->key.empty()) out.push_back(std::move(place->key));
  }
  std::reverse(out.begin(), out.end());
  return out;
}

// How likely each is the answer beside the best few, as the regression of the weights reckons it, and what its file
// says beside it.
void note_shares(std::vector<Ranked>& answers) {
  constexpr std::size_t kBeside = 5;
  constexpr float kNoAnswer = 5.0f;  // what the best place scores for a question that none answers, half of the time
  if (answers.empty()) return;
  const float best = answers.front().score;
  float sum = std::exp(kNoAnswer - best);
  for (std::size_t i = 0; i < std::min(kBeside, answers.size()); ++i) sum += std::exp(answers[i].score - best);
  for (Ranked& answer : answers) {
    answer.share = std::min(1.0f, std::exp(answer.score - best) / sum);
    answer.beside = std::max(0.0f, answer.file_coverage - std::max(answer.coverage, answer.inside_coverage));
  }
}

}  // namespace

Ranked ranked_at(Map& map, const Source& source, const std::vector<StoredPlace>& places, DocId index) {
  Ranked r;
  r.doc = map.first_doc(source) + static_cast<GlobalDoc>(index);
  r.source = &source;
  r.index = index;
  r.place = places[index];
  r.locator = locator_of(places, index);
  return r;
}

Result<std::vector<Ranked>> rank(Map& map, const Question& question, const std::vector<Candidate>& candidates,
                                 std::size_t most) {
  const Map::ReadScope reading(map);
  const Names names(question);
  std::vector<Placed> placed = placed_of(map, question, candidates);
  note_surroundings(map, question, placed);
  // Names of files, then keys, are looked at only where they can still decide.
  keep_best(question, 2 * kKeysLookedAt, placed);
  note_names_of_files(names, placed);
  keep_best(question, kKeysLookedAt, placed);
  std::vector<Ranked> ranked;
  ranked.reserve(placed.size());
  for (const Placed& kept : placed) {
    auto place = map.place_of(*kept.source, kept.index);
    if (!place) return place.error();
    Ranked r;
    static_cast<Placed&>(r) = kept;
    r.place = std::move(*place);
    const Overlap key = names.overlap(r.index == 0 ? base_name(r.source->path) : std::string_view(r.place.key));
    r.key_match = key.of_question;
    r.key_named = key.of_text;
    r.exact_name = names_exactly(question, r.place.name) ||
                   (r.place.key != r.place.name && says_compound(question.text, r.place.key));
    r.depth = static_cast<float>(r.place.depth);
    r.score = score_of(question, r);
    ranked.push_back(std::move(r));
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.source != b.source) return a.source->path < b.source->path;
    return a.index < b.index;
  });
  if (!ranked.empty()) {
    auto widened = widen_to_parent(map, ranked);
    if (!widened) return widened.error();
    if (!*widened) narrow_to_asked(map, question, ranked);
    if (!*widened) narrow_to_value(map, question, ranked);
    if (auto done = narrow_to_only_child(map, question, ranked[0]); !done) return done.error();
  }
  std::vector<Ranked> out;
  for (Ranked& r : ranked) {
    if (out.size() >= most) break;
    if (std::any_of(out.begin(), out.end(), [&](const Ranked& kept) { return overlaps(kept, r); })) continue;
    auto locator = locator_of(map, r);
    if (!locator) return locator.error();
    r.locator = std::move(*locator);
    out.push_back(std::move(r));
  }
  note_shares(out);
  return out;
}

}  // namespace fingerpost
