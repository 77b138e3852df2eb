#include "component-map/priors.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "base/text.h"

namespace fingerpost {
namespace {

bool is_configuration(Kind kind) {
  switch (kind) {
    case Kind::setting:
    case Kind::variable:
    case Kind::service:
    case Kind::port:
    case Kind::image:
    case Kind::volume:
    case Kind::network:
    case Kind::healthcheck:
    case Kind::job:
    case Kind::step:
    case Kind::secret:
    case Kind::stage:
    case Kind::alert:
    case Kind::object:
    case Kind::command: return true;
    default: return false;
  }
}

constexpr float kToolSettings = 0.6f;

struct PathRule {
  std::string_view parts;  // any of these, apart by blanks
  float prior;
  bool of_name;  // the base name only
  std::string_view ending = {};
  std::size_t asked_by = 6;  // the first letters of a part by which a question asks for it
  float bonus = 0.0f;        // added to the score
};
constexpr PathRule kPathRules[] = {
    {".fingerpost.toml", 0.3f, true},
    {"changelog", 0.45f, true, "", 9},  // "change" is said of everything
    {"release-notes", 0.75f, false},
    {"releases", 0.85f, false},
    {"code_of_conduct", 0.7f, true},
    {"license licence", 0.6f, true},
    // Long texts with a word of everything, about the law: no answer unless they are asked for.
    {"license.txt license.md licence.md copying", 0.0f, true},
    {"license", 0.0f, true, "license"},
    {"licence", 0.0f, true, "licence"},
    {"notice", 0.8f, true},
    {"translation", 0.75f, false},
    {"locales/", 0.6f, false},
    {"i18n/", 0.6f, false},
    {"archive", 0.85f, false},
    {"deprecated", 0.85f, false},
    {"testdata fixtures/ __tests__", 0.75f, false},
    {"testing/ integration-test /test/", 0.85f, false},
    {"example/ examples/ sample/ samples/ demo/ demos/", 0.95f, false},
    {"/tests/", 0.9f, false},
    {"snapshots", 0.7f, false},
    {"issue_template pull_request_template", 0.8f, false},
    {"e2e/", 0.85f, false},
    {".test. _test. .spec.", 0.85f, true},
    {"blog/", 0.85f, false},
    // How its developers' tools check and lay out the code: everyday words as keys, about none of what it does.
    {"lint prettier editorconfig .flake8 rubocop biome.json codespell .reek phpcs phpstan php-cs-fixer psalm "
     "clang-format clang-tidy jshint pre-commit commitlint .releaserc cliff.toml tsconfig browserslist .nycrc "
     "lintstaged",
     kToolSettings, true},
    {".vscode/ .idea/ .husky/", kToolSettings, false},
    // Tables of contents name every document; the documents themselves are meant.
    {"mkdocs.y", 0.75f, true},
    {"sidebars mint.json", 0.8f, true},
    // What is depended on, by names that are words of everything else.
    {"go.mod composer.json", 0.8f, true},
    {"requirements", 0.8f, true, ".txt"},
    // The values that a Helm template fills in stand elsewhere.
    {"/templates/", 0.8f, false, ".yaml"},
    // Why something was once decided; what holds now stands elsewhere.
    {"decision adr/ adrs/ adr-", 1.0f, false, "", 6, -1.3f},
    // Where things are and how they are done, in few words.
    {"agents.md claude.md gemini.md copilot-instructions cursorrules", 1.0f, true, "", 6, 1.2f},
};
// What the forge, the editor and other tools are told, rather than people.
constexpr std::uint64_t kHidden = std::uint64_t{1} << 62;
constexpr float kHiddenBonus = -0.6f;
// How many folders a file lies in stands above the rules: a path is read once for both.
constexpr int kFoldersFrom = 54;
constexpr std::uint64_t kMostFoldersKept = 255;
static_assert(std::size(kPathRules) < kFoldersFrom);

// Bit i: rule i speaks of this path; above them kFoldersFrom and kHidden.
std::uint64_t rules_for(std::string_view path) {
  const std::string lower = to_lower(path);
  const std::string_view name = base_name(lower);
  std::uint64_t rules = lower.starts_with('.') || contains(lower, "/.") ? kHidden : 0;
  rules |= std::min(static_cast<std::uint64_t>(std::count(path.begin(), path.end(), '/')), kMostFoldersKept)
           << kFoldersFrom;
  for (std::size_t i = 0; i < std::size(kPathRules); ++i) {
    const std::string_view text = kPathRules[i].of_name ? name : std::string_view(lower);
    const auto parts = split(kPathRules[i].parts, ' ');
    if (lower.ends_with(kPathRules[i].ending) &&
        std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return contains(text, part); }))
      rules |= std::uint64_t{1} << i;
  }
  return rules;
}

// For a kind that the question names. Tables are just that; ports, services, images and commands are also said of much
// that is none: "which port does the API listen on" is as often answered by a variable or a sentence.
float bonus_of_asked(Kind kind) {
  return kind == Kind::table ? 0.2f : 0.06f;
}

// What a question says that asks for the files of a rule: the first letters of each of its parts.
struct RuleName {
  std::size_t rule;
  std::string_view text;
};

std::vector<RuleName> rule_names() {
  std::vector<RuleName> out;
  for (std::size_t i = 0; i < std::size(kPathRules); ++i)
    for (std::string_view part : split(kPathRules[i].parts, ' ')) {
      while (!part.empty() && !is_alnum(part.front())) part.remove_prefix(1);
      while (!part.empty() && !is_alnum(part.back())) part.remove_suffix(1);
      out.push_back({i, part.substr(0, kPathRules[i].asked_by)});
    }
  return out;
}

}  // namespace

// Found by an earlier regression than the weights of score_of(), held near what experience had set them to, so that a
// kind that few questions are about keeps its own.
float bonus_of_kind(const Question& question, Kind kind, Role role, bool in_document) {
  float bonus = 0.0f;
  switch (kind) {
    case Kind::alert: bonus = -0.067f; break;
    case Kind::code_block: bonus = 0.083f; break;
    // What is run answers "how do I", and little else.
    case Kind::command: bonus = question.wants(Intent::how) ? 0.2f : -0.179f; break;
    case Kind::comment: bonus = -0.055f; break;
    case Kind::component: bonus = 0.09f; break;  // a person wrote it to be found
    case Kind::definition: bonus = question.wants(Intent::code) ? 0.067f : -0.08f; break;
    case Kind::document: bonus = 0.026f; break;
    case Kind::healthcheck: bonus = -0.05f; break;
    case Kind::image:
    case Kind::port: bonus = 0.035f; break;
    case Kind::job: bonus = -0.146f; break;
    case Kind::list_item: bonus = -0.053f; break;
    case Kind::operation: bonus = -0.047f; break;
    case Kind::owner:
    case Kind::protected_path: bonus = -0.067f; break;
    case Kind::paragraph: bonus = 0.044f; break;
    case Kind::section: bonus = 0.039f; break;
    case Kind::service: bonus = 0.059f; break;
    case Kind::step: bonus = -0.099f; break;
    case Kind::table: bonus = 0.034f; break;
    case Kind::table_row: bonus = 0.06f; break;
    case Kind::task_item: bonus = -0.036f; break;
    case Kind::volume: bonus = -0.125f; break;
    case Kind::workflow: bonus = 0.046f; break;
    default: break;
  }
  if (kind == Kind::variable && role == Role::read && question.wants(Intent::code)) bonus += 0.045f;
  const bool lists = question.wants(Intent::list);
  if (lists && kind == Kind::table) bonus += 0.12f;
  // What holds where nothing is set is said in reference documents.
  if (in_document && question.wants(Intent::standard)) bonus += 0.15f;
  if (is_configuration(kind) && !in_document) {
    bonus += 0.047f;
    if (question.wants(Intent::value)) bonus += 0.069f;
    if (question.wants(Intent::document)) bonus -= 0.155f;
    if (question.wants(Intent::configuration)) bonus += 0.042f;
  }
  if (in_document && question.wants(Intent::document)) bonus += 0.059f;
  if (is_prose(kind) && question.wants(Intent::how)) bonus += 0.15f;
  // One of many is no list of them.
  if (question.kinds.test(static_cast<std::size_t>(kind)) && (!lists || kind == Kind::table))
    bonus += bonus_of_asked(kind);
  return bonus;
}

PathPriors::PathPriors(const Question& question) {
  static const std::vector<RuleName> names = rule_names();
  for (const QuestionWord& word : question.words) {
    const std::string typed = to_lower(word.text);
    for (const RuleName& name : names)
      if (contains(typed, name.text) || (!word.corrected.empty() && contains(word.corrected, name.text)))
        asked_ |= std::uint64_t{1} << name.rule;
  }
}

PathPrior PathPriors::of(Map& map, const Source& source) const {
  const std::uint64_t rules = map.once_per_source(source, [&] { return rules_for(source.path); });
  PathPrior prior;
  if ((rules & kHidden) != 0) prior.bonus = kHiddenBonus;
  prior.folders = static_cast<float>(rules >> kFoldersFrom & kMostFoldersKept);
  for (std::uint64_t left = rules & ((std::uint64_t{1} << kFoldersFrom) - 1); left != 0; left &= left - 1) {
    const int i = __builtin_ctzll(left);
    const PathRule& rule = kPathRules[i];
    const bool asked = (asked_ >> i & 1u) != 0;  // takes back only what speaks against it
    if (!asked) prior.share = std::min(prior.share, rule.prior);
    if (!asked || rule.bonus > 0) prior.bonus += rule.bonus;
  }
  return prior;
}

}  // namespace fingerpost
