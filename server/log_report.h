// A log on the standard input → its distinct problems, each with the entry that fixes it.
#pragma once

#include <cstdio>
#include <string>

#include "base/result.h"
#include "server/tool.h"

namespace fingerpost {

// What is pasted: up to 64 KiB of a stream. More is a log, which may hold several problems.
struct Pasted {
  std::string text;
  bool whole = true;  // false: more follows on the stream
};
Pasted read_pasted(std::FILE* in);

// Mines what was pasted and the rest of the stream for its distinct problems, gravest first, and diagnoses each. The
// log streams through; memory does not grow with it.
Result<ToolReply> report_log(const Pasted& head, std::FILE* in, Repository& repository);

}  // namespace fingerpost
