#include <fmt/format.h>

#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {
namespace {

constexpr Parameter kParameters[] = {
    {"component", Parameter::Type::string, false, "only entries about this component, or whose title or path names it"},
    {"limit", Parameter::Type::integer, false, "entries at most (default 40)", 1, 500},
};

Json schema() {
  const Json string = {{"type", "string"}};
  const Json integer = {{"type", "integer"}};
  const Json entry = {
      {"type", "object"},
      {"properties",
       {{"title", string}, {"path", string}, {"line_start", integer}, {"line_end", integer}, {"component", string}}},
      {"required", {"title", "path", "line_start", "line_end"}}};
  return {{"type", "object"},
          {"properties", {{"entries", {{"type", "array"}, {"items", entry}}}, {"total", integer}}},
          {"required", {"entries", "total"}}};
}

Result<ToolReply> run(const Json& arguments, Repository& repository) {
  const auto limit = arguments.value("limit", std::size_t{40});
  auto issues = repository.known_issues(arguments.value("component", std::string()));
  if (!issues) return issues.error();
  ToolReply out;
  Json entries = Json::array();
  for (const DiagnosedEntry& issue : *issues) {
    if (entries.size() >= limit) break;
    Json entry = {
        {"title", issue.title}, {"path", issue.path}, {"line_start", issue.line_start}, {"line_end", issue.line_end}};
    if (!issue.component.empty()) entry["component"] = issue.component;
    entries.push_back(std::move(entry));
    out.text += fmt::format("{}:{}  {}\n", issue.path, issue.line_start, issue.title);
  }
  if (issues->empty()) out.text = "No document of this repository describes such a problem.\n";
  if (issues->size() > limit) out.text += fmt::format("… {} more (--limit)\n", issues->size() - limit);
  out.structured = {{"entries", std::move(entries)}, {"total", issues->size()}};
  out.found = !issues->empty();
  return out;
}

}  // namespace

extern const Tool known_issues_tool;
const Tool known_issues_tool = {
    "known_issues",
    "issues",
    "Problems that are written down",
    "Lists the troubleshooting entries of this repository, or of one component, with the place of each.",
    kParameters,
    schema,
    run,
    "fingerpost issues redis",
};

}  // namespace fingerpost
