// The commands that documents tell their readers to run in this repository.
#pragma once

#include <functional>

#include "upkeep/check/block_settings.h"
#include "upkeep/check/commands.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/finding.h"

namespace fingerpost {

// Calls `visit` for each command of each document that speaks of what is, in their order. The setting is the code
// block's, or an empty one in prose.
using CommandVisitor = std::function<void(const CheckedDocument& document, const Mention& mention,
                                          const BlockSetting& setting, const ShownCommand& command)>;
void each_told_command(Evidence& evidence, const CommandVisitor& visit);

// Whether the block works elsewhere, or in a directory that this repository does not have.
bool works_elsewhere(const Evidence& evidence, const CheckedDocument& document, const BlockSetting& setting);

// A finding about one word of a command, without its message.
CheckFinding finding_at(const CheckedDocument& document, const Mention& mention, const CommandWord& word);

}  // namespace fingerpost
