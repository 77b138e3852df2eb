// Commands that documents tell to run and that nothing offers any more: make targets, package scripts, recipes, tasks,
// compose services, scripts.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "pointer-map/spelling.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/paths.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/told_commands.h"

namespace fingerpost {
namespace {

// The nearest of the names that there are, as advice.
std::string nearest_of(std::string_view name, const Inventory::Names& names) {
  std::vector<std::string> lower;
  for (const auto& [one, places] : names) lower.push_back(to_lower(one));
  std::sort(lower.begin(), lower.end());
  const auto near = spellings_of(to_lower(name), lower, 1);
  if (!near.empty()) return fmt::format("'{}'?", near.front().word);
  // One that has it as a part, or is part of it: "test" of "test-unit".
  std::string found;
  for (const std::string& one : lower)
    if (one.size() > 2 && name.size() > 2 && (contains(one, to_lower(name)) || contains(to_lower(name), one))) {
      if (!found.empty()) return {};
      found = one;
    }
  return found.empty() ? std::string() : fmt::format("'{}'?", found);
}

// English that begins like a command: "make sure that".
bool is_prose(const ShownCommand& command) {
  static constexpr std::array<std::string_view, 24> kWords = {
      "sure",    "the", "it", "a",  "an",     "this",  "that", "your", "them", "use",   "to",  "and",
      "changes", "any", "is", "no", "all-in", "these", "or",   "one",  "run",  "sense", "for", "like"};
  int prose = 0;
  for (std::size_t i = 1; i < command.words.size(); ++i)
    prose += std::find(kWords.begin(), kWords.end(), command.words[i].text) != kWords.end();
  return prose > 1 || (command.words.size() > 1 && (command.words[1].text == "sure" || command.words[1].text == "the" ||
                                                    command.words[1].text == "it" || command.words[1].text == "a"));
}

// Whether a document may speak of a makefile: of the root's, of one above it, and of one whose directory it names.
bool may_mean(const CheckedDocument& document, std::string_view makefile) {
  const std::string_view directory = directory_of(makefile);
  return directory.empty() || document.path().starts_with(std::string(directory) + "/") ||
         contains(document.text(), directory);
}

// Whether a makefile that a document may mean can have any target: names that are computed, or an included file that is
// not here.
bool may_make_anything(Evidence& evidence, const CheckedDocument& document) {
  const MakeRules& rules = evidence.inventory().make;
  return std::any_of(rules.open.begin(), rules.open.end(),
                     [&](const std::string& path) { return may_mean(document, path); }) ||
         std::any_of(rules.included.begin(), rules.included.end(), [&](const MakeTarget& included) {
           return !is_file_of_values(included.name) &&
                  (included.name.find_first_of("$*") != std::string::npos ||
                   evidence.tree().named(included.name).empty()) &&
                  may_mean(document, included.path);
         });
}

void check_dead_make_target(Evidence& evidence, CheckFindings& out) {
  const Inventory& known = evidence.inventory();
  const Tree& tree = evidence.tree();
  if (known.make_targets.empty()) return;
  // Makefiles that a configuration step writes have targets that nobody wrote.
  for (std::string_view made :
       {"configure.ac", "Makefile.am", "Makefile.in", "CMakeLists.txt", "Makefile.PL", "extconf.rb"})
    if (tree.has(made)) return;
  each_told_command(evidence, [&](const CheckedDocument& document, const Mention& mention, const BlockSetting& setting,
                                  const ShownCommand& command) {
    if (command.words.front().text != "make" && command.words.front().text != "gmake") return;
    if (is_prose(command) || works_elsewhere(evidence, document, setting) ||
        document.is_past_or_planned(mention.line) || may_make_anything(evidence, document))
      return;
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      const CommandWord& word = command.words[i];
      if (word.text == "-C" || word.text == "-f" || word.text.starts_with("--directory") ||
          word.text.starts_with("--file")) {
        if (i + 1 >= command.words.size()) return;
        std::string there;
        if (!resolve_path("", command.words[i + 1].text, there) || !tree.has(there)) return;
        ++i;
        continue;
      }
      if (word.text == "-j" || word.text == "-o" || word.text == "-l" || word.text == "-I") {
        ++i;
        continue;
      }
      if (word.text.starts_with("-") || contains(word.text, "=")) continue;
      if (is_placeholder_word(word.text) || word.text.find_first_of("/.,:") != std::string_view::npos) return;
      if (known.makes(word.text, [&](std::string_view path) { return may_mean(document, path); }) ||
          tree.has(word.text))
        continue;
      CheckFinding finding = finding_at(document, mention, word);
      finding.message = fmt::format("no makefile has the target '{}'", clip(word.text, 80));
      finding.advice = nearest_of(word.text, known.make_targets);
      out.push_back(std::move(finding));
    }
  });
}

// npm run NAME, and what the other package managers make of it; position of NAME among the words, or 0.
std::size_t script_word(const ShownCommand& command) {
  const auto& words = command.words;
  const std::string_view manager = words.front().text;
  if (manager != "npm" && manager != "yarn" && manager != "pnpm" && manager != "bun") return 0;
  std::size_t i = 1;
  bool run = false;
  for (; i < words.size(); ++i) {
    const std::string_view word = words[i].text;
    if (word == "-w" || word == "--workspace" || word == "--prefix" || word == "--filter" || word == "-F" ||
        word == "-C" || word == "--cwd" || word == "--dir" || word == "workspace") {
      ++i;
      continue;
    }
    if (word.starts_with("-")) continue;
    if (!run && (word == "run" || word == "run-script")) {
      run = true;
      continue;
    }
    break;
  }
  if (i >= words.size()) return 0;
  // Without "run" it may be a command of the manager or a program of a package; a colon is only ever in scripts' names.
  const std::string_view name = words[i].text;
  if (!run &&
      (manager == "npm" || manager == "bun" || !contains(name, ":") || contains(name, "/") || contains(name, "@")))
    return 0;
  return i;
}

void check_dead_script(Evidence& evidence, CheckFindings& out) {
  const Inventory& known = evidence.inventory();
  if (known.scripts.empty()) return;
  each_told_command(evidence, [&](const CheckedDocument& document, const Mention& mention, const BlockSetting& setting,
                                  const ShownCommand& command) {
    const std::size_t at = script_word(command);
    if (at == 0) return;
    const CommandWord& word = command.words[at];
    if (is_placeholder_word(word.text) || contains(word.text, "/") || contains(word.text, ".") ||
        known.scripts.contains(word.text))
      return;
    if (works_elsewhere(evidence, document, setting) || document.is_past_or_planned(mention.line) || is_prose(command))
      return;
    CheckFinding finding = finding_at(document, mention, word);
    finding.message = fmt::format("no package.json has the script '{}'", clip(word.text, 80));
    finding.advice = nearest_of(word.text, known.scripts);
    out.push_back(std::move(finding));
  });
}

void check_dead_recipe(Evidence& evidence, CheckFindings& out) {
  const Inventory& known = evidence.inventory();
  each_told_command(evidence, [&](const CheckedDocument& document, const Mention& mention, const BlockSetting& setting,
                                  const ShownCommand& command) {
    const std::string_view program = command.words.front().text;
    const bool just = program == "just";
    if ((!just && program != "task") || command.words.size() < 2) return;
    const Inventory::Names& names = just ? known.just_recipes : known.tasks;
    const CommandWord& word = command.words[1];
    if (names.empty() || names.contains(word.text) || is_placeholder_word(word.text) || word.text.starts_with("-") ||
        word.text.find_first_of("=:./,") != std::string_view::npos || is_prose(command))
      return;
    if (known.open_task_files || works_elsewhere(evidence, document, setting) ||
        document.is_past_or_planned(mention.line))
      return;
    CheckFinding finding = finding_at(document, mention, word);
    finding.message = fmt::format("no {} has '{}'", just ? "justfile" : "Taskfile", clip(word.text, 80));
    finding.advice = nearest_of(word.text, names);
    out.push_back(std::move(finding));
  });
}

constexpr std::array<std::string_view, 34> kOptionsWithValue = {"-f",
                                                                "--file",
                                                                "-p",
                                                                "--project-name",
                                                                "--profile",
                                                                "--env-file",
                                                                "--tail",
                                                                "-n",
                                                                "--since",
                                                                "--until",
                                                                "-t",
                                                                "--timeout",
                                                                "-u",
                                                                "--user",
                                                                "-w",
                                                                "--workdir",
                                                                "-e",
                                                                "--env",
                                                                "--scale",
                                                                "--index",
                                                                "--entrypoint",
                                                                "--name",
                                                                "-v",
                                                                "--volume",
                                                                "--pull",
                                                                "--progress",
                                                                "--exit-code-from",
                                                                "--attach",
                                                                "--format",
                                                                "--filter",
                                                                "--status",
                                                                "--signal",
                                                                "-s",
                                                                "--project-directory"};
constexpr std::array<std::string_view, 17> kServiceCommands = {"up",     "logs",  "exec",    "run", "restart", "stop",
                                                               "start",  "build", "pull",    "rm",  "ps",      "kill",
                                                               "create", "pause", "unpause", "top", "push"};

void check_dead_service(Evidence& evidence, CheckFindings& out) {
  const Inventory& known = evidence.inventory();
  if (known.services.empty()) return;
  each_told_command(evidence, [&](const CheckedDocument& document, const Mention& mention, const BlockSetting& setting,
                                  const ShownCommand& command) {
    const auto& words = command.words;
    std::size_t i = 0;
    if (words[0].text == "docker-compose")
      i = 1;
    else if (words.size() > 1 && words[0].text == "docker" && words[1].text == "compose")
      i = 2;
    if (i == 0 || works_elsewhere(evidence, document, setting) || document.is_past_or_planned(mention.line)) return;
    std::string_view sub;
    for (; i < words.size(); ++i) {
      const std::string_view word = words[i].text;
      if (word.starts_with("-")) {
        if (std::find(kOptionsWithValue.begin(), kOptionsWithValue.end(), word) != kOptionsWithValue.end()) {
          // Another file's services are not these.
          if ((word == "-f" || word == "--file") && sub.empty() && i + 1 < words.size() &&
              !evidence.tree().has_ending(words[i + 1].text.substr(words[i + 1].text.starts_with("./") ? 2 : 0)))
            return;
          ++i;
        }
        continue;
      }
      if (sub.empty()) {
        sub = word;
        if (std::find(kServiceCommands.begin(), kServiceCommands.end(), sub) == kServiceCommands.end()) return;
        continue;
      }
      // A redirection, or "up / down" of prose: no name of a service begins so.
      if (word.empty() || !is_alnum(word.front())) return;
      if (is_placeholder_word(word)) return;
      if (!known.services.contains(word)) {
        CheckFinding finding = finding_at(document, mention, words[i]);
        finding.message = fmt::format("no compose file has the service '{}'", clip(word, 80));
        finding.advice = nearest_of(word, known.services);
        out.push_back(std::move(finding));
      }
      if (sub == "exec" || sub == "run") return;
    }
  });
}

// The words of a command that name files of this repository.
std::vector<const CommandWord*> files_of(const ShownCommand& command, bool in_block) {
  std::vector<const CommandWord*> out;
  const auto& words = command.words;
  const std::string_view program = words.front().text;
  // A path by itself in prose is named, not run.
  if (words.size() == 1 && !in_block) return out;
  if (program.starts_with("./") || (contains(program, "/") && (program.ends_with(".sh") || program.ends_with(".py")))) {
    out.push_back(&words.front());
    return out;
  }
  static constexpr std::array<std::string_view, 12> kInterpreters = {
      "bash", "sh", "zsh", "python", "python3", "node", "ruby", "source", "perl", "tsx", "deno", "."};
  const auto first_file = [&](std::size_t from) {
    for (std::size_t i = from; i < words.size(); ++i) {
      if (words[i].text == "-c" || words[i].text == "-m" || words[i].text == "-e") return;
      if (words[i].text.starts_with("-")) continue;
      out.push_back(&words[i]);
      return;
    }
  };
  if (std::find(kInterpreters.begin(), kInterpreters.end(), program) != kInterpreters.end()) first_file(1);
  if (program == "cp" || program == "cat") first_file(1);
  const bool takes_files = program == "kubectl" || program == "docker" || program == "docker-compose" ||
                           program == "helm" || program == "oc";
  for (std::size_t i = 1; takes_files && i + 1 < words.size(); ++i)
    if (words[i].text == "-f" || words[i].text == "--file" || words[i].text == "--values") out.push_back(&words[i + 1]);
  return out;
}

void check_dead_file(Evidence& evidence, CheckFindings& out) {
  const Tree& tree = evidence.tree();
  if (tree.cut()) return;
  each_told_command(evidence, [&](const CheckedDocument& document, const Mention& mention, const BlockSetting& setting,
                                  const ShownCommand& command) {
    for (const CommandWord* word : files_of(command, mention.kind == Mention::Kind::code)) {
      const auto written = path_in_span(word->text);
      if (!written || !has_file_extension(written->path) || !contains(written->path, "/") ||
          tree.has_ending(written->path) || tree.is_made(written->path))
        continue;
      // Data is the reader's own, and what is installed elsewhere is made from a template here.
      const std::string extension = to_lower(extension_of(written->path));
      if (extension == "csv" || extension == "txt" || extension == "json" || extension == "jsonl" ||
          extension == "pdf" || tree.has_ending(std::string(base_name(written->path)) + ".in") ||
          tree.has_ending(std::string(base_name(written->path)) + ".tmpl"))
        continue;
      const std::string directory(directory_of(written->path));
      const bool once = evidence.history().fate_of(written->path) != nullptr;
      bool home = tree.has_directory(directory);
      for (std::string_view above = directory_of(document.path()); !home && !above.empty(); above = directory_of(above))
        home = tree.has_directory(std::string(above) + "/" + directory);
      if ((!once && !home) || works_elsewhere(evidence, document, setting) || document.is_hypothetical(mention.line))
        continue;
      // A file that the block itself makes.
      bool made = false;
      for (const Mention& other : document.mentions())
        made |= other.line < mention.line && other.kind == Mention::Kind::code &&
                (contains(other.text, "> " + written->path) || contains(other.text, "-o " + written->path) ||
                 (contains(other.text, "cp ") && contains(other.text, " " + written->path)));
      if (made) continue;
      CheckFinding finding = finding_at(document, mention, *word);
      finding.message = fmt::format("'{}' does not exist", clip(word->text, 160));
      finding.about = written->path;
      const LikelyPlace likely = likely_place(evidence, written->path);
      finding.advice = likely.path.empty() ? likely.reason : fmt::format("'{}'? ({})", likely.path, likely.reason);
      if (likely.sure && once) finding.fix = Replacement{written->path, likely.path};
      out.push_back(std::move(finding));
    }
  });
}

}  // namespace

extern const Rule dead_make_target_rule;
const Rule dead_make_target_rule = {"dead-make-target", CheckLevel::warning,
                                    "no makefile has the target that a document runs", check_dead_make_target};
extern const Rule dead_script_rule;
const Rule dead_script_rule = {"dead-script", CheckLevel::warning,
                               "no package.json has the script that a document runs", check_dead_script};
extern const Rule dead_recipe_rule;
const Rule dead_recipe_rule = {"dead-recipe", CheckLevel::warning, "no justfile or Taskfile has what a document runs",
                               check_dead_recipe};
extern const Rule dead_service_rule;
const Rule dead_service_rule = {"dead-service", CheckLevel::warning,
                                "no compose file has the service that a command names", check_dead_service};
extern const Rule dead_file_rule;
const Rule dead_file_rule = {"dead-file", CheckLevel::warning,
                             "a command in a document runs or reads a file that is not there", check_dead_file};

}  // namespace fingerpost
