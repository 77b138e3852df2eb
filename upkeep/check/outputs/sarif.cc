// SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), for code scanning.
#include <algorithm>

#include "base/json.h"
#include "upkeep/check/output.h"
#include "upkeep/check/rule.h"

namespace fingerpost {
namespace {

std::string_view level_of(CheckLevel severity) {
  return severity == CheckLevel::info ? "note" : name_of(severity);
}

// A URI reference of a path: what RFC 3986 has no place for is escaped.
std::string uri_of(std::string_view path) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
        std::string_view("-._~/!$&'()*+,;=@").find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

Json place(const std::string& path, Json region) {
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", uri_of(path)}, {"uriBaseId", "%SRCROOT%"}}}, {"region", std::move(region)}}}};
}

std::string write(const CheckReport& report) {
  Json rules = Json::array();
  for (const Rule* rule : all_rules())
    rules.push_back({{"id", rule->id},
                     {"shortDescription", {{"text", rule->says}}},
                     {"defaultConfiguration", {{"level", level_of(rule->severity)}}}});
  Json results = Json::array();
  for (const CheckFinding& finding : report.findings) {
    Json region = {{"startLine", finding.line}};
    if (finding.characters > 0) {
      region["startColumn"] = finding.character;
      region["endColumn"] = finding.character + finding.characters;
    }
    std::string text = finding.message;
    if (!finding.advice.empty()) text += "; " + finding.advice;
    const auto rules_of = all_rules();
    const auto at =
        std::find_if(rules_of.begin(), rules_of.end(), [&](const Rule* rule) { return rule->id == finding.rule; });
    Json result = {{"ruleId", finding.rule},
                   {"ruleIndex", at - rules_of.begin()},
                   {"level", level_of(finding.severity)},
                   {"message", {{"text", text}}},
                   {"locations", Json::array({place(finding.path, region)})},
                   {"partialFingerprints", {{"fingerpost/v1", finding.fingerprint()}}}};
    if (!finding.other_path.empty() && finding.other_line > 0) {
      Json other = place(finding.other_path, {{"startLine", finding.other_line}});
      other["id"] = 1;
      result["relatedLocations"] = Json::array({std::move(other)});
    }
    results.push_back(std::move(result));
  }
  Json driver = {{"name", "fingerpost"}, {"rules", std::move(rules)}};
  return to_pretty({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", Json::array({{{"tool", {{"driver", std::move(driver)}}},
                                           {"columnKind", "utf16CodeUnits"},
                                           {"results", std::move(results)}}})}}) +
         "\n";
}

}  // namespace

extern const Output sarif_output;
const Output sarif_output = {"sarif", "SARIF 2.1.0, for code scanning", write};

}  // namespace fingerpost
