#include "server/command_line.h"

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/text.h"
#include "component-map/spelling.h"
#include "server/mcp.h"
#include "server/repository.h"
#include "server/tool.h"
#include "server/version.h"

namespace fingerpost {
namespace {

constexpr int kFound = 0;
constexpr int kNotKnown = 1;
constexpr int kUsage = 2;
constexpr int kFailed = 3;

struct Common {
  RepositoryOptions repository;
  bool json = false;
};

int fail(const Error& error) {
  std::fprintf(stderr, "fingerpost: %s\n", error.text().c_str());
  return error.code == Code::invalid_argument ? kUsage : kFailed;
}

void add_common(CLI::App& command, Common& common) {
  command
      .add_option("--repo", common.repository.directory,
                  "the repository (default: the one around the working directory)")
      ->type_name("DIR");
  command.add_option("--db", common.repository.map_file, "the map's file (default: below $XDG_CACHE_HOME/fingerpost/)")
      ->type_name("FILE");
  command.add_flag("--anywhere", common.repository.anywhere, "also a whole file system or home directory");
}

// Shows how far indexing is, on one line of a terminal; silent elsewhere.
class ProgressLine {
 public:
  void show(const IndexProgress& progress) {
    if (::isatty(2) == 0) return;
    std::fprintf(stderr, "\r\x1b[Kreading %s: %zu of %zu", progress.phase.c_str(), progress.done, progress.total);
    std::fflush(stderr);
    shown_ = true;
  }
  ~ProgressLine() {
    if (shown_) std::fprintf(stderr, "\r\x1b[K");
  }

 private:
  bool shown_ = false;
};

int run_index(const Common& common, bool documents_only) {
  auto repository = Repository::open(common.repository);
  if (!repository) return fail(repository.error());
  IndexOptions options;
  options.code = !documents_only;
  ProgressLine line;
  options.on_progress = [&](const IndexProgress& progress) { line.show(progress); };
  auto report = (*repository)->index_once(options);
  if (!report) return fail(report.error());
  auto findings = (*repository)->map().findings();
  if (!findings) return fail(findings.error());
  if (common.json) {
    fmt::print("{}\n", to_line({{"repository", (*repository)->directory()},
                                {"map", (*repository)->map_file()},
                                {"sources", report->sources},
                                {"places", report->places},
                                {"read", report->read},
                                {"touched", report->touched},
                                {"removed", report->removed},
                                {"bytes", report->bytes},
                                {"findings", findings->size()},
                                {"seconds", report->seconds}}));
    return kFound;
  }
  fmt::print("{}: {} sources, {} places; read {} ({:.1f} MB), forgot {}, in {:.2f} s\n", (*repository)->directory(),
             report->sources, report->places, report->read, static_cast<double>(report->bytes) / 1e6, report->removed,
             report->seconds);
  constexpr std::size_t kShown = 10;
  for (std::size_t i = 0; i < findings->size() && i < kShown; ++i) {
    const StoredFinding& finding = (*findings)[i];
    fmt::print("  {}{}: {}\n", finding.path, finding.line > 0 ? ":" + std::to_string(finding.line) : "",
               finding.message);
  }
  if (findings->size() > kShown)
    fmt::print("  … and {} more findings (fingerpost findings)\n", findings->size() - kShown);
  return kFound;
}

int run_findings(const Common& common) {
  auto repository = Repository::open(common.repository);
  if (!repository) return fail(repository.error());
  if (auto fresh = (*repository)->make_fresh(); !fresh) return fail(fresh.error());
  auto findings = (*repository)->map().findings();
  if (!findings) return fail(findings.error());
  Json all = Json::array();
  for (const StoredFinding& finding : *findings) {
    if (common.json)
      all.push_back({{"path", finding.path}, {"line", finding.line}, {"message", finding.message}});
    else
      fmt::print("{}{}: {}\n", finding.path, finding.line > 0 ? ":" + std::to_string(finding.line) : "",
                 finding.message);
  }
  if (common.json) fmt::print("{}\n", to_pretty(all));
  return findings->empty() ? kFound : kNotKnown;
}

int run_mcp(const Common& common) {
  auto repository = Repository::open(common.repository);
  if (!repository) return fail(repository.error());
  (*repository)->index_in_background();
  return serve_stdio(**repository);
}

// A tool as a subcommand: its first required text is what stands behind the command, the rest are options.
struct ToolCommand {
  const Tool* tool;
  std::vector<std::string> words;
  std::map<std::string, std::string> texts;
  std::map<std::string, int> integers;
  std::map<std::string, bool> flags;
};

void add_tool(CLI::App& app, ToolCommand& command) {
  const Tool& tool = *command.tool;
  CLI::App* sub = app.add_subcommand(std::string(tool.command), std::string(tool.title));
  sub->footer("Example:\n  " + std::string(tool.example));
  for (const Parameter& parameter : tool.parameters) {
    const std::string name(parameter.name);
    const std::string help(parameter.help);
    if (parameter.required && parameter.type == Parameter::Type::string)
      sub->add_option(name, command.words, help)->required()->type_name("TEXT");
    else if (parameter.type == Parameter::Type::string)
      sub->add_option("--" + name, command.texts[name], help)->type_name("TEXT");
    else if (parameter.type == Parameter::Type::integer)
      sub->add_option("--" + name, command.integers[name], help)->type_name("N");
    else
      sub->add_flag("--" + name, command.flags[name], help);
  }
}

int run_tool(const CLI::App& app, const ToolCommand& command, const Common& common) {
  const Tool& tool = *command.tool;
  const CLI::App* sub = app.get_subcommand(std::string(tool.command));
  Json arguments = Json::object();
  for (const Parameter& parameter : tool.parameters) {
    const std::string name(parameter.name);
    if (parameter.required)
      arguments[name] = join(command.words, " ");
    else if (sub->count("--" + name) == 0)
      continue;
    else if (parameter.type == Parameter::Type::string)
      arguments[name] = command.texts.at(name);
    else if (parameter.type == Parameter::Type::integer)
      arguments[name] = command.integers.at(name);
    else
      arguments[name] = command.flags.at(name);
  }
  auto checked = check_arguments(tool, arguments);
  if (!checked) return fail(checked.error());
  auto repository = Repository::open(common.repository);
  if (!repository) return fail(repository.error());
  auto reply = tool.run(*checked, **repository);
  if (!reply) return fail(reply.error());
  if (common.json)
    fmt::print("{}\n", to_pretty(reply->structured));
  else
    fmt::print("{}", reply->text);
  return reply->found ? kFound : kNotKnown;
}

// For a misspelt command, the one that was most likely meant.
void suggest_command(const CLI::App& app, const std::string& typed) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), typed) != names.end() || typed.starts_with("-")) return;
  const std::vector<Spelling> near = spellings_of(typed, names, 1);
  if (!near.empty())
    std::fprintf(stderr, "There is no command '%s'; did you mean '%s'?\n", typed.c_str(), near.front().word.c_str());
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app("fingerpost: where things are written in a repository, read live", "fingerpost");
  app.set_version_flag("--version", std::string(kVersion));
  app.require_subcommand(1);
  app.fallthrough();
  Common common;
  add_common(app, common);
  app.add_flag("--json", common.json, "for programs");
  CLI::App* index = app.add_subcommand("index", "Bring the map of a repository up to date");
  bool documents_only = false;
  index->add_flag("--documents", documents_only, "documents and configuration only; code is read at the next question");
  CLI::App* findings = app.add_subcommand("findings", "What could not be read, with path and line");
  CLI::App* mcp = app.add_subcommand("mcp", "Serve the Model Context Protocol over stdin and stdout");
  std::vector<ToolCommand> commands;
  for (const Tool* tool : all_tools()) commands.push_back({tool, {}, {}, {}, {}});
  for (ToolCommand& command : commands) add_tool(app, command);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    const int status = app.exit(problem);
    if (status != 0 && argc > 1) suggest_command(app, argv[1]);
    return status == 0 ? kFound : kUsage;
  }
  if (index->parsed()) return run_index(common, documents_only);
  if (findings->parsed()) return run_findings(common);
  if (mcp->parsed()) return run_mcp(common);
  for (const ToolCommand& command : commands)
    if (app.get_subcommand(std::string(command.tool->command))->parsed()) return run_tool(app, command, common);
  return kUsage;
}

}  // namespace fingerpost
