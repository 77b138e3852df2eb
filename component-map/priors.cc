#include "component-map/priors.h"

#include <algorithm>
#include <iterator>
#include <string>

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

bool is_prose(Kind kind) {
  switch (kind) {
    case Kind::section:
    case Kind::paragraph:
    case Kind::list_item:
    case Kind::task_item:
    case Kind::table:
    case Kind::table_row:
    case Kind::code_block: return true;
    default: return false;
  }
}

bool asks_for(const Question& question, std::string_view word) {
  return std::any_of(question.words.begin(), question.words.end(), [&](const QuestionWord& asked) {
    return contains(to_lower(asked.text), word) || (!asked.corrected.empty() && contains(asked.corrected, word));
  });
}

struct PathRule {
  std::string_view part;
  float prior;
  bool of_name;  // the base name only
};
constexpr PathRule kPathRules[] = {
    {".fingerpost.toml", 0.3f, true},
    {"changelog", 0.7f, true},
    {"release-notes", 0.75f, false},
    {"releases", 0.85f, false},
    {"code_of_conduct", 0.7f, true},
    {"license", 0.6f, true},
    {"notice", 0.8f, true},
    {"translation", 0.75f, false},
    {"locales/", 0.6f, false},
    {"i18n/", 0.6f, false},
    {"archive", 0.85f, false},
    {"deprecated", 0.85f, false},
    {"testdata", 0.75f, false},
    {"fixtures/", 0.75f, false},
    {"__tests__", 0.75f, false},
    {"/tests/", 0.9f, false},
    {"snapshots", 0.7f, false},
    {"issue_template", 0.8f, false},
    {"pull_request_template", 0.8f, false},
};
static_assert(std::size(kPathRules) < 32);

// Bit i: rule i speaks of this path.
std::uint32_t rules_for(std::string_view path) {
  const std::string lower = to_lower(path);
  const std::string_view name = base_name(lower);
  std::uint32_t rules = 0;
  for (std::size_t i = 0; i < std::size(kPathRules); ++i)
    if (contains(kPathRules[i].of_name ? name : std::string_view(lower), kPathRules[i].part)) rules |= 1u << i;
  return rules;
}

}  // namespace

float prior_of_kind(const Question& question, Kind kind, Role role, bool in_document) {
  float prior = 1.0f;
  switch (kind) {
    case Kind::document: prior = 0.8f; break;
    case Kind::paragraph: prior = 0.96f; break;
    case Kind::setting: prior = 1.06f; break;
    case Kind::list_item:
    case Kind::task_item: prior = 0.98f; break;
    case Kind::section: prior = 1.03f; break;
    case Kind::component: prior = 1.15f; break;  // a person wrote it to be found
    case Kind::code_block: prior = 0.93f; break;
    case Kind::comment: prior = 0.95f; break;
    case Kind::definition: prior = question.wants_code ? 1.15f : 0.85f; break;
    case Kind::owner:
    case Kind::protected_path: prior = 0.85f; break;
    default: break;
  }
  if (kind == Kind::variable && role == Role::read) prior *= question.wants_code ? 1.1f : 0.9f;
  if (question.wants_document && (is_prose(kind) || in_document)) prior *= 1.12f;
  if (question.wants_document && is_configuration(kind) && !in_document) prior *= 0.92f;
  if (question.wants_configuration && !question.wants_document && is_configuration(kind)) prior *= 1.06f;
  if (question.wants_value && !question.wants_document && is_configuration(kind)) prior *= 1.04f;
  if (question.wants_how && (kind == Kind::section || kind == Kind::command)) prior *= 1.06f;
  if (question.kinds.test(static_cast<std::size_t>(kind))) prior *= 1.25f;
  return prior;
}

PathPriors::PathPriors(const Question& question) {
  for (std::size_t i = 0; i < std::size(kPathRules); ++i) {
    std::string_view word = kPathRules[i].part;
    while (!word.empty() && !is_alnum(word.front())) word.remove_prefix(1);
    while (!word.empty() && !is_alnum(word.back())) word.remove_suffix(1);
    if (asks_for(question, word.substr(0, 6))) asked_ |= 1u << i;
  }
}

float PathPriors::of(Map& map, const Source& source) const {
  const std::uint32_t rules = map.once_per_source(source, [&] { return rules_for(source.path); });
  float prior = 1.0f;
  for (std::uint32_t left = rules & ~asked_; left != 0; left &= left - 1)
    prior = std::min(prior, kPathRules[__builtin_ctz(left)].prior);
  return prior;
}

}  // namespace fingerpost
