#include "server/cli/command_line.h"

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>

#include "base/text.h"
#include "pointer-map/spelling.h"
#include "server/cli/check_command.h"
#include "server/cli/commands.h"
#include "server/cli/connect.h"
#include "server/cli/doctor.h"
#include "server/cli/probe.h"
#include "server/cli/terminal.h"
#include "server/cli/words.h"
#include "server/log_report.h"
#include "server/merge.h"
#include "server/repository.h"
#include "server/tool.h"
#include "server/version.h"

namespace fingerpost {
namespace {

void add_common(CLI::App& command, Common& common) {
  command
      .add_option("--repo", common.directories,
                  "the repository (default: the one around the working directory); several may be served and asked")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command.add_option("--workspace", common.workspace, "a file that names a repository's directory on each line")
      ->type_name("FILE");
  command.add_option("--db", common.map_file, "the map's file (default: below $XDG_CACHE_HOME/fingerpost/)")
      ->type_name("FILE");
  command.add_flag("--anywhere", common.anywhere, "also a whole file system or home directory");
}

void add_check(CLI::App& check, CheckFlags& flags) {
  check.add_option("paths", flags.paths, "documents or directories, from the root (default: all)")->type_name("PATH");
  check.add_option("--rule", flags.rules, "only this rule; several may be given")
      ->type_name("RULE")
      ->allow_extra_args(false);
  check.add_option("--format", flags.format, "text, json, sarif, junit or github")->type_name("NAME");
  check.add_option("--level", flags.level, "least severity shown: info, warning (the default) or error")
      ->type_name("LEVEL");
  check.add_option("--since", flags.since, "only what may have come with changes since this revision")
      ->type_name("REV");
  check.add_option("--baseline", flags.baseline, "leave out what this file knows (default: .fingerpost-baseline.json)")
      ->type_name("FILE");
  check.add_option("--write-baseline", flags.write_baseline, "keep what there is now, so that only new findings count")
      ->type_name("FILE");
  check.add_flag("--external", flags.external, "also ask the web whether the pages that documents link to are there");
  check.add_flag("--health", flags.health, "one page about the state of the documents");
  check.add_option("--component", flags.component, "what one service lacks that the others have");
  check.add_option("--badge", flags.badge, "write the health as a badge: a file .svg, or .json for shields.io")
      ->type_name("FILE");
  check.add_flag("--fix", flags.fix, "write the fixes that are sure into the documents");
  check.add_flag("--rules", flags.list_rules, "list the rules");
  check.footer("Example:\n  fingerpost check docs");
}

// A tool as a subcommand: its first required text is what stands behind the command, the rest are options.
struct ToolCommand {
  const Tool* tool;
  CLI::App* app = nullptr;
  std::vector<std::string> words;
  std::map<std::string, std::string> texts;
  std::map<std::string, std::vector<std::string>> lists;
  std::map<std::string, int> integers;
  std::map<std::string, bool> flags;
};

// Options have hyphens where arguments have underscores. A list is given one by one, by its name without the 's'.
std::string option_of(const Parameter& parameter) {
  std::string out = "--" + std::string(parameter.name);
  std::replace(out.begin(), out.end(), '_', '-');
  if (parameter.type == Parameter::Type::strings && out.ends_with('s')) out.pop_back();
  return out;
}

// The text that stands behind the command, without an option's name.
const Parameter* text_behind(const Tool& tool) {
  const auto found = std::find_if(tool.parameters.begin(), tool.parameters.end(), [](const Parameter& one) {
    return one.required && one.type == Parameter::Type::string;
  });
  return found == tool.parameters.end() ? nullptr : &*found;
}

// "record fix" stands below "record", which is made for the first of them.
CLI::App* add_command(CLI::App& app, std::string_view command, const std::string& title) {
  const auto space = command.find(' ');
  if (space == std::string_view::npos) return app.add_subcommand(std::string(command), title);
  const std::string above(command.substr(0, space));
  const auto named = app.get_subcommands([&](const CLI::App* one) { return one->get_name() == above; });
  CLI::App* group = named.empty() ? nullptr : named.front();
  if (group == nullptr) {
    group = app.add_subcommand(above, "Write down what was learned, or take it back");
    group->require_subcommand(1);
    group->fallthrough();
  }
  return group->add_subcommand(std::string(command.substr(space + 1)), title);
}

void add_tool(CLI::App& app, ToolCommand& command) {
  const Tool& tool = *command.tool;
  CLI::App* sub = add_command(app, tool.command, std::string(tool.title));
  command.app = sub;
  sub->footer("Example:\n  " + std::string(tool.example));
  for (const Parameter& parameter : tool.parameters) {
    const std::string name(parameter.name);
    const std::string help(parameter.help);
    const std::string option = option_of(parameter);
    if (&parameter == text_behind(tool))
      sub->add_option(name, command.words, help)->required(!tool.reads_stdin)->type_name("TEXT");
    else if (parameter.type == Parameter::Type::string)
      sub->add_option(option, command.texts[name], help)->type_name("TEXT")->required(parameter.required);
    else if (parameter.type == Parameter::Type::strings)
      sub->add_option(option, command.lists[name], help + "; may be repeated")
          ->type_name("TEXT")
          ->allow_extra_args(false);
    else if (parameter.type == Parameter::Type::integer)
      sub->add_option(option, command.integers[name], help)->type_name("N");
    else
      sub->add_flag(option, command.flags[name], help);
  }
}

int run_tool(const ToolCommand& command, const Common& common) {
  const Tool& tool = *command.tool;
  const CLI::App* sub = command.app;
  Json arguments = Json::object();
  for (const Parameter& parameter : tool.parameters) {
    const std::string name(parameter.name);
    const bool given = &parameter == text_behind(tool) || sub->count(option_of(parameter)) > 0;
    if (&parameter == text_behind(tool))
      arguments[name] = join(command.words, " ");
    else if (parameter.required && parameter.type == Parameter::Type::boolean)
      arguments[name] = given && command.flags.at(name);
    else if (!given)
      continue;
    else if (parameter.type == Parameter::Type::string)
      arguments[name] = command.texts.at(name);
    else if (parameter.type == Parameter::Type::strings)
      arguments[name] = command.lists.at(name);
    else if (parameter.type == Parameter::Type::integer)
      arguments[name] = command.integers.at(name);
    else
      arguments[name] = command.flags.at(name);
  }
  std::optional<Pasted> pasted;
  if (tool.reads_stdin && command.words.empty()) {
    if (::isatty(STDIN_FILENO) != 0)
      std::fprintf(stderr,
                   "Paste what you see, then press Ctrl-D on a line of its own (at once: look at what runs now).\n");
    pasted = read_pasted(stdin);
    // Without a symptom, what runs now is asked for one.
    if (trim(pasted->text).empty()) arguments["run_probes"] = true;
    arguments[std::string(tool.parameters.front().name)] = pasted->text;
  }
  auto checked = check_arguments(tool, arguments);
  if (!checked) return fail(checked.error());
  auto repositories = repositories_of(common);
  if (!repositories) return fail(repositories.error());
  if (tool.writes && repositories->size() > 1)
    return fail({Code::invalid_argument, "this command writes into one repository", "", "name one with --repo"});
  if (pasted && !pasted->whole && repositories->size() > 1)
    return fail({Code::invalid_argument, "a log this long is read for one repository", "", "name one with --repo"});
  std::vector<NamedReply> replies;
  for (const RepositoryOptions& one : *repositories) {
    auto repository = Repository::open(one);
    if (!repository) return fail(repository.error());
    auto reply = pasted && !pasted->whole ? report_log(*pasted, stdin, **repository) : tool.run(*checked, **repository);
    if (!reply) return fail(reply.error());
    if (wants_colour() && !common.json) reply->text = with_links(reply->text, (*repository)->directory());
    replies.push_back({std::string(base_name((*repository)->directory())), std::move(*reply)});
  }
  const ToolReply reply = repositories->size() == 1 ? std::move(replies.front().reply)
                                                    : merge_replies(std::move(replies), checked->value("limit", 0u));
  if (common.json)
    fmt::print("{}\n", to_pretty(reply.structured));
  else
    fmt::print("{}", reply.text);
  return reply.found ? kFound : kNotKnown;
}

// The command of the tool `probe`, which has more to it than the tool.
const CLI::App* add_probe(CLI::App& app, ProbeFlags& flags) {
  const Tool& tool = *tool_named("probe");
  CLI::App* sub = app.add_subcommand(std::string(tool.command), std::string(tool.title));
  sub->add_option("name", flags.name, "a probe, all, or preflight; without it: what could be probed, and why");
  sub->add_option("target,--target", flags.target, "a variable, a compose service, a URL, host:port; of one probe")
      ->type_name("TARGET");
  sub->add_option("--env", flags.environment, "which env files and compose variant count, e.g. staging")
      ->type_name("NAME");
  sub->add_option("--allow-target", flags.allowed, "a target that the repository does not name may be probed too")
      ->type_name("HOST:PORT")
      ->allow_extra_args(false);
  sub->add_option("--format", flags.format, "human, json, junit, tap, nagios, prometheus")
      ->check(CLI::IsMember({"human", "json", "junit", "tap", "nagios", "prometheus"}))
      ->type_name("FORMAT");
  sub->add_option("--seconds", flags.seconds, "time for all of them (default 10)")->check(CLI::Range(1, 600));
  sub->add_option("--watch", flags.every, "again and again, every SECONDS (default 5), as a live table")
      ->expected(0, 1)
      ->check(CLI::Range(1, 86400))
      ->type_name("SECONDS");
  sub->add_option("--times", flags.times, "how many rounds of --watch (default: until Ctrl-C)")
      ->check(CLI::Range(1, 1'000'000));
  sub->add_flag("--strict", flags.strict, "exit with 1 for warnings too");
  sub->add_flag("--verbose", flags.verbose, "every check, not only what is not in order");
  sub->footer("Example:\n  " + std::string(tool.example));
  return sub;
}

OptionWords words_of(const CLI::Option& option) {
  return {"--" + option.get_lnames().front(), option.get_description()};
}

// All commands as data, for completions and the man page.
ProgramWords words_of(const CLI::App& app) {
  ProgramWords out;
  out.help = app.get_description();
  for (const CLI::Option* option : app.get_options())
    if (!option->get_lnames().empty()) out.options.push_back(words_of(*option));
  for (const CLI::App* sub : app.get_subcommands({})) {
    CommandWords command;
    command.name = sub->get_name();
    command.help = sub->get_description();
    for (const CLI::Option* option : sub->get_options())
      if (!option->get_lnames().empty() && option->get_lnames().front() != "help")
        command.options.push_back(words_of(*option));
    if (command.name == "connect") command.values = known_clients();
    if (command.name == "completions") command.values = {"bash", "zsh", "fish"};
    for (const CLI::App* below : sub->get_subcommands({})) {
      command.values.push_back(below->get_name());
      for (const CLI::Option* option : below->get_options())
        if (const auto& names = option->get_lnames();
            !names.empty() && names.front() != "help" &&
            std::none_of(command.options.begin(), command.options.end(),
                         [&](const OptionWords& one) { return one.name == "--" + names.front(); }))
          command.options.push_back(words_of(*option));
    }
    std::string example = sub->get_footer();
    constexpr std::string_view kHead = "Example:\n  ";
    if (example.starts_with(kHead)) command.example = example.substr(kHead.size());
    out.commands.push_back(std::move(command));
  }
  return out;
}

int print_completion(const CLI::App& app, const std::string& shell) {
  const ProgramWords words = words_of(app);
  if (shell == "bash")
    fmt::print("{}", bash_completion(words));
  else if (shell == "zsh")
    fmt::print("{}", zsh_completion(words));
  else if (shell == "fish")
    fmt::print("{}", fish_completion(words));
  else
    return fail({Code::invalid_argument, "no completion for '" + shell + "'", "", "there are bash, zsh and fish"});
  return kFound;
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

// For a repository named where none is taken, as other programs take it.
void suggest_repository(const char* command, const char* word) {
  std::error_code none;
  if (std::filesystem::is_directory(word, none))
    std::fprintf(stderr, "To name another repository: fingerpost %s --repo %s\n", command, word);
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
  serve->add_option("--probe-every", serve_flags.probe_every, "probe everything each so many minutes (default: never)")
      ->check(CLI::Range(1, 1440))
      ->type_name("MINUTES");
  serve->add_flag("--quiet", serve_flags.quiet, "print the port alone, for programs");
  serve->footer("Example:\n  fingerpost serve --port 8377");
  CLI::App* connect = app.add_subcommand("connect", "Configure an assistant to start this server");
  std::string client;
  bool write_connection = false;
  connect->add_option("client", client, "one of: " + join(known_clients(), ", "))->required();
  connect->add_flag("--write", write_connection, "into the client's file in the repository, keeping what is there");
  connect->footer("Example:\n  fingerpost connect claude-code --write");
  CLI::App* doctor = app.add_subcommand("doctor", "Try every step over the repository and say what is wrong");
  bool doctor_mcp = false;
  doctor->add_flag("--mcp", doctor_mcp, "hold the tools against what assistants take, and say what they cost");
  doctor->footer("Example:\n  fingerpost doctor");
  CLI::App* init = app.add_subcommand("init", "Lay out the documents that knowledge is written into");
  bool init_dry_run = false;
  init->add_flag("--dry-run", init_dry_run, "print what would be written, as a patch");
  init->footer("Example:\n  fingerpost init --dry-run");
  ProbeFlags probe_flags;
  const CLI::App* probing = add_probe(app, probe_flags);
  CLI::App* completions = app.add_subcommand("completions", "Print completions for a shell");
  std::string shell;
  completions->add_option("shell", shell, "bash, zsh or fish")->required();
  completions->footer(
      "Example:\n  fingerpost completions bash > ~/.local/share/bash-completion/completions/fingerpost");
  CLI::App* check = app.add_subcommand("check", "Hold the documents against what is so");
  CheckFlags check_flags;
  add_check(*check, check_flags);
  CLI::App* manual = app.add_subcommand("man", "Print the man page");
  std::vector<ToolCommand> commands;
  for (const Tool* tool : all_tools())
    if (!tool->own_command) commands.push_back({tool, nullptr, {}, {}, {}, {}, {}});
  for (ToolCommand& command : commands) add_tool(app, command);
  CLI::App* undo = add_command(app, "record undo", "Take back the last record, unless its lines were edited since");
  undo->footer("Example:\n  fingerpost record undo");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    const int status = app.exit(problem);
    if (status != 0 && argc > 1) suggest_command(app, argv[1]);
    if (dynamic_cast<const CLI::ExtrasError*>(&problem) != nullptr) suggest_repository(argv[1], argv[argc - 1]);
    return status == 0 ? kFound : kUsage;
  }
  if (index->parsed()) return run_index(common, documents_only);
  if (findings->parsed()) return run_findings(common);
  if (mcp->parsed()) return run_mcp(common);
  if (serve->parsed()) return run_serve(common, serve_flags);
  if (connect->parsed()) return run_connect(common, client, write_connection);
  if (doctor->parsed()) return doctor_mcp ? run_tool_lint() : run_doctor(common);
  if (undo->parsed()) return run_undo(common);
  if (init->parsed()) return run_init(common, init_dry_run);
  if (probing->parsed()) {
    probe_flags.watch = probing->count("--watch") > 0;
    if (probe_flags.every == 0) probe_flags.every = ProbeFlags{}.every;  // --watch without a number
    return run_probe(common, probe_flags);
  }
  if (completions->parsed()) return print_completion(app, shell);
  if (check->parsed()) return run_check(common, check_flags);
  if (manual->parsed()) {
    fmt::print("{}", man_page(words_of(app)));
    return kFound;
  }
  for (const ToolCommand& command : commands)
    if (command.app->parsed()) return run_tool(command, common);
  return kUsage;
}

}  // namespace fingerpost
