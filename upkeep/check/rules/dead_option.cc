// Options of this repository's own programs and scripts that documents show and that nothing has any more:
//   ./scripts/deploy.sh --dry-run
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/names_in_files.h"
#include "upkeep/check/own_programs.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/told_commands.h"

namespace fingerpost {
namespace {

constexpr std::size_t kShortestOption = 4;  // of an option's name: shorter ones are in every text

// The file of the repository that a command runs, or "".
std::string script_run_by(const Evidence& evidence, const CheckedDocument& document, const ShownCommand& command) {
  static constexpr std::array<std::string_view, 9> kInterpreters = {"bash", "sh",   "zsh",  "python", "python3",
                                                                    "node", "ruby", "perl", "tsx"};
  std::string_view word = command.words.front().text;
  if (among(kInterpreters, word)) {
    if (command.words.size() < 2 || command.words[1].text.starts_with("-")) return {};
    word = command.words[1].text;
  } else if (!contains(word, "/")) {
    return {};
  }
  while (word.starts_with("./")) word.remove_prefix(2);
  std::string there;
  for (const std::string_view from : {std::string_view(), directory_of(document.path())})
    if (resolve_path(from, word, there) && evidence.tree().has(there) && !evidence.tree().has_directory(there))
      return there;
  return {};
}

// Whether a script hands its words on to another program, which may have the option.
bool hands_on(Evidence& evidence, const std::string& path) {
  const auto file = evidence.live().read(path);
  if (!file) return true;
  static constexpr std::array<std::string_view, 8> kAll = {"$@",   "$*", "sys.argv", "process.argv",
                                                           "ARGV", "%*", "${@",      "parse_known_args"};
  return std::any_of(kAll.begin(), kAll.end(), [&](std::string_view all) { return contains((*file)->text, all); });
}

// The name of a long option as programs hold it: "--dry-run=x" is "dry_run". "" for what is none, or too short to tell.
std::string option_name(std::string_view word) {
  if (!word.starts_with("--")) return {};
  word.remove_prefix(2);
  word = word.substr(0, word.find('='));
  if (word.starts_with("no-")) word.remove_prefix(3);
  if (word.size() < kShortestOption || !is_alpha(word.front()) || word == "help" || word == "version") return {};
  std::string out;
  for (const char c : word) {
    // A dot parts names that programs put together: the whole may stand nowhere.
    if (!is_alnum(c) && c != '-' && c != '_') return {};
    out += c == '-' ? '_' : c;
  }
  return to_lower(out);
}

struct ShownOption {
  const CheckedDocument* document;
  CheckFinding finding;
  std::string name;
  std::string of;  // the program or script
};

void check_dead_option(Evidence& evidence, CheckFindings& out) {
  const std::set<std::string> programs = own_programs(evidence);
  std::vector<ShownOption> shown;
  std::set<std::string> wanted;
  std::map<std::string, std::set<std::string>> names;  // of options, by program
  std::map<std::string, bool> handing_on;
  each_told_command(evidence, [&](const CheckedDocument& document, const Mention& mention, const BlockSetting& setting,
                                  const ShownCommand& command) {
    std::string of(command.words.front().text);
    if (!programs.contains(of)) {
      of = script_run_by(evidence, document, command);
      if (of.empty()) return;
      const auto [known, added] = handing_on.try_emplace(of, false);
      if (added) known->second = hands_on(evidence, of);
      if (known->second) return;
    }
    if (works_elsewhere(evidence, document, setting) || document.is_past_or_planned(mention.line)) return;
    for (const CommandWord& word : command.words) {
      if (word.text == "--") return;  // what follows is another program's
      const std::string name = option_name(word.text);
      if (name.empty() || is_placeholder_word(word.text.substr(0, word.text.find('=')))) continue;
      names[of].insert(name);
      wanted.insert(name);
      ShownOption option{&document, finding_at(document, mention, word), name, of};
      option.finding.width = static_cast<int>(word.text.substr(0, word.text.find('=')).size());
      shown.push_back(std::move(option));
    }
  });
  if (wanted.empty()) return;
  take_out_named(evidence, wanted);
  for (ShownOption& one : shown) {
    if (!wanted.contains(one.name)) continue;
    // A program most of whose options are not here has them from something that is not here.
    const auto& all = names[one.of];
    const auto lost = std::count_if(all.begin(), all.end(), [&](const auto& name) { return wanted.contains(name); });
    if (static_cast<std::size_t>(lost) * 2 > all.size() && all.size() > 1) continue;
    if (all.size() == 1 && programs.contains(one.of)) continue;
    std::string written = one.name;
    std::replace(written.begin(), written.end(), '_', '-');
    one.finding.message = fmt::format("{} has no option '--{}': nothing here reads it", one.of, written);
    out.push_back(std::move(one.finding));
  }
}

}  // namespace

extern const Rule dead_option_rule;
const Rule dead_option_rule = {"dead-option", CheckLevel::warning,
                               "a command of this repository is shown with an option that nothing reads",
                               check_dead_option};

}  // namespace fingerpost
