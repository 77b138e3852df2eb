// What a reply may cost the assistant that reads it.
#pragma once

#include <cstddef>

#include "server/tool.h"

namespace fingerpost {

// Some 4,000 tokens: what every client takes in without a warning.
inline constexpr std::size_t kReplyCharacters = 16'000;

// Cuts the reply to so many characters of JSON and of text: its lists lose their last items (the best come first, and
// one item stays), the text its last lines, and a note says how many are missing and how to see them.
void keep_within(ToolReply& reply, std::size_t characters = kReplyCharacters);

}  // namespace fingerpost
