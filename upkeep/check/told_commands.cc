#include "upkeep/check/told_commands.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace fingerpost {

void each_told_command(Evidence& evidence, const CommandVisitor& visit) {
  // What the documents of the root clone is this repository, and their titles name it.
  std::set<std::string> own_names = {plain_name(base_name(evidence.root().path()))};
  for (const auto& document : evidence.documents()) {
    if (!directory_of(document->path()).empty()) continue;
    own_names.merge(names_cloned_in(*document));
    for (const Place& place : document->reading().places)
      if (place.kind == Kind::section) {
        own_names.insert(plain_name(place.key));
        break;
      }
  }
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical()) continue;
    const std::vector<BlockSetting> settings = settings_of_blocks(*document, own_names);
    for (const Mention& mention : document->mentions()) {
      if (mention.kind != Mention::Kind::code && mention.kind != Mention::Kind::span) continue;
      for (const ShownCommand& command : commands_in(mention))
        visit(*document, mention, settings[static_cast<std::size_t>(mention.block)], command);
    }
  }
}

CheckFinding finding_at(const CheckedDocument& document, const Mention& mention, const CommandWord& word) {
  CheckFinding finding;
  finding.path = document.path();
  finding.line = mention.line;
  finding.column = word.column;
  finding.width = static_cast<int>(word.text.size());
  return finding;
}

bool works_elsewhere(const Evidence& evidence, const CheckedDocument& document, const BlockSetting& setting) {
  if (setting.elsewhere) return true;
  return std::any_of(setting.directories.begin(), setting.directories.end(), [&](const std::string& directory) {
    std::string there;
    if (directory.starts_with("/path/to/")) return false;  // where the reader has it
    if (directory.starts_with("/") || directory.starts_with("~") || is_placeholder_word(directory)) return true;
    if (directory == "-" || directory == "." || directory.starts_with("..")) return false;
    return !(resolve_path("", directory, there) && evidence.tree().has_directory(there)) &&
           !(resolve_path(directory_of(document.path()), directory, there) && evidence.tree().has_directory(there)) &&
           !evidence.tree().has_ending(directory) && directory != base_name(evidence.root().path());
  });
}

}  // namespace fingerpost
