#include "upkeep/check/baseline.h"

#include <algorithm>
#include <map>

#include "base/json.h"

namespace fingerpost {

std::string baseline_of(const CheckReport& report) {
  struct Known {
    const CheckFinding* finding;
    int count;
  };
  std::map<std::string, Known> known;  // sorted, so that the file changes little
  for (const CheckFinding& finding : report.findings) {
    const auto [at, is_new] = known.try_emplace(finding.path + "\n" + finding.fingerprint(), Known{&finding, 0});
    ++at->second.count;
  }
  Json findings = Json::array();
  for (const auto& [key, one] : known)
    findings.push_back({{"fingerprint", one.finding->fingerprint()},
                        {"count", one.count},
                        {"rule", one.finding->rule},
                        {"path", one.finding->path},
                        {"message", one.finding->message}});
  return to_pretty({{"version", 1}, {"findings", std::move(findings)}}) + "\n";
}

Result<Done> take_out_known(std::string_view baseline, std::string_view path, CheckReport& report) {
  const auto read = parse_json(baseline);
  const Error wrong = {Code::corrupt, "this is no baseline", std::string(path), "make it anew with --write-baseline"};
  if (!read || !read->is_object() || !read->contains("findings") || !(*read)["findings"].is_array()) return wrong;
  std::map<std::string, int> left;
  for (const Json& one : (*read)["findings"]) {
    if (!one.is_object() || !one.contains("fingerprint") || !one["fingerprint"].is_string()) return wrong;
    const auto count = one.find("count");
    left[one["fingerprint"].get<std::string>()] +=
        count != one.end() && count->is_number_integer() ? count->get<int>() : 1;
  }
  std::erase_if(report.findings, [&](const CheckFinding& finding) {
    const auto known = left.find(finding.fingerprint());
    if (known == left.end() || known->second <= 0) return false;
    --known->second;
    ++report.known;
    return true;
  });
  count_levels(report);
  return Done{};
}

}  // namespace fingerpost
