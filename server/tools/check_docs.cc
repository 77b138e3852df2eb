#include <fmt/format.h>
#include <algorithm>

#include "server/repository.h"
#include "server/tool.h"
#include "upkeep/check/check.h"
#include "upkeep/check/output.h"
#include "upkeep/check/report_json.h"

namespace fingerpost {
namespace {

constexpr Parameter kParameters[] = {
    {"path", Parameter::Type::string, false, "only this document or directory"},
    {"rule", Parameter::Type::string, false, "only this rule: dead-link, drift-port, …"},
    {"info", Parameter::Type::boolean, false, "also what is less sure"},
    {"limit", Parameter::Type::integer, false, "default 30", 1, 500},
    {"offset", Parameter::Type::integer, false, "", 0, 1000000},
};

Json schema() {
  const Json string = {{"type", "string"}};
  const Json integer = {{"type", "integer"}};
  const Json finding = {{"type", "object"},
                        {"properties",
                         {{"rule", string},
                          {"severity", string},
                          {"path", string},
                          {"line", integer},
                          {"column", integer},
                          {"message", string},
                          {"advice", string},
                          {"other", {{"type", "object"}, {"properties", {{"path", string}, {"line", integer}}}}},
                          {"fix", {{"type", "object"}, {"properties", {{"was", string}, {"becomes", string}}}}}}},
                        {"required", {"rule", "severity", "path", "line", "column", "message"}}};
  return {{"type", "object"},
          {"properties",
           {{"findings", {{"type", "array"}, {"items", finding}}}, {"total", integer}, {"documents", integer}}},
          {"required", {"findings", "total", "documents"}}};
}

Result<ToolReply> run(const Json& arguments, Repository& repository) {
  CheckOptions options;
  if (arguments.contains("path")) options.documents.push_back(arguments.value("path", std::string()));
  if (arguments.contains("rule")) options.rules.push_back(arguments.value("rule", std::string()));
  if (arguments.value("info", false)) options.least = CheckLevel::info;
  const auto limit = arguments.value("limit", std::size_t{30});
  const auto offset = arguments.value("offset", std::size_t{0});
  if (auto fresh = repository.make_fresh(); !fresh) return fresh.error();
  auto report = check_documents(repository.root(), repository.map(), options);
  if (!report) return report.error();
  const std::size_t total = report->findings.size();
  CheckReport page = *report;
  const std::size_t begin = std::min(offset, total);
  page.findings.assign(report->findings.begin() + static_cast<std::ptrdiff_t>(begin),
                       report->findings.begin() + static_cast<std::ptrdiff_t>(std::min(total, begin + limit)));
  ToolReply out;
  Json findings = Json::array();
  for (const CheckFinding& finding : page.findings) findings.push_back(json_of(finding));
  out.text = output_named("text")->write(page);
  if (begin + page.findings.size() < total)
    out.text +=
        fmt::format("… {} more (offset {})\n", total - begin - page.findings.size(), begin + page.findings.size());
  out.structured = {{"findings", std::move(findings)}, {"total", total}, {"documents", report->documents}};
  out.found = true;
  return out;
}

}  // namespace

extern const Tool check_docs_tool;
const Tool check_docs_tool = {
    "check_docs",
    "check",
    "Check the documents",
    "Lists what documents say that is no longer so: dead links, paths, commands, drifted ports and versions. Run it "
    "after renaming, moving or reconfiguring.",
    kParameters,
    schema,
    run,
    "fingerpost check docs",
    false,
    false,
    false,
    true,
};

}  // namespace fingerpost
