// Where the commands of a document's code blocks are run, as far as the document says it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "upkeep/check/mentions.h"

namespace fingerpost {

// What a block of code does besides: it works elsewhere (clones, fetches, goes on another machine, in another
// repository), and the directories that it changes into.
struct BlockSetting {
  bool elsewhere = false;
  std::vector<std::string> directories;
};

// A name without what people write differently in it: "node-exporter" and "NodeExporter" are "nodeexporter".
std::string plain_name(std::string_view name);

// The plain names of what a document clones: of the last part of each address.
std::set<std::string> names_cloned_in(const CheckedDocument& document);

// By the blocks' numbers; the first stands for prose and has nothing. `own_names`: what this repository is called,
// plain.
std::vector<BlockSetting> settings_of_blocks(const CheckedDocument& document, const std::set<std::string>& own_names);

}  // namespace fingerpost
