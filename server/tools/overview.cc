#include <fmt/format.h>

#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {
namespace {

Json schema() {
  const Json string = {{"type", "string"}};
  const Json integer = {{"type", "integer"}};
  const Json item = {
      {"type", "object"},
      {"properties",
       {{"title", string}, {"path", string}, {"line_start", integer}, {"line_end", integer}, {"detail", string}}},
      {"required", {"title", "path", "line_start", "line_end"}}};
  const Json group = {
      {"type", "object"},
      {"properties", {{"name", string}, {"total", integer}, {"items", {{"type", "array"}, {"items", item}}}}},
      {"required", {"name", "total", "items"}}};
  return {{"type", "object"},
          {"properties",
           {{"name", string},
            {"sources", integer},
            {"places", integer},
            {"groups", {{"type", "array"}, {"items", group}}}}},
          {"required", {"name", "sources", "places", "groups"}}};
}

Result<ToolReply> run(const Json&, Repository& repository) {
  auto overview = repository.overview();
  if (!overview) return overview.error();
  ToolReply out;
  out.text = fmt::format("{}: {} sources, {} places\n", overview->name, overview->sources, overview->places);
  Json groups = Json::array();
  for (const OverviewGroup& group : overview->groups) {
    out.text += fmt::format("\n{} ({})\n", group.name, group.total);
    Json items = Json::array();
    for (const OverviewItem& item : group.items) {
      const std::string at =
          item.title == item.path ? item.path : fmt::format("{}  {}:{}", item.title, item.path, item.line_start);
      out.text += "  " + at + (item.detail.empty() ? "" : "  " + item.detail) + "\n";
      Json one = {
          {"title", item.title}, {"path", item.path}, {"line_start", item.line_start}, {"line_end", item.line_end}};
      if (!item.detail.empty()) one["detail"] = item.detail;
      items.push_back(std::move(one));
    }
    if (group.items.size() < group.total)
      out.text += fmt::format("  … and {} more\n", group.total - group.items.size());
    groups.push_back({{"name", group.name}, {"total", group.total}, {"items", std::move(items)}});
  }
  out.structured = {{"name", overview->name},
                    {"sources", overview->sources},
                    {"places", overview->places},
                    {"groups", std::move(groups)}};
  return out;
}

}  // namespace

extern const Tool overview_tool;
const Tool overview_tool = {
    "overview",
    "overview",
    "What this repository is",
    "One page about this repository, each line a pointer: directories, components, endpoints, external services, "
    "environments, commands, workflows, documents, owners, protected files. Read it before you start to work.",
    {},
    schema,
    run,
    "fingerpost overview",
};

}  // namespace fingerpost
