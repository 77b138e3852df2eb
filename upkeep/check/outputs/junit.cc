// JUnit's XML: a suite for each document with findings, a failed case for each finding.
#include <fmt/format.h>

#include "base/utf8.h"
#include "upkeep/check/output.h"

namespace fingerpost {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : sanitize_for_display(text)) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "&#10;"; break;
      default: out += c;
    }
  return out;
}

std::string write(const CheckReport& report) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  const std::size_t total = report.findings.size();
  out += fmt::format("<testsuites name=\"fingerpost check\" tests=\"{}\" failures=\"{}\">\n", total == 0 ? 1 : total,
                     total);
  if (total == 0)
    out +=
        "  <testsuite name=\"documents\" tests=\"1\" failures=\"0\">\n    <testcase classname=\"documents\" "
        "name=\"no findings\"/>\n  </testsuite>\n";
  for (std::size_t i = 0; i < total;) {
    std::size_t end = i;
    while (end < total && report.findings[end].path == report.findings[i].path) ++end;
    out += fmt::format("  <testsuite name=\"{0}\" tests=\"{1}\" failures=\"{1}\">\n", escaped(report.findings[i].path),
                       end - i);
    for (; i < end; ++i) {
      const CheckFinding& finding = report.findings[i];
      out += fmt::format(
          "    <testcase classname=\"{}\" name=\"{}:{}:{}\" file=\"{}\" line=\"{}\">\n      <failure type=\"{}\" "
          "message=\"{}\">{}</failure>\n    </testcase>\n",
          escaped(finding.path), finding.rule, finding.line, finding.column, escaped(finding.path), finding.line,
          finding.rule, escaped(finding.message), escaped(finding.advice));
    }
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

}  // namespace

extern const Output junit_output;
const Output junit_output = {"junit", "JUnit's XML, for build servers", write};

}  // namespace fingerpost
