// Workflow commands of GitHub Actions: findings appear on the lines of a pull request.
#include <fmt/format.h>

#include "upkeep/check/output.h"

namespace fingerpost {
namespace {

// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts: what would end the command is escaped.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (char c : text) {
    if (c == '%')
      out += "%25";
    else if (c == '\r')
      out += "%0D";
    else if (c == '\n')
      out += "%0A";
    else if (property && c == ':')
      out += "%3A";
    else if (property && c == ',')
      out += "%2C";
    else
      out += c;
  }
  return out;
}

std::string write(const CheckReport& report) {
  std::string out;
  for (const CheckFinding& finding : report.findings) {
    const std::string_view level = finding.severity == CheckLevel::info ? "notice" : name_of(finding.severity);
    const std::string text = finding.advice.empty() ? finding.message : finding.message + "; " + finding.advice;
    out += fmt::format("::{} file={},line={},col={},title={}::{}\n", level, escaped(finding.path, true), finding.line,
                       finding.column, escaped(finding.rule, true), escaped(text, false));
  }
  return out;
}

}  // namespace

extern const Output github_output;
const Output github_output = {"github", "annotations of GitHub Actions", write};

}  // namespace fingerpost
