#include "component-map/owners.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "base/utf8.h"
#include "component-map/confidence.h"
#include "indexer/codeowners.h"
#include "pointer-map/stems.h"
#include "pointer-map/terms.h"

namespace fingerpost {
namespace {

constexpr std::array<std::string_view, 4> kPlaces = {".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS",
                                                     ".gitlab/CODEOWNERS"};
constexpr std::size_t kMostAnswers = 3;  // rules of one file that several sections decide about

// Words that ask for owners, and words about files that name none of them.
constexpr std::array<std::string_view, 21> kAsking = {
    "own",         "owns",      "owned",   "owner",    "owners",    "codeowner",   "codeowners",
    "maintain",    "maintains", "reviews", "review",   "reviewer",  "reviewers",   "maintainer",
    "maintainers", "approves",  "approve", "approver", "approvers", "responsible", "ownership"};
constexpr std::array<std::string_view, 18> kNaming = {
    "file",   "files", "folder", "directory", "path", "code",       "module", "package", "changes",
    "change", "team",  "person", "people",    "list", "repository", "repo",   "project", "pull"};

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

using Terms = std::set<std::string>;

Terms terms_of(std::string_view text) {
  Terms out;
  for (const Word& word : words_of_question(text)) {
    const std::size_t parts = word.terms.size() > 1 ? word.terms.size() - 1 : word.terms.size();
    out.insert(word.terms.begin(), word.terms.begin() + static_cast<std::ptrdiff_t>(parts));
  }
  return out;
}

// "/src/billing/*.py" → "src/billing": what a pattern names, without what it leaves open.
std::string_view named_part(std::string_view pattern) {
  pattern = pattern.substr(0, pattern.find_first_of("*?"));
  while (pattern.ends_with("/")) pattern.remove_suffix(1);
  return pattern;
}

// A file or directory that the subject spells out, or "". A directory ends with a slash.
std::string path_spelt_in(Map& map, std::string_view subject) {
  for (std::string_view word : split(subject, ' ')) {
    while (!word.empty() && contains("`'\"?.,:", word.substr(word.size() - 1))) word.remove_suffix(1);
    while (!word.empty() && contains("`'\"/", word.substr(0, 1))) word.remove_prefix(1);
    if (word.starts_with("./")) word.remove_prefix(2);
    const bool pathlike = contains(word, "/") || contains(word, ".");
    while (word.ends_with("/")) word.remove_suffix(1);
    if (word.empty()) continue;
    if (map.find(word) != nullptr) return std::string(word);
    std::string directory = std::string(word) + "/";
    const auto at = std::lower_bound(map.sources().begin(), map.sources().end(), directory,
                                     [](const Source& source, const std::string& path) { return source.path < path; });
    if (at != map.sources().end() && at->path.starts_with(directory)) return directory;
    if (!pathlike) continue;
    for (const Source& source : map.sources())
      if (base_name(source.path) == word) return source.path;
  }
  return {};
}

// The shallowest directory that is called like the subject, with its slash, or "".
std::string directory_called(Map& map, const Terms& subject) {
  std::string best;
  std::ptrdiff_t best_depth = 0;
  std::string last;
  for (const Source& source : map.sources()) {
    std::string_view directory = directory_of(source.path);
    if (directory == last) continue;
    last = std::string(directory);
    for (; !directory.empty(); directory = directory_of(directory)) {
      const auto depth = std::count(directory.begin(), directory.end(), '/');
      if (!best.empty() && depth >= best_depth) continue;
      if (terms_of(base_name(directory)) != subject) continue;
      best = std::string(directory) + "/";
      best_depth = depth;
    }
  }
  return best;
}

}  // namespace

std::optional<std::string> subject_of_owner_question(std::string_view query) {
  if (query.size() > 1024 || contains(query, "@")) return std::nullopt;  // an owner is named: asks what they own
  bool who = false;
  bool asks = false;
  bool names_owners = false;
  std::vector<std::string> kept;
  for (std::string_view word : split(query, ' ')) {
    word = trim(word);
    if (word.empty()) continue;
    std::string plain = to_lower(word);
    while (!plain.empty() && !is_alnum(plain.back())) plain.pop_back();
    if (plain == "who" || plain == "whom" || plain == "whose") {
      who = true;
    } else if (is_one_of(kAsking, plain)) {
      asks = true;
      names_owners = names_owners || plain.starts_with("owner") || plain.starts_with("codeowner");
    } else if (!is_stop_word(plain) && !is_one_of(kNaming, plain)) {
      kept.emplace_back(word);
    }
  }
  // "code owners of X" asks as "who owns X" does; "review checklist" does not.
  if (!asks || !(who || names_owners)) return std::nullopt;
  return join(kept, " ");
}

Result<Done> Owners::gather(Map& map) {
  if (seen_ == map.version()) return Done{};
  rules_.clear();
  const Source* source = nullptr;
  for (std::string_view path : kPlaces) {
    source = map.find(path);
    if (source != nullptr) break;
  }
  if (source != nullptr) {
    auto places = map.places_of(*source);
    if (!places) return places.error();
    for (std::size_t i = 1; i < (*places)->size(); ++i) {
      const StoredPlace& place = (**places)[i];
      if (place.kind != Kind::owner) continue;
      Rule rule{source->path, static_cast<DocId>(i), place.line_start, place.key, "", 0};
      if (place.parent != 0) {
        const StoredPlace& section = (**places)[static_cast<std::size_t>(place.parent)];
        rule.section = section.key;
        rule.section_line = section.line_start;
      }
      rules_.push_back(std::move(rule));
    }
  }
  seen_ = map.version();
  return Done{};
}

std::vector<const Owners::Rule*> Owners::rules_for(std::string_view path) const {
  std::vector<const Rule*> out;
  for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
    // GitLab joins sections of one name, whatever its case.
    const bool decided = std::any_of(
        out.begin(), out.end(), [&](const Rule* known) { return equal_ignoring_case(known->section, rule->section); });
    if (!decided && owner_pattern_covers(rule->pattern, path)) out.push_back(&*rule);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

// The rules about what the subject names; `path` is what it names in the tree, "" where it names a pattern or nothing.
Result<std::vector<const Owners::Rule*>> Owners::rules_named(Map& map, std::string_view subject,
                                                             std::string& path) const {
  // A file that stands for all of a directory: only rules for the directory itself cover it.
  const auto of_path = [&] { return rules_for(path.ends_with("/") ? path + "\x01" : path); };
  path = path_spelt_in(map, subject);
  if (!path.empty()) return of_path();
  const Terms asked = terms_of(subject);
  const Rule* named = nullptr;
  std::size_t unnamed = 0;
  for (const Rule& rule : rules_) {
    const Terms of_pattern = terms_of(rule.pattern);
    if (asked.empty() || !std::includes(of_pattern.begin(), of_pattern.end(), asked.begin(), asked.end())) continue;
    const bool exactly = terms_of(base_name(named_part(rule.pattern))) == asked;
    const std::size_t others = exactly ? 0 : 1 + of_pattern.size() - asked.size();
    if (named == nullptr || others <= unnamed) {
      named = &rule;
      unnamed = others;
    }
  }
  if (named != nullptr && unnamed == 0) return std::vector<const Rule*>{named};
  path = directory_called(map, asked);
  if (!path.empty()) return of_path();
  if (named != nullptr) return std::vector<const Rule*>{named};
  return std::vector<const Rule*>{};
}

Result<std::string> Owners::put_first(Map& map, std::string_view subject, bool subject_is_known,
                                      std::vector<Ranked>& ranked) const {
  std::string path;
  auto rules = rules_named(map, subject, path);
  if (!rules) return rules.error();
  Ranked like;
  like.words = like.coverage = 1.0f;
  like.exact_name = true;
  like.share = 1.0f;
  if (rules->empty() && path.empty() && subject_is_known && !ranked.empty()) {
    like = ranked.front();
    path = like.source->path;
    *rules = rules_for(path);
  }
  if (rules->size() > kMostAnswers) rules->resize(kMostAnswers);
  std::vector<Ranked> first;
  for (const Rule* rule : *rules) {
    const Source* source = map.find(rule->path);
    if (source == nullptr) continue;
    auto places = map.places_of(*source);
    if (!places) return places.error();
    Ranked found = ranked_at(map, *source, **places, rule->index);
    answer_for(like, found);
    first.push_back(std::move(found));
  }
  // The rules that cover it are all there is to say; what other rules cover only shares words with it.
  if (!first.empty()) std::erase_if(ranked, [](const Ranked& r) { return r.place.kind == Kind::owner; });
  ranked.insert(ranked.begin(), std::make_move_iterator(first.begin()), std::make_move_iterator(first.end()));
  return rules->empty() ? path : std::string();
}

std::string Owners::owners_of(LiveReader& live, std::string_view path) const {
  std::string out;
  for (const Rule* rule : rules_for(path)) {
    auto file = live.read(rule->path);
    if (!file) continue;
    const auto owners_at = [&](int line) {
      return line >= 1 && line <= (*file)->lines->count() ? read_owner_line((*file)->lines->line(line)).owners
                                                          : std::string_view();
    };
    std::string_view owners = owners_at(rule->line);
    if (owners.empty()) owners = owners_at(rule->section_line);
    if (owners.empty()) continue;
    out += (out.empty() ? "" : ", ") + sanitize_for_display(owners) + " (" + rule->path + ":" +
           std::to_string(rule->line) + ")";
  }
  return out;
}

std::string Owners::note_of(LiveReader& live, const Ranked& answer) const {
  for (const Rule& rule : rules_) {
    if (rule.path != answer.source->path || rule.index != answer.index) continue;
    auto file = live.read(rule.path);
    if (!file || rule.line > (*file)->lines->count()) return {};
    if (!read_owner_line((*file)->lines->line(rule.line)).owners.empty()) return {};
    if (rule.section_line == 0) return "names no owner: what it covers is nobody's";
    const std::string_view owners = read_owner_line((*file)->lines->line(rule.section_line)).owners;
    if (owners.empty()) return "names no owner: what it covers is nobody's";
    return "owner: " + sanitize_for_display(owners) + ", by the section's line " + std::to_string(rule.section_line);
  }
  return {};
}

}  // namespace fingerpost
