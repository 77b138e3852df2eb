#include "server/cli/words.h"

#include <fmt/format.h>

#include "base/text.h"
#include "server/version.h"

namespace fingerpost {
namespace {

// Between single quotes of a shell; `escape` is what stands for a quote.
std::string quoted(std::string_view text, std::string_view escape) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'')
      out += escape;
    else
      out += c;
  }
  return out + "'";
}

std::string names_of(const std::vector<OptionWords>& options) {
  std::vector<std::string> names;
  for (const OptionWords& one : options) names.push_back(one.name);
  return join(names, " ");
}

// For zsh, where : and [ part a word from its description.
std::string plain(std::string_view text) {
  std::string out;
  for (char c : text) out += c == ':' || c == '[' || c == ']' || c == '\\' ? ' ' : c;
  return out;
}

// For roff, where a backslash, and a dot or quote at the start of a line, have meanings.
std::string roff(std::string_view text) {
  std::string out;
  for (char c : text) out += c == '\\' ? std::string("\\e") : c == '-' ? std::string("\\-") : std::string(1, c);
  return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

}  // namespace

std::string bash_completion(const ProgramWords& program) {
  std::string out =
      "_fingerpost() {\n  local word=${COMP_WORDS[COMP_CWORD]} command= one\n"
      "  for one in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do [[ $one == -* ]] || { command=$one; break; }; done\n"
      "  case ${COMP_WORDS[COMP_CWORD-1]} in\n"
      "    --repo) COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n"
      "    --db|--token-file|--workspace) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n  esac\n"
      "  local words\n  case $command in\n";
  std::vector<std::string> commands;
  for (const CommandWords& one : program.commands) {
    commands.push_back(one.name);
    out += fmt::format("    {}) words={} ;;\n", one.name,
                       quoted(trim(names_of(one.options) + " " + join(one.values, " ")), "'\\''"));
  }
  out += fmt::format("    *) words='{}' ;;\n  esac\n", join(commands, " "));
  out += fmt::format("  COMPREPLY=($(compgen -W \"$words {}\" -- \"$word\"))\n}}\n", names_of(program.options));
  return out + "complete -F _fingerpost fingerpost\n";
}

std::string zsh_completion(const ProgramWords& program) {
  std::string out = "#compdef fingerpost\n_fingerpost() {\n  local -a commands=(\n";
  for (const CommandWords& one : program.commands)
    out += "    " + quoted(one.name + ":" + plain(one.help), "'\\''") + "\n";
  out += "  )\n  local -a common=(\n";
  for (const OptionWords& one : program.options)
    out += "    " + quoted(one.name + "[" + plain(one.help) + "]", "'\\''") + "\n";
  out += "  )\n  if (( CURRENT == 2 )); then _describe command commands; return; fi\n  case $words[2] in\n";
  for (const CommandWords& one : program.commands) {
    out += "    " + one.name + ") _arguments $common";
    for (const OptionWords& option : one.options)
      out += " " + quoted(option.name + "[" + plain(option.help) + "]", "'\\''");
    if (!one.values.empty()) out += " " + quoted("2: :(" + join(one.values, " ") + ")", "'\\''");
    out += " ;;\n";
  }
  return out + "  esac\n}\ncompdef _fingerpost fingerpost\n";
}

std::string fish_completion(const ProgramWords& program) {
  std::string out = "complete -c fingerpost -f\n";
  for (const CommandWords& one : program.commands)
    out +=
        fmt::format("complete -c fingerpost -n __fish_use_subcommand -a {} -d {}\n", one.name, quoted(one.help, "\\'"));
  for (const OptionWords& one : program.options)
    out += fmt::format("complete -c fingerpost -l {} -d {}\n", one.name.substr(2), quoted(one.help, "\\'"));
  for (const CommandWords& one : program.commands) {
    for (const OptionWords& option : one.options)
      out += fmt::format("complete -c fingerpost -n '__fish_seen_subcommand_from {}' -l {} -d {}\n", one.name,
                         option.name.substr(2), quoted(option.help, "\\'"));
    if (!one.values.empty())
      out += fmt::format("complete -c fingerpost -n '__fish_seen_subcommand_from {}' -a '{}'\n", one.name,
                         join(one.values, " "));
  }
  return out;
}

std::string man_page(const ProgramWords& program) {
  std::string out = fmt::format(
      ".TH FINGERPOST 1 \"\" \"fingerpost {}\"\n.SH NAME\nfingerpost \\- where things are written in a repository, "
      "read "
      "live\n.SH SYNOPSIS\n.B fingerpost\n.I COMMAND\n[options]\n.SH DESCRIPTION\n{}\n.SH COMMANDS\n",
      kVersion, roff(program.help));
  for (const CommandWords& one : program.commands) {
    out += fmt::format(".TP\n.B {}\n{}\n", roff(one.name), roff(one.help));
    for (const OptionWords& option : one.options)
      out += fmt::format(".RS\n.TP\n.B {}\n{}\n.RE\n", roff(option.name), roff(option.help));
    if (!one.example.empty()) out += fmt::format(".RS\n.PP\nExample:\n.B {}\n.RE\n", roff(one.example));
  }
  out += ".SH OPTIONS OF EVERY COMMAND\n";
  for (const OptionWords& one : program.options) out += fmt::format(".TP\n.B {}\n{}\n", roff(one.name), roff(one.help));
  return out +
         ".SH EXIT STATUS\n0 found, 1 not known or findings, 2 wrong usage, 3 failed.\n.SH ENVIRONMENT\n.TP\n.B "
         "FINGERPOST_TOKEN\nthe bearer token that clients of serve must have\n.TP\n.B XDG_CACHE_HOME\nwhere maps are "
         "kept\n.TP\n.B XDG_STATE_HOME\nwhere journals are kept\n";
}

}  // namespace fingerpost
