// For people: path:line:column first, which terminals and editors follow.
#include <fmt/format.h>

#include "upkeep/check/output.h"

namespace fingerpost {
namespace {

std::string write(const CheckReport& report) {
  std::string out;
  for (const CheckFinding& finding : report.findings) {
    out += fmt::format("{}:{}:{}: {}: {}", finding.path, finding.line, finding.column, name_of(finding.severity),
                       finding.message);
    if (!finding.advice.empty()) out += "; " + finding.advice;
    if (!finding.other_path.empty() && finding.other_line > 0)
      out += fmt::format(" ({}:{})", finding.other_path, finding.other_line);
    out += fmt::format(" [{}]{}\n", finding.rule, finding.fix ? " (--fix)" : "");
  }
  out += fmt::format("{} documents: {} errors, {} warnings", report.documents, report.errors, report.warnings);
  if (report.suppressed > 0) out += fmt::format(", {} suppressed", report.suppressed);
  if (report.known > 0) out += fmt::format(", {} in the baseline", report.known);
  if (report.hidden > 0) out += fmt::format("; {} less sure or for information (--level info)", report.hidden);
  return out + "\n";
}

}  // namespace

extern const Output text_output;
const Output text_output = {"text", "for people", write};

}  // namespace fingerpost
