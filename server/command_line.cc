#include "server/command_line.h"

#include <signal.h>
#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "base/text.h"
#include "pointer-map/spelling.h"
#include "server/http/serve.h"
#include "server/log_report.h"
#include "server/mcp/stdio.h"
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
  auto workspace = Workspace::open({common.repository});
  if (!workspace) return fail(workspace.error());
  return mcp::serve_stdio(**workspace, {});
}

struct ServeFlags {
  http::ServeOptions options;
  std::string token_file;
  bool quiet = false;
};

std::function<void()> stop_serving;

int run_serve(const Common& common, ServeFlags& flags) {
  if (!flags.token_file.empty()) {
    std::ifstream file(flags.token_file);
    std::getline(file, flags.options.token);
    flags.options.token = std::string(trim(flags.options.token));
    if (flags.options.token.empty())
      return fail({Code::invalid_argument, "no token in " + flags.token_file, "", "one line, any text"});
  } else if (const char* token = std::getenv("FINGERPOST_TOKEN"); token != nullptr) {
    flags.options.token = token;
  }
  auto workspace = Workspace::open({common.repository});
  if (!workspace) return fail(workspace.error());
  const std::string& address = flags.options.listener.address;
  auto served = http::serve(**workspace, flags.options, [&](int port, std::function<void()> stop) {
    stop_serving = std::move(stop);
    for (const int one : {SIGTERM, SIGINT, SIGHUP}) ::signal(one, [](int) { stop_serving(); });
    if (flags.quiet) {
      fmt::print("{}\n", port);
      std::fflush(stdout);
      return;
    }
    const std::string host = contains(address, ":") ? "[" + address + "]" : address;
    fmt::print("MCP: http://{0}:{1}/mcp  JSON: http://{0}:{1}/api/v1/openapi.json\n", host, port);
    std::fflush(stdout);
  });
  if (!served) return fail(served.error());
  return kFound;
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
      sub->add_option(name, command.words, help)->required(!tool.reads_stdin)->type_name("TEXT");
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
    if (parameter.required && parameter.type == Parameter::Type::string)
      arguments[name] = join(command.words, " ");
    else if (parameter.required)
      arguments[name] = sub->count("--" + name) > 0 && command.flags.at(name);
    else if (sub->count("--" + name) == 0)
      continue;
    else if (parameter.type == Parameter::Type::string)
      arguments[name] = command.texts.at(name);
    else if (parameter.type == Parameter::Type::integer)
      arguments[name] = command.integers.at(name);
    else
      arguments[name] = command.flags.at(name);
  }
  constexpr std::size_t kPasted = 64u << 10;  // bytes; more is a log with several problems
  std::optional<Pasted> pasted;
  if (tool.reads_stdin && command.words.empty()) {
    if (::isatty(STDIN_FILENO) != 0)
      std::fprintf(stderr, "Paste what you see, then press Ctrl-D on a line of its own.\n");
    pasted = read_pasted(stdin, kPasted);
    if (trim(pasted->text).empty())
      return fail({Code::invalid_argument, "nothing was pasted", "", std::string(tool.example)});
    arguments[std::string(tool.parameters.front().name)] = pasted->text;
  }
  auto checked = check_arguments(tool, arguments);
  if (!checked) return fail(checked.error());
  auto repository = Repository::open(common.repository);
  if (!repository) return fail(repository.error());
  auto reply = pasted && !pasted->whole ? report_log(pasted->text, stdin, **repository)
                                        : tool.run(*checked, **repository);
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
  CLI::App* serve = app.add_subcommand("serve", "Serve MCP and a JSON API over HTTP");
  ServeFlags serve_flags;
  serve->add_option("--port", serve_flags.options.listener.port, "the port (default 8377; 0 for any free one)")
      ->check(CLI::Range(0, 65535))
      ->default_val(8377);
  serve->add_option("--listen", serve_flags.options.listener.address, "the address (default 127.0.0.1)")
      ->type_name("ADDRESS");
  serve->add_option("--allow-host", serve_flags.options.hosts, "a further name that this server is called by")
      ->type_name("NAME");
  serve->add_option("--token-file", serve_flags.token_file, "clients must bear the token in this file")
      ->type_name("FILE");
  serve->add_flag("--allow-writes", serve_flags.options.writes, "tools that change files, too");
  serve->add_flag("--quiet", serve_flags.quiet, "print the port alone, for programs");
  serve->footer("Example:\n  fingerpost serve --port 8377");
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
  if (serve->parsed()) return run_serve(common, serve_flags);
  for (const ToolCommand& command : commands)
    if (app.get_subcommand(std::string(command.tool->command))->parsed()) return run_tool(app, command, common);
  return kUsage;
}

}  // namespace fingerpost
