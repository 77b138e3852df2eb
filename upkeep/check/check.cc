#include "upkeep/check/check.h"

#include <xxhash.h>

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
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

Result<CheckReport> check_documents(const Root& root, Map& map, const CheckOptions& options) {
  for (const std::string& id : options.rules)
    if (rule_named(id) == nullptr)
      return Error{Code::invalid_argument, "there is no rule '" + id + "'", "", "fingerpost check --rules lists them"};
  Evidence evidence(root, map);
  CheckReport report;
  report.documents = evidence.documents().size();
  const Suppressions suppressions(root, evidence);
  for (const Rule* rule : all_rules()) {
    if (!options.rules.empty() &&
        std::find(options.rules.begin(), options.rules.end(), rule->id) == options.rules.end())
      continue;
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
      else
        report.findings.push_back(std::move(finding));
    }
  }
  std::stable_sort(report.findings.begin(), report.findings.end(), [](const CheckFinding& a, const CheckFinding& b) {
    return std::tie(a.path, a.line, a.column) < std::tie(b.path, b.line, b.column);
  });
  count_levels(report);
  return report;
}

}  // namespace fingerpost
