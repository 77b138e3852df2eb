// Where a repository's own code and configuration write a message that somebody pasted. For what no document speaks of:
// who knows where a message comes from can read there what it takes to come about.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "indexer/live.h"
#include "pointer-map/map.h"
#include "troubleshooting-index/message.h"

namespace fingerpost {

// A place that holds the words of a message in their order, but for what is filled in.
struct WrittenMessage {
  const Source* source = nullptr;  // of the map's sources
  int line_start = 1;
  int line_end = 1;
  std::string holder;     // the function, task or key that it stands in, or the file's name
  std::string words;      // the message's, as far as they stand there
  std::size_t count = 0;  // of these words
  float share = 0;        // of all of its words, 0..1
};

// At most two, the one that holds most of the message first, read live; files that are not as they were indexed are
// left out. So are documents, since what they say about a message is an entry, and tests. Only the map's places are
// looked through, so that the cost is that of a question.
Result<std::vector<WrittenMessage>> where_written(Map& map, LiveReader& live, const Message& message);

}  // namespace fingerpost
