// Commands as documents show them: in code blocks of a shell and in code spans.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "upkeep/check/mentions.h"

namespace fingerpost {

// One command of a line, its words with their columns. Quotes are taken off; a word with a placeholder or an expansion
// is kept as it is.
struct CommandWord {
  std::string_view text;
  int column = 1;
};
struct ShownCommand {
  std::vector<CommandWord> words;  // at least one; "sudo", prompts and assignments before it are left out
};

// The commands of a mention; empty where it shows none (another language's code, the output of a command).
std::vector<ShownCommand> commands_in(const Mention& mention);

// Whether a word stands for what the reader has: <name>, $NAME, [option], ….
bool is_placeholder_word(std::string_view word);

}  // namespace fingerpost
