#include "component-map/where.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/sureness.h"
#include "base/text.h"
#include "base/utf8.h"
#include "component-map/asked_words.h"
#include "component-map/confidence.h"
#include "component-map/curated.h"
#include "component-map/excerpt.h"
#include "component-map/listing.h"
#include "component-map/narrow.h"
#include "component-map/precedence.h"
#include "component-map/question.h"
#include "component-map/ranking.h"
#include "component-map/variable_source.h"
#include "indexer/formats/comments.h"
#include "indexer/index.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

constexpr std::size_t kCandidates = 240;
constexpr int kDocumentLines = 40;   // shown of a file that is found as a whole
constexpr std::size_t kListed = 20;  // answers to a question for all of a kind
constexpr std::size_t kNoted = 2;    // answers whose precedence is looked into

std::string title_of(const Ranked& r) {
  if (r.locator.empty()) return r.source->path;
  return join(r.locator, " › ");
}

}  // namespace

// What a person at the host and another container each use to reach a published port.
static std::string both_views(const Ranked& r) {
  if (r.place.kind != Kind::port || r.place.role != Role::published) return {};
  const auto colon = r.place.key.rfind(':');
  if (colon == std::string::npos || r.locator.size() < 3) return {};
  const std::string host = r.place.key.substr(0, colon);
  const std::string& service = r.locator[r.locator.size() - 3];
  return "from the host: " + (contains(host, ".") || contains(host, "$") ? host : "localhost:" + host) +
         "; between containers: " + service + ":" + r.place.key.substr(colon + 1);
}

// A flag that no place names which could answer is another one's: what resembles it does not answer.
static void note_missing_flags(LiveReader& live, std::vector<Ranked>& ranked, Question& question) {
  for (const std::string& flag : question.flags) {
    const bool named = std::any_of(ranked.begin(), ranked.end(), [&](const Ranked& r) {
      auto file = live.read(r.source->path);
      return file && names_flag(flag, **file, r);
    });
    if (named) continue;
    question.absent.push_back(flag);
    for (Ranked& r : ranked) r.misses_name = true;
  }
}

// A variable's places: the best of each role first (declared, passed, read, documented), then the others.
static void spread_roles(std::vector<Ranked>& ranked) {
  if (ranked.empty() || !ranked.front().exact_name) return;
  std::set<Role> seen;
  std::stable_partition(ranked.begin(), ranked.end(), [&](const Ranked& r) {
    return r.exact_name && r.place.role != Role::none && seen.insert(r.place.role).second;
  });
}

Result<Done> Where::find_candidates(const WhereOptions& options, Found& found) {
  Question& question = found.question;
  if (const auto kind = kind_to_list(question); kind && options.kind.empty() && !question.wants(Intent::document)) {
    auto all = list_kind(map_, *kind, std::max(options.limit, kListed));
    if (!all) return all.error();
    if (!all->empty()) {
      found.listed = true;
      found.ranked = std::move(*all);
      return Done{};
    }
    found.undeclared = kind;
  }
  // A kind is asked for: look far down the list, since most of it may be of other kinds.
  auto candidates = retrieve(map_, question.groups, options.kind.empty() ? kCandidates : 20 * kCandidates, scratch_);
  if (!candidates) return candidates.error();
  if (!options.kind.empty())
    std::erase_if(*candidates, [&](const Candidate& c) { return name_of(map_.info(c.doc).kind) != options.kind; });
  if (candidates->size() > kCandidates) candidates->resize(kCandidates);
  auto ranked = rank(map_, question, *candidates, std::max<std::size_t>(options.limit, 1) + 8);
  if (!ranked) return ranked.error();
  found.ranked = std::move(*ranked);
  spread_roles(found.ranked);
  // Of a kind that is declared nowhere, what states it may stand further down.
  if (!found.undeclared && found.ranked.size() > options.limit)
    found.ranked.resize(std::max<std::size_t>(options.limit, 1));
  return Done{};
}

// Where the best place is an entry of component-map.md, what it points to answers, and the entry comes second.
Result<Done> Where::follow_curated(LiveReader& live, std::vector<Ranked>& ranked, std::string& note) {
  if (ranked.empty() || ranked.front().place.kind != Kind::component || !is_component_map(ranked.front().source->path))
    return Done{};
  const Ranked entry = ranked.front();
  auto file = live.read(entry.source->path);
  if (!file || (*file)->hash != entry.source->hash) return Done{};  // it is read anew, and asked again
  const auto pointer = definitive_source_in((*file)->lines->range(entry.place.line_start, entry.place.line_end));
  if (!pointer) return Done{};
  auto found = resolve(map_, *pointer);
  if (!found) return found.error();
  if (!*found) {
    note = "its definitive source " + pointer->path +
           (pointer->locator.empty() ? "" : " › " + join(pointer->locator, " › ")) + " is not there";
    return Done{};
  }
  auto places = map_.places_of(*(*found)->source);
  if (!places) return places.error();
  Ranked target = ranked_at(map_, *(*found)->source, **places, (*found)->index);
  answer_for(entry, target);
  std::erase_if(ranked, [&](const Ranked& r) { return r.source == target.source && r.index == target.index; });
  ranked.insert(ranked.begin(), std::move(target));
  note = "definitive source of " + entry.place.key + ", says " + entry.source->path + ":" +
         std::to_string(entry.place.line_start);
  return Done{};
}

// Where the best place takes its value from a variable, the line that declares it comes second.
Result<Done> Where::follow_variable(const Question& question, LiveReader& live, std::vector<Ranked>& ranked,
                                    std::string& note) {
  if (ranked.empty() || !is_about(question, ranked.front())) return Done{};
  auto declared = variable_source(map_, live, ranked.front());
  if (!declared) return declared.error();
  if (!*declared) return Done{};
  note = fmt::format("{} {} at {}:{}", (*declared)->place.name,
                     is_example_file((*declared)->source->path) ? "has an example" : "is set",
                     (*declared)->source->path, (*declared)->place.line_start);
  std::erase_if(ranked,
                [&](const Ranked& r) { return r.source == (*declared)->source && r.index == (*declared)->index; });
  ranked.insert(ranked.begin() + 1, std::move(**declared));
  return Done{};
}

// Places and their order. Of texts, only those of the candidates are looked at, which are in `read` then.
Result<Found> Where::look_for(std::string_view query, const WhereOptions& options, LiveReader& live) {
  Found out;
  // Who owns X: X is looked for, and the rule about it answers.
  const bool only_owners = options.kind == name_of(Kind::owner);
  std::optional<std::string>& owned = out.owned;
  owned = subject_of_owner_question(query);
  if (only_owners && !owned) owned = std::string(query);
  if (!owners_.any() || (!options.kind.empty() && !only_owners)) owned.reset();
  auto question = understand(owned && !owned->empty() ? *owned : query, map_, Vocabulary::built_in());
  if (!question) return question.error();
  out.question = std::move(*question);
  std::vector<Ranked>& ranked = out.ranked;
  if (owned && owned->empty()) {
    auto all = list_kind(map_, Kind::owner, std::max(options.limit, kListed));
    if (!all) return all.error();
    out.listed = true;
    ranked = std::move(*all);
  } else {
    WhereOptions wanted = options;
    if (owned) wanted.kind.clear();  // whatever it is, its rule answers
    if (auto filled = find_candidates(wanted, out); !filled) return filled.error();
  }
  if (out.undeclared) {
    const auto rest = std::stable_partition(ranked.begin(), ranked.end(), [&](const Ranked& r) {
      auto file = live.read(r.source->path);
      return file && (*file)->hash == r.source->hash && states(*out.undeclared, **file, r);
    });
    if (rest != ranked.begin()) out.undeclared.reset();
    // One of several is not all of them.
    std::stable_partition(ranked.begin(), rest, [](const Ranked& r) {
      return r.place.kind != Kind::table_row && r.place.kind != Kind::list_item;
    });
  }
  const AskedWords asked(out.question);
  for (Ranked& r : ranked)
    if (auto file = live.read(r.source->path); !out.listed && file && (*file)->hash == r.source->hash)
      check_against_text(asked, **file, r);
  note_missing_flags(live, ranked, out.question);
  if (auto followed = follow_curated(live, ranked, out.curated); !followed) return followed.error();
  if (!out.listed && out.curated.empty() && options.kind.empty())
    if (auto followed = follow_variable(out.question, live, ranked, out.variable); !followed) return followed.error();
  if (owned && !owned->empty()) {
    const bool known = !ranked.empty() && is_about(out.question, ranked.front());
    auto path = owners_.put_first(map_, *owned, known, ranked);
    if (!path) return path.error();
    out.unowned = *path;
    out.curated.clear();
    if (only_owners) std::erase_if(ranked, [](const Ranked& r) { return r.place.kind != Kind::owner; });
  }
  if (!out.listed && ranked.size() > options.limit) ranked.resize(std::max<std::size_t>(options.limit, 1));
  return out;
}

// The words of the question that the repository does not know, for a person; "" if it knows all.
static std::string what_is_nowhere(const Question& question) {
  std::vector<std::string> nowhere;
  const auto add = [&](std::string_view word) {
    std::string quoted = "'" + sanitize_for_display(word) + "'";
    if (std::find(nowhere.begin(), nowhere.end(), quoted) == nowhere.end()) nowhere.push_back(std::move(quoted));
  };
  for (const std::string& name : question.absent) add(name);
  for (const QuestionWord& word : question.words)
    if (word.unknown) add(word.text);
  if (nowhere.empty()) return "";
  return join(nowhere, ", ") + (nowhere.size() == 1 ? " stands" : " stand") + " nowhere in this repository";
}

Result<WhereReply> Where::ask_once(std::string_view query, const WhereOptions& options, LiveReader& live,
                                   std::vector<std::string>& stale) {
  const Map::ReadScope reading(map_);
  if (auto gathered = owners_.gather(map_); !gathered) return gathered.error();
  const auto looked = look_for(query, options, live);
  if (!looked) return looked.error();
  const Found& found = *looked;
  const Question& question = found.question;
  WhereReply reply;
  reply.query = found.owned ? std::string(query) : question.text;
  if (auto gathered = protection_.gather(map_); !gathered) return gathered.error();
  const AskedWords asked(question);
  bool about_it = false;  // the first answer
  for (const Ranked& r : found.ranked) {
    auto file = live.read(r.source->path);
    if (!file || (r.source->hash != (*file)->hash && r.source->format != "file")) {
      stale.push_back(r.source->path);
      continue;
    }
    WhereAnswer answer;
    answer.path = sanitize_for_display(r.source->path);
    const AnswerLines lines = r.whole_file ? AnswerLines{r.place.line_start, r.place.line_end}
                                           : narrow(asked, **file, r.place.line_start, r.place.line_end);
    answer.line_start = lines.first;
    answer.line_end = lines.last;
    if (r.place.kind == Kind::document && lines.first == r.place.line_start)
      answer.line_end = std::min(answer.line_end, answer.line_start + kDocumentLines - 1);
    if (options.comments && answer.line_start == r.place.line_start && !is_prose(r.place.kind))
      if (const auto [first, last] = comment_over_setting(*(*file)->lines, answer.line_start); first != 0)
        answer.line_start = first;
    answer.place_start = r.place.line_start;
    answer.place_end = r.place.line_end;
    for (const std::string& segment : r.locator) answer.locator.push_back(sanitize_for_display(segment));
    answer.title = sanitize_for_display(title_of(r));
    answer.kind = name_of(r.place.kind);
    answer.is_prose = is_prose(r.place.kind);
    answer.role = name_of(r.place.role);
    answer.excerpt = excerpt_of(**file, r.source->path, answer.line_start, answer.line_end, asked,
                                options.detail ? ExcerptLimits{60, 6000} : ExcerptLimits{});
    answer.confidence = found.listed ? 0.9 : std::round(confidence_of(question, r) * 100) / 100;
    answer.is_protected = protection_.covers(r.source->path);
    const std::string owners =
        found.owned && r.place.kind != Kind::owner ? owners_.owners_of(live, r.source->path) : "";
    answer.note = !owners.empty()               ? "owner: " + owners
                  : r.place.kind == Kind::owner ? owners_.note_of(live, r)
                                                : both_views(r);
    if (reply.answers.empty() && !found.curated.empty()) answer.note = found.curated;
    if (reply.answers.size() < kNoted && answer.note.empty()) {
      auto note = precedence_note(map_, live, r);
      if (!note) return note.error();
      answer.note = std::move(*note);
    }
    if (reply.answers.empty() && !found.variable.empty())
      answer.note += (answer.note.empty() ? "" : "; ") + sanitize_for_display(found.variable);
    if (reply.answers.empty()) about_it = found.listed || is_about(question, r);
    reply.answers.push_back(std::move(answer));
  }
  reply.known = about_it && found.unowned.empty() && !found.undeclared;
  if (!found.unowned.empty()) {
    reply.gap = "no rule of CODEOWNERS covers " + sanitize_for_display(found.unowned);
  } else if (found.undeclared) {
    reply.gap =
        fmt::format("no {} is declared in this repository, and no document lists any", name_of(*found.undeclared));
  } else if (!reply.known || reply.answers.front().confidence < kSureFrom) {
    reply.gap = what_is_nowhere(question);
    if (!reply.known && reply.gap.empty()) reply.gap = "no place holds enough of the question";
  }
  return reply;
}

// Refuses a kind that is none, with those that are.
static Result<Done> check_kind(const std::string& kind) {
  if (kind.empty()) return Done{};
  std::vector<std::string> names;
  for (int i = 0; i < kKindCount; ++i) names.emplace_back(name_of(static_cast<Kind>(i)));
  if (std::find(names.begin(), names.end(), kind) != names.end()) return Done{};
  return Error{Code::invalid_argument, "there is no kind of place '" + kind + "'", "", "kinds: " + join(names, ", ")};
}

Result<WhereReply> Where::ask(std::string_view query, const WhereOptions& options) {
  if (auto checked = check_kind(options.kind); !checked) return checked.error();
  // A file that changed since it was indexed is read anew and the question asked again; a few rounds, since somebody
  // may be saving files all the while. What still differs then is left out rather than shown wrongly.
  for (int round = 0;; ++round) {
    LiveReader live(root_);
    std::vector<std::string> stale;
    auto reply = ask_once(query, options, live, stale);
    if (reply && stale.empty()) reply->basis = live.basis(map_);
    if (!reply || stale.empty() || round == 3) return reply;
    std::sort(stale.begin(), stale.end());
    stale.erase(std::unique(stale.begin(), stale.end()), stale.end());
    if (auto done = mend_(stale); !done) return done.error();
  }
}

}  // namespace fingerpost
