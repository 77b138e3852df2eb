#include <fmt/format.h>

#include <algorithm>
#include <ctime>

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

// What probes saw last, each at the place that names its target.
void add_probes(const std::vector<ProbeState>& states, std::string& text, Json& groups) {
  constexpr std::size_t kMost = 8;
  text += fmt::format("\nprobes, as last seen ({})\n", states.size());
  Json items = Json::array();
  for (const ProbeState& state : states) {
    if (items.size() == kMost) break;
    std::tm parts{};
    const std::time_t since = state.since;
    ::gmtime_r(&since, &parts);
    const std::string title = state.target.empty() ? state.probe : fmt::format("{} {}", state.probe, state.target);
    const std::string detail =
        fmt::format("{} since {:04}-{:02}-{:02} {:02}:{:02} UTC{}", state.state, parts.tm_year + 1900, parts.tm_mon + 1,
                    parts.tm_mday, parts.tm_hour, parts.tm_min, state.flapping ? ", goes up and down" : "");
    const std::string at = state.path.empty() ? "" : fmt::format("  {}:{}", state.path, std::max(state.line, 1));
    text += fmt::format("  {}{}  {}\n", title, at, detail);
    items.push_back({{"title", title},
                     {"path", state.path},
                     {"line_start", std::max(state.line, 1)},
                     {"line_end", std::max(state.line, 1)},
                     {"detail", detail}});
  }
  groups.push_back({{"name", "probes"}, {"total", states.size()}, {"items", std::move(items)}});
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
  const auto states = repository.probe_history().states(std::time(nullptr));
  if (states && !states->empty()) add_probes(*states, out.text, groups);
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
    "commands, workflows, owners, protected files. Read it first.",
    {},
    schema,
    run,
    "fingerpost overview",
};

}  // namespace fingerpost
