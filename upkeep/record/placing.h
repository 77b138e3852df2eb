// Where a new block (an entry, a component) goes in a document, and what parts it from its neighbours. Pure, any
// thread.
//
// Within its category a block is put where the document's own order has it: behind the last one where titles are
// numbered, in alphabetical order where they stand so, and otherwise behind the block that it has most in common with,
// ties by a hash of its title. So two branches that each add a block seldom add it at the same line, and git merges
// them: appending at the end, as people do, conflicts always.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "upkeep/edit/text_edit.h"
#include "upkeep/record/document.h"

namespace fingerpost {

struct Block {
  int line_start = 1;
  int line_end = 1;
  std::string title;
};

struct Spot {
  int after_line = 0;        // the line behind which it goes; 0 for the beginning
  std::string before;        // what parts it from what stands above: lines with '\n'
  std::string after;         // the same below, where something stands there
  int heading_level = 3;     // of the block's own heading
  int number = 0;            // its number in the order, where titles are numbered
  std::string new_category;  // a heading to be made above it; "" for none
  int category_level = 2;
  const Block* beside = nullptr;  // the block it follows, whose manner it takes on
};

// `blocks` are of one shape, by line. `words` is all that the new block says, for what it has in common with others.
Spot spot_for(const Document& document, const std::vector<Block>& blocks, std::string_view category,
              std::string_view title, std::string_view words);

// The edit that puts the rendered block there. It takes on the line ends of the document.
TextEdit edit_at(const Document& document, const Spot& spot, std::string_view rendered);

}  // namespace fingerpost
