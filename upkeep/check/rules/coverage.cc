// What configuration has and no document mentions, and what configuration lacks. For information: whether a thing needs
// a word is the team's to say.
#include <algorithm>
#include <string>
#include <unordered_set>

#include <fmt/format.h>

#include "base/path_kinds.h"
#include "base/text.h"
#include "component-map/curated.h"
#include "pointer-map/secrets.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/map_entries.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/stated.h"

namespace fingerpost {
namespace {

// Every word of the documents, as names are written: letters, digits, "_", "-", ".", "/" and ":" inside.
std::unordered_set<std::string_view> words_of(const Evidence& evidence) {
  std::unordered_set<std::string_view> out;
  const auto inside = [](char c) { return is_alnum(c) || c == '_' || c == '-' || c == '.' || c == ':' || c == '/'; };
  for (const auto& document : evidence.documents()) {
    const std::string_view text = document->text();
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && inside(text[end])) ++end;
      if (end == at) {
        ++at;
        continue;
      }
      std::string_view word = text.substr(at, end - at);
      while (!word.empty() && (word.back() == '.' || word.back() == ':')) word.remove_suffix(1);
      out.insert(word);
      // A path's parts, and a name before its colon.
      for (std::string_view part : split(word, '/')) {
        out.insert(part);
        out.insert(part.substr(0, part.find(':')));
      }
      at = end;
    }
  }
  return out;
}

void add(const Declared& place, std::string message, CheckFindings& out) {
  CheckFinding finding;
  finding.path = place.path;
  finding.line = place.line;
  finding.message = std::move(message);
  out.push_back(std::move(finding));
}

void check_undocumented(Evidence& evidence, CheckFindings& out) {
  if (evidence.documents().empty()) return;
  const auto words = words_of(evidence);
  // People write "Redis" of the service redis; a command or a variable is written as it is.
  std::unordered_set<std::string> lower;
  for (const std::string_view word : words)
    if (std::any_of(word.begin(), word.end(), is_upper)) lower.insert(to_lower(word));
  const auto mentions = [&](const Offered& one) {
    return words.contains(one.name) ||
           ((one.what == "service" || one.what == "component") && lower.contains(to_lower(one.name)));
  };
  for (const Offered& one : evidence.inventory().offered())
    if (!mentions(one)) add(*one.place, fmt::format("no document mentions the {} '{}'", one.what, one.name), out);
}

// Whether a place stands in a comment now: an example of a reference rather than one.
bool is_commented(Evidence& evidence, const Declared& place) {
  auto file = evidence.live().read(place.path);
  if (!file || place.line > (*file)->lines->count()) return false;
  const std::string_view line = trim((*file)->lines->line(place.line));
  return line.starts_with("#") || line.starts_with("//") || line.starts_with("--");
}

void check_undeclared_variable(Evidence& evidence, CheckFindings& out) {
  bool example = false;
  for (const auto& [name, places] : evidence.inventory().variables)
    example |= std::any_of(places.begin(), places.end(), [](const Declared& one) { return is_example_file(one.path); });
  if (!example) return;
  for (const auto& [name, places] : evidence.inventory().variables) {
    const Declared* required = nullptr;
    bool declared = false;
    for (const Declared& one : places) {
      if (one.role == Role::required && required == nullptr && !is_aside(one.path) && !is_commented(evidence, one))
        required = &one;
      declared |= one.role == Role::declared;
    }
    if (required != nullptr && !declared)
      add(*required, fmt::format("the variable '{}' is required here and no env file's example has it", name), out);
  }
}

void check_alert_without_runbook(Evidence& evidence, CheckFindings& out) {
  for (const auto& [name, places] : evidence.inventory().alerts)
    for (const Declared& place : places) {
      if (is_test_path(place.path)) continue;
      auto file = evidence.live().read(place.path);
      if (!file) continue;
      const Lines& lines = *(*file)->lines;
      bool runbook = false;
      for (int n = place.line; n <= std::min(lines.count(), place.line + 60); ++n) {
        const std::string_view line = trim(lines.line(n));
        if (n > place.line && (line.starts_with("- alert:") || line.starts_with("- record:"))) break;
        runbook |= contains(to_lower(line), "runbook");
      }
      if (!runbook) add(place, fmt::format("the alert '{}' names no runbook", name), out);
    }
}

void check_entry_without_source(Evidence& evidence, CheckFindings& out) {
  for (const auto& document : evidence.documents())
    for (const Place* entry : map_entries(*document))
      if (!definitive_source_in(document->lines().range(entry->line_start, entry->line_end)))
        add({document->path(), entry->line_start, "", "", Role::none},
            fmt::format("the entry '{}' has no definitive source", clip(entry->key, 80)), out);
}

void check_unreferenced_decision(Evidence& evidence, CheckFindings& out) {
  for (const auto& document : evidence.documents()) {
    const std::string lower = "/" + to_lower(document->path());
    const bool decision = contains(lower, "/adr/") || contains(lower, "/adrs/") || contains(lower, "/decisions/") ||
                          contains(lower, "/specs/") || contains(lower, "/rfcs/");
    const std::string name(base_name(document->path()));
    if (!decision || to_lower(name).starts_with("readme") || to_lower(name).starts_with("index") ||
        contains(to_lower(name), "template"))
      continue;
    const bool pointed = std::any_of(evidence.documents().begin(), evidence.documents().end(), [&](const auto& other) {
      return other.get() != document.get() && contains(other->text(), name);
    });
    if (!pointed)
      add({document->path(), 1, "", "", Role::none}, "no other document points to this decision or specification", out);
  }
}

}  // namespace

extern const Rule undocumented_rule;
const Rule undocumented_rule = {"undocumented", CheckLevel::info,
                                "a service, target, workflow or variable that no document mentions",
                                check_undocumented};
extern const Rule undeclared_variable_rule;
const Rule undeclared_variable_rule = {"undeclared-variable", CheckLevel::info,
                                       "a required variable that no example of an env file has",
                                       check_undeclared_variable};
extern const Rule alert_without_runbook_rule;
const Rule alert_without_runbook_rule = {"alert-without-runbook", CheckLevel::info, "an alert rule names no runbook",
                                         check_alert_without_runbook};
extern const Rule entry_without_source_rule;
const Rule entry_without_source_rule = {"entry-without-source", CheckLevel::info,
                                        "an entry of the component map has no definitive source",
                                        check_entry_without_source};
extern const Rule unreferenced_decision_rule;
const Rule unreferenced_decision_rule = {"unreferenced-decision", CheckLevel::info,
                                         "a decision or specification that no document points to",
                                         check_unreferenced_decision};

}  // namespace fingerpost
