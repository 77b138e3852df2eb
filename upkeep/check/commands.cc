#include "upkeep/check/commands.h"

#include <algorithm>

#include "base/text.h"

namespace fingerpost {
namespace {

bool is_shell(std::string_view language) {
  for (std::string_view one : {"", "sh", "bash", "shell", "zsh", "console", "shell-session", "sh-session",
                               "shellsession", "terminal", "fish", "cmd", "bat"})
    if (language == one) return true;
  return false;
}

bool is_assignment(std::string_view word) {
  const auto sign = word.find('=');
  return sign != std::string_view::npos && sign > 0 &&
         std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(sign),
                     [](char c) { return is_alnum(c) || c == '_'; });
}

}  // namespace

bool is_placeholder_word(std::string_view word) {
  if (word.find_first_of("<>$[]{}*|\"'`()%\\") != std::string_view::npos || contains(word, "...") ||
      contains(word, "…"))
    return true;
  const std::string lower = to_lower(word);
  // NAME, SERVICE: a word in capitals stands for one.
  if (word.size() > 1 && std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
    return true;
  return lower.starts_with("your") || lower.starts_with("my-") || lower.starts_with("my_") ||
         lower.starts_with("foo") || contains(lower, "xxx") || lower == "target" || lower == "service" ||
         lower == "script" || lower == "name";
}

std::vector<ShownCommand> commands_in(const Mention& mention) {
  std::vector<ShownCommand> out;
  if (mention.kind == Mention::Kind::code ? !is_shell(mention.language) : mention.kind != Mention::Kind::span)
    return out;
  const std::string_view line = mention.text;
  if (line.starts_with("#") || line.size() > 1000) return out;
  ShownCommand command;
  const auto finish = [&] {
    if (!command.words.empty()) out.push_back(std::move(command));
    command = {};
  };
  for (std::size_t at = 0; at < line.size();) {
    if (is_space(line[at])) {
      ++at;
      continue;
    }
    if (line[at] == '#' && (at == 0 || is_space(line[at - 1]))) break;
    if (line[at] == ';' || line[at] == '|' || line[at] == '&') {
      finish();
      ++at;
      continue;
    }
    std::size_t begin = at;
    std::string_view text;
    if (line[at] == '"' || line[at] == '\'') {
      const auto end = line.find(line[at], at + 1);
      if (end == std::string_view::npos) break;
      begin = at + 1;
      text = line.substr(begin, end - begin);
      at = end + 1;
    } else {
      while (at < line.size() && !is_space(line[at]) && line[at] != ';' && line[at] != '|' && line[at] != '&') ++at;
      text = line.substr(begin, at - begin);
    }
    const bool skipped =
        command.words.empty() && (text == "$" || text == "%" || text == ">" || text == "sudo" || text == "time" ||
                                  text == "exec" || text == "#" || text == "-" || is_assignment(text));
    if (text == "\\") break;
    if (!skipped && !text.empty()) command.words.push_back({text, mention.column + static_cast<int>(begin)});
  }
  finish();
  return out;
}

}  // namespace fingerpost
