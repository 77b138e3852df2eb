// The commands as data, and what is computed from it: completions of three shells and the man page.
#pragma once

#include <string>
#include <vector>

namespace fingerpost {

struct OptionWords {
  std::string name;  // --json
  std::string help;
};
struct CommandWords {
  std::string name;
  std::string help;
  std::vector<OptionWords> options;
  std::vector<std::string> values;  // what may follow, where that is a fixed list
  std::string example;
};
struct ProgramWords {
  std::string help;
  std::vector<OptionWords> options;  // that every command takes
  std::vector<CommandWords> commands;
};

std::string bash_completion(const ProgramWords& program);
std::string zsh_completion(const ProgramWords& program);
std::string fish_completion(const ProgramWords& program);
std::string man_page(const ProgramWords& program);

}  // namespace fingerpost
