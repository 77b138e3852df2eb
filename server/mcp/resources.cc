#include "server/mcp/resources.h"

#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "server/issue_list.h"
#include "server/live_text.h"
#include "server/mcp/skills.h"
#include "server/mcp/uri.h"
#include "server/tool.h"

namespace fingerpost::mcp {
namespace {

constexpr std::string_view kMarkdown = "text/markdown";
constexpr std::string_view kPlain = "text/plain";

Json resource(std::string_view uri, std::string_view name, std::string_view title, std::string_view description) {
  return {{"uri", uri}, {"name", name}, {"title", title}, {"description", description}, {"mimeType", kMarkdown}};
}

// One of the two curated documents, wherever the repository keeps it.
std::string curated(Workspace& workspace, const Uri& uri, std::string_view file) {
  std::string out;
  workspace.visit(member(Json(uri.query), "repository").is_null() ? "" : uri.query.at("repository"),
                  [&](const std::string&, Repository& repository) {
                    if (!repository.make_fresh()) return;
                    for (const Source& source : repository.map().sources())
                      if (base_name(source.path) == file)
                        if (auto text = live_text(repository, source.path, 1, 0)) out += text->text;
                  });
  return out;
}

std::string asked(Workspace& workspace, std::string_view tool_name, const Json& arguments) {
  const Tool* tool = tool_named(tool_name);
  if (tool == nullptr) return "";
  auto reply = workspace.run(*tool, arguments);
  return reply ? reply->text : reply.error().text() + "\n";
}

std::string component_map(Workspace& workspace, const Uri& uri) {
  std::string text = curated(workspace, uri, "component-map.md");
  if (!text.empty()) return text;
  workspace.visit("", [&](const std::string&, Repository& repository) {
    auto overview = repository.overview();
    if (!overview) return;
    for (const OverviewGroup& group : overview->groups)
      if (group.name == "components" || group.name == "external services")
        for (const OverviewItem& item : group.items)
          text += fmt::format("- {}: {}:{}\n", item.title, item.path, item.line_start);
  });
  return "No component-map.md is kept here. Derived from configuration:\n" + text;
}

std::string troubleshooting_index(Workspace& workspace, const Uri& uri) {
  constexpr std::string_view kFile = "troubleshooting-index.md";
  const std::string text = curated(workspace, uri, kFile);
  std::string out = text.empty() ? "No troubleshooting-index.md is kept here. Derived from the documents:\n\n" : "";
  workspace.visit(member(Json(uri.query), "repository").is_null() ? "" : uri.query.at("repository"),
                  [&](const std::string&, Repository& repository) {
                    auto issues = repository.known_issues("", "");
                    if (!issues) return;
                    if (!text.empty())
                      std::erase_if(*issues,
                                    [&](const DiagnosedEntry& issue) { return base_name(issue.path) != kFile; });
                    const IssueList list = list_issues(*issues);
                    if (list.total == 0) return;
                    out += summary_of(list) + "\n\n" + categories_of(list) + "\n";
                    if (text.empty() || list.without_source.empty()) return;
                    out += "Without a definitive source:\n\n";
                    for (const DiagnosedEntry* issue : list.without_source)
                      out += fmt::format("- {}: {}:{}\n", issue->title, issue->path, issue->line_start);
                    out += "\n";
                  });
  return text.empty() ? out : out + "---\n\n" + text;
}

// "3" or "3-9"; nothing for anything else.
std::optional<std::pair<int, int>> lines_of(std::string_view text) {
  int first = 0;
  int last = 0;
  const char* end = text.data() + text.size();
  auto read = std::from_chars(text.data(), end, first);
  last = first;
  if (read.ec == std::errc() && read.ptr != end && *read.ptr == '-') read = std::from_chars(read.ptr + 1, end, last);
  if (read.ec != std::errc() || read.ptr != end || first < 1 || last < first) return std::nullopt;
  return std::pair(first, last);
}

std::optional<std::string> pointer_text(Workspace& workspace, const Uri& uri) {
  std::pair<int, int> lines{1, 0};
  if (const auto asked_lines = uri.query.find("lines"); asked_lines != uri.query.end()) {
    const auto read = lines_of(asked_lines->second);
    if (!read) return std::nullopt;
    lines = *read;
  }
  const auto named = uri.query.find("repository");
  std::optional<std::string> out;
  workspace.visit(named == uri.query.end() ? "" : named->second, [&](const std::string&, Repository& repository) {
    if (out || !repository.make_fresh()) return;
    if (auto text = live_text(repository, uri.rest, lines.first, lines.second)) out = std::move(text->text);
  });
  return out;
}

}  // namespace

std::string pointer_uri(std::string_view path, int line_start, int line_end, std::string_view repository) {
  std::string out = "fingerpost://pointer/" + escape_uri(path);
  if (line_start > 0) out += fmt::format("?lines={}-{}", line_start, line_end);
  if (!repository.empty()) out += (line_start > 0 ? "&repository=" : "?repository=") + escape_uri(repository);
  return out;
}

Json resource_list(Workspace& workspace) {
  Json all = Json::array();
  all.push_back(resource("fingerpost://overview", "overview", "What this repository is",
                         "One page, every line a pointer: components, endpoints, commands, documents"));
  all.push_back(resource("fingerpost://component-map", "component-map", "Component map",
                         "Components and their definitive sources, as the repository keeps them or as derived"));
  all.push_back(resource("fingerpost://troubleshooting-index", "troubleshooting-index", "Troubleshooting index",
                         "Known problems and where their fixes are written"));
  for (Json& one : skill_resources()) all.push_back(std::move(one));
  if (!workspace.readiness().documents) return all;
  const bool several = workspace.names().size() > 1;
  workspace.visit("", [&](const std::string& name, Repository& repository) {
    if (!repository.map().refresh()) return;
    for (const Source& source : repository.map().sources())
      if (source.format == "markdown")
        all.push_back({{"uri", pointer_uri(source.path, 0, 0, several ? name : "")},
                       {"name", source.path},
                       {"mimeType", kMarkdown}});
  });
  return all;
}

Json resource_templates(const Workspace& workspace) {
  const bool several = workspace.names().size() > 1;
  const auto one = [&](std::string uri, std::string_view name, std::string_view title, std::string_view description,
                       std::string_view type) {
    return Json{
        {"uriTemplate", uri}, {"name", name}, {"title", title}, {"description", description}, {"mimeType", type}};
  };
  Json all = Json::array();
  all.push_back(one("fingerpost://component/{component}", "component", "A component",
                    "Where a component is defined, configured and documented", kPlain));
  if (tool_named("diagnose") != nullptr)
    all.push_back(one("fingerpost://entry/{entry}", "entry", "A troubleshooting entry",
                      "A known problem with its fix, by its title", kPlain));
  all.push_back(
      one(several ? "fingerpost://pointer/{+path}{?lines,repository}" : "fingerpost://pointer/{+path}{?lines}",
          "pointer", "A pointer, read live", "Lines of a file as it is now (lines=3-9), secrets masked", kPlain));
  return all;
}

Awaited awaited_by(const std::string& uri) {
  const auto address = parse_uri(uri);
  return {.entries = address && (address->name == "troubleshooting-index" || address->name == "entry")};
}

Json read_resource(Workspace& workspace, const std::string& uri, int not_found_code) {
  if (auto skill = skill_file(uri)) return std::move(*skill);
  const auto address = parse_uri(uri);
  std::optional<std::string> text;
  std::string_view type = kPlain;
  if (address && address->name == "overview" && address->rest.empty()) {
    text = asked(workspace, "overview", Json::object());
  } else if (address && address->name == "component-map" && address->rest.empty()) {
    text = component_map(workspace, *address);
    type = kMarkdown;
  } else if (address && address->name == "troubleshooting-index" && address->rest.empty()) {
    text = troubleshooting_index(workspace, *address);
    type = kMarkdown;
  } else if (address && address->name == "component" && !address->rest.empty()) {
    text = asked(workspace, "where_is", {{"query", address->rest}, {"detail", true}});
  } else if (address && address->name == "entry" && !address->rest.empty() && tool_named("diagnose") != nullptr) {
    text = asked(workspace, "diagnose", {{"symptom", address->rest}, {"limit", 1}});
  } else if (address && address->name == "pointer" && !address->rest.empty()) {
    text = pointer_text(workspace, *address);
    if (extension_of(address->rest) == "md") type = kMarkdown;
  }
  if (!text)
    throw Fault{not_found_code,
                "there is no resource '" + clip(uri, 200) + "'; resources/list names those there are",
                {{"uri", uri}}};
  return {{"uri", uri}, {"mimeType", type}, {"text", std::move(*text)}};
}

std::uint64_t state_of_resource(Workspace& workspace, const std::string& uri) {
  const auto address = parse_uri(uri);
  if (!address) return 0;
  const auto named = address->query.find("repository");
  std::uint64_t state = 0;
  workspace.visit(named == address->query.end() ? "" : named->second, [&](const std::string&, Repository& repository) {
    if (!repository.make_fresh()) return;
    if (address->name == "pointer") {
      const Source* source = repository.map().find(address->rest);
      state = state * 31 + (source == nullptr ? 0 : source->hash | 1);
    } else {
      state = state * 31 + repository.map().version();
    }
  });
  return state;
}

}  // namespace fingerpost::mcp
