#include <fmt/format.h>

#include "server/issue_list.h"
#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {
namespace {

constexpr Parameter kParameters[] = {
    {"component", Parameter::Type::string, false, "only of this component"},
    {"category", Parameter::Type::string, false, "only below such a heading"},
    {"limit", Parameter::Type::integer, false, "default 40", 1, 500},
};

Json schema() {
  const Json string = {{"type", "string"}};
  const Json integer = {{"type", "integer"}};
  const Json entry = {{"type", "object"},
                      {"properties",
                       {{"title", string},
                        {"path", string},
                        {"line_start", integer},
                        {"line_end", integer},
                        {"component", string},
                        {"category", string},
                        {"has_definitive_source", {{"type", "boolean"}}}}},
                      {"required", {"title", "path", "line_start", "line_end", "has_definitive_source"}}};
  const Json category = {
      {"type", "object"},
      {"properties",
       {{"name", string}, {"path", string}, {"entries", integer}, {"without_definitive_source", integer}}},
      {"required", {"name", "path", "entries", "without_definitive_source"}}};
  return {{"type", "object"},
          {"properties",
           {{"entries", {{"type", "array"}, {"items", entry}}},
            {"categories", {{"type", "array"}, {"items", category}}},
            {"total", integer},
            {"without_definitive_source", integer}}},
          {"required", {"entries", "categories", "total", "without_definitive_source"}}};
}

Json json_of(const DiagnosedEntry& issue) {
  Json entry = {{"title", issue.title},
                {"path", issue.path},
                {"line_start", issue.line_start},
                {"line_end", issue.line_end},
                {"has_definitive_source", issue.has_source}};
  if (!issue.component.empty()) entry["component"] = issue.component;
  if (!issue.category.empty()) entry["category"] = issue.category;
  return entry;
}

Result<ToolReply> run(const Json& arguments, Repository& repository) {
  const auto limit = arguments.value("limit", std::size_t{40});
  auto issues =
      repository.known_issues(arguments.value("component", std::string()), arguments.value("category", std::string()));
  if (!issues) return issues.error();
  const IssueList list = list_issues(*issues);
  ToolReply out;
  out.found = !issues->empty();
  Json entries = Json::array();
  Json categories = Json::array();
  out.text = issues->empty() ? "No document of this repository describes such a problem.\n" : summary_of(list) + "\n";
  for (const IssueCategory& category : list.categories) {
    const std::string& path = category.issues.front()->path;
    categories.push_back({{"name", category.name},
                          {"path", path},
                          {"entries", category.issues.size()},
                          {"without_definitive_source", category.without_source}});
    if (entries.size() >= limit) continue;
    out.text += fmt::format("{} ({})\n", category.name.empty() ? path : category.name, category.issues.size());
    for (const DiagnosedEntry* issue : category.issues) {
      if (entries.size() >= limit) break;
      entries.push_back(json_of(*issue));
      out.text += fmt::format("  {}:{}  {}\n", issue->path, issue->line_start, issue->title);
    }
  }
  if (issues->size() > limit) out.text += fmt::format("… {} more (--limit)\n", issues->size() - limit);
  out.structured = {{"entries", std::move(entries)},
                    {"categories", std::move(categories)},
                    {"total", issues->size()},
                    {"without_definitive_source", list.without_source.size()}};
  return out;
}

}  // namespace

extern const Tool known_issues_tool;
const Tool known_issues_tool = {
    "known_issues",
    "issues",
    "Known problems",
    "Lists this repository's troubleshooting entries by category, with the place of each.",
    kParameters,
    schema,
    run,
    "fingerpost issues redis",
    /*reads_stdin=*/false,
    /*writes=*/false,
    /*open_world=*/false,
    /*own_command=*/false,
    /*remembers=*/false,
    /*awaits=*/{.entries = true},
};

}  // namespace fingerpost
