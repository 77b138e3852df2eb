// For programs: one object, its findings in the order of the files.
#include "base/json.h"
#include "upkeep/check/output.h"
#include "upkeep/check/report_json.h"

namespace fingerpost {

Json json_of(const CheckFinding& finding) {
  Json out = {{"rule", finding.rule},     {"severity", name_of(finding.severity)},
              {"path", finding.path},     {"line", finding.line},
              {"column", finding.column}, {"message", finding.message}};
  if (!finding.advice.empty()) out["advice"] = finding.advice;
  if (!finding.other_path.empty()) out["other"] = {{"path", finding.other_path}, {"line", finding.other_line}};
  if (finding.fix) out["fix"] = {{"was", finding.fix->was}, {"becomes", finding.fix->becomes}};
  return out;
}

namespace {

std::string write(const CheckReport& report) {
  Json findings = Json::array();
  for (const CheckFinding& finding : report.findings) {
    Json one = json_of(finding);
    one["fingerprint"] = finding.fingerprint();
    findings.push_back(std::move(one));
  }
  return to_pretty({{"documents", report.documents},
                    {"errors", report.errors},
                    {"warnings", report.warnings},
                    {"suppressed", report.suppressed},
                    {"baseline", report.known},
                    {"hidden", report.hidden},
                    {"findings", std::move(findings)}}) +
         "\n";
}

}  // namespace

extern const Output json_output;
const Output json_output = {"json", "for programs", write};

}  // namespace fingerpost
