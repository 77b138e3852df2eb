#include "upkeep/check/block_settings.h"

#include <algorithm>

#include "base/text.h"
#include "upkeep/check/commands.h"

namespace fingerpost {
namespace {

constexpr int kLinesAbove = 4;  // of prose before a block that may say where it is run

// The name of a cloned repository: "https://host/owner/name.git" is "name".
std::string cloned_name(const ShownCommand& command) {
  for (std::size_t i = 2; i < command.words.size(); ++i) {
    std::string_view address = command.words[i].text;
    if (!contains(address, "/")) continue;
    while (address.ends_with("/")) address.remove_suffix(1);
    if (address.ends_with(".git")) address.remove_suffix(4);
    return plain_name(base_name(address));
  }
  return {};
}

bool is_clone(const ShownCommand& command) {
  return command.words.size() > 2 && command.words[0].text == "git" && command.words[1].text == "clone";
}

// Whether a text says "in the other-one repo", with a name that is not this repository's.
bool names_other_repository(std::string_view line, const std::set<std::string>& own_names) {
  const std::string lower = to_lower(line);
  for (auto at = lower.find(" repo"); at != std::string::npos; at = lower.find(" repo", at + 1)) {
    std::string_view end = std::string_view(lower).substr(at + 5);
    if (end.starts_with("sitory")) end.remove_prefix(6);
    if (!end.empty() && is_alpha(end.front())) continue;
    std::size_t begin = at;
    while (begin > 0 && (is_alnum(lower[begin - 1]) || lower[begin - 1] == '-' || lower[begin - 1] == '_')) --begin;
    const std::string name = lower.substr(begin, at - begin);
    // A name with a dash is no word of English: "root repo", "git repo".
    if (contains(name, "-") && !own_names.contains(plain_name(name)) &&
        (contains(lower, "in ") || contains(lower, "of ")))
      return true;
  }
  return false;
}

}  // namespace

std::string plain_name(std::string_view name) {
  std::string out;
  for (char c : name)
    if (is_alnum(c)) out += c;
  return to_lower(out);
}

std::set<std::string> names_cloned_in(const CheckedDocument& document) {
  std::set<std::string> out;
  for (const Mention& mention : document.mentions())
    for (const ShownCommand& command : commands_in(mention))
      if (is_clone(command)) out.insert(cloned_name(command));
  out.erase("");
  return out;
}

std::vector<BlockSetting> settings_of_blocks(const CheckedDocument& document, const std::set<std::string>& own_names) {
  std::vector<BlockSetting> all(1);
  const std::set<std::string> cloned = names_cloned_in(document);
  bool left = false;  // for what was cloned in a block before
  int last_block = 0;
  for (const Mention& mention : document.mentions()) {
    if (mention.kind != Mention::Kind::code) continue;
    const auto number = static_cast<std::size_t>(mention.block);
    if (all.size() <= number) all.resize(number + 1);
    BlockSetting& out = all[number];
    if (mention.block != last_block) {
      last_block = mention.block;
      out.elsewhere = left;
      for (int n = std::max(1, mention.line - 1 - kLinesAbove); n < mention.line; ++n)
        out.elsewhere =
            out.elsewhere || (!document.is_code(n) && names_other_repository(document.lines().line(n), own_names));
    }
    if (mention.text.starts_with("#")) out.elsewhere = out.elsewhere || names_other_repository(mention.text, own_names);
    for (const ShownCommand& command : commands_in(mention)) {
      const std::string_view name = command.words.front().text;
      const std::string_view next = command.words.size() > 1 ? command.words[1].text : std::string_view();
      if (name == "cd" || name == "pushd") {
        if (!next.empty()) out.directories.emplace_back(next);
        // Into what was cloned and is not this repository: the blocks that follow are run there too.
        const std::string there = plain_name(base_name(next));
        left = cloned.contains(there) && !own_names.contains(there);
      }
      if (is_clone(command) || name == "curl" || name == "wget" || name == "ssh" || name == "scp" || name == "unzip" ||
          name == "tar" || name == "vagrant")
        out.elsewhere = true;
    }
  }
  return all;
}

}  // namespace fingerpost
