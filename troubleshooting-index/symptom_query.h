// What was pasted → what the index is asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pointer-map/spelling.h"
#include "troubleshooting-index/entry_index.h"
#include "troubleshooting-index/message.h"

namespace fingerpost {

struct AskedSymptom {
  SymptomQuery query;
  std::vector<std::string> unknown;  // telling words of the asker that stand in no entry
  float known_share = 1;             // of the weight of all words, those that stand in some entry
};

// `words` are the repository's plain words, which a misspelt one is compared with.
AskedSymptom ask_for(std::string_view pasted, const Message& message, const EntryIndex& index, const WordList& words);

}  // namespace fingerpost
