// A log on the standard input → its distinct problems, each with the entry that fixes it.
#pragma once

#include <cstdio>
#include <string>

#include "base/result.h"
#include "server/tool.h"

namespace fingerpost {

// What stands on `in`, up to about `most` bytes.
struct Pasted {
  std::string text;
  bool whole = true;  // false: more follows on the stream
};
Pasted read_pasted(std::FILE* in, std::size_t most);

// Mines `head` and then the rest of the stream for its distinct problems, gravest first, and diagnoses each. The log
// streams through; memory does not grow with it.
Result<ToolReply> report_log(const std::string& head, std::FILE* in, Repository& repository);

}  // namespace fingerpost
