// The replies of several repositories to one question as one reply of the same shape.
#pragma once

#include <string>
#include <vector>

#include "server/tool.h"

namespace fingerpost {

struct NamedReply {
  std::string repository;
  ToolReply reply;
};

// Lists are put together, best first where their items have a confidence, each item with its `repository`; at most
// `limit` a list (0: all). Booleans are true where one is, numbers are added, of texts the first stays, a gap only if
// it is that of the first. Who found something comes first, and of those who is surest; who found nothing is left out
// where another did. REQUIRES: !replies.empty().
ToolReply merge_replies(std::vector<NamedReply> replies, std::size_t limit);

}  // namespace fingerpost
