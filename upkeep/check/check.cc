#include "upkeep/check/check.h"

#include <xxhash.h>

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "base/utf8.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/suppressions.h"

namespace fingerpost {

std::string_view name_of(CheckLevel severity) {
  return severity == CheckLevel::error ? "error" : severity == CheckLevel::warning ? "warning" : "info";
}

std::string CheckFinding::fingerprint() const {
  const std::string all = fmt::format("{}\n{}\n{}", rule, path, message);
  return fmt::format("{:016x}", XXH3_64bits(all.data(), all.size()));
}

void count_levels(CheckReport& report) {
  report.errors = report.warnings = 0;
  for (const CheckFinding& finding : report.findings) {
    report.errors += finding.severity == CheckLevel::error;
    report.warnings += finding.severity == CheckLevel::warning;
  }
}

static bool is_asked_for(const CheckOptions& options, const std::string& path) {
  return options.documents.empty() ||
         std::any_of(options.documents.begin(), options.documents.end(), [&](const std::string& one) {
           return one == path || one.empty() || (path.starts_with(one) && path[one.size()] == '/');
         });
}

static int units_in(std::string_view text) {
  int out = 0;
  for (std::size_t at = 0; at < text.size();) out += take_code_point(text, at) > 0xffff ? 2 : 1;
  return out;
}

// Columns are of bytes; of a line beyond ASCII editors count otherwise.
static void count_characters(const Evidence& evidence, CheckFinding& finding) {
  finding.character = finding.column;
  finding.characters = finding.width;
  const CheckedDocument* document = evidence.document(finding.path);
  if (document == nullptr || finding.line > document->lines().count()) return;
  const std::string_view line = document->lines().line(finding.line);
  const auto before = std::min(static_cast<std::size_t>(finding.column - 1), line.size());
  finding.character = 1 + units_in(line.substr(0, before));
  finding.characters = units_in(line.substr(before, static_cast<std::size_t>(finding.width)));
}

Result<CheckReport> check_documents(const Root& root, Map& map, const CheckOptions& options) {
  for (const std::string& id : options.rules)
    if (rule_named(id) == nullptr)
      return Error{Code::invalid_argument, "there is no rule '" + id + "'", "", "fingerpost check --rules lists them"};
  for (const std::string& id : options.rules)
    if (rule_named(id)->goes_out && options.external == nullptr)
      return Error{Code::invalid_argument, "the rule '" + id + "' asks the web", "",
                   "run `fingerpost check --external`"};
  Evidence evidence(root, map, options.external);
  CheckReport report;
  report.documents = evidence.documents().size();
  const Suppressions suppressions(root, evidence);
  for (const Rule* rule : all_rules()) {
    if (!options.rules.empty() &&
        std::find(options.rules.begin(), options.rules.end(), rule->id) == options.rules.end())
      continue;
    if (rule->goes_out && options.external == nullptr) continue;
    // What nobody is shown need not be looked for, unless it is asked for by name.
    if (rule->severity < options.least && options.rules.empty()) continue;
    CheckFindings found;
    rule->check(evidence, found);
    for (CheckFinding& finding : found) {
      finding.rule = rule->id;
      if (finding.severity != CheckLevel::info) finding.severity = rule->severity;
      if (!is_asked_for(options, finding.path)) continue;
      if (suppressions.covers(finding))
        ++report.suppressed;
      else if (finding.severity < options.least && (options.rules.empty() || rule->severity != CheckLevel::info))
        ++report.hidden;
      else {
        count_characters(evidence, finding);
        report.findings.push_back(std::move(finding));
      }
    }
  }
  std::stable_sort(report.findings.begin(), report.findings.end(), [](const CheckFinding& a, const CheckFinding& b) {
    return std::tie(a.path, a.line, a.column) < std::tie(b.path, b.line, b.column);
  });
  count_levels(report);
  return report;
}

}  // namespace fingerpost
