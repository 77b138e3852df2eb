// From the errors of a text to the one that was seen and the one that it came from. Never throws, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "troubleshooting-index/message_line.h"

namespace fingerpost {

struct ErrorChain {
  std::string outermost;
  std::string root_cause;
  std::vector<int> telling;  // numbers of the lines that hold them
};

// Reads "Caused by", "[cause]", the order of Python's tracebacks, and chains of ": " within one line.
ErrorChain chain_of(const std::vector<ReadLine>& lines);

// Whether codes.txt knows a code of the text.
bool holds_known_code(std::string_view text);

// The last part of "a: b: c" that says something by itself; the whole where nothing is wrapped.
std::string_view innermost_part(std::string_view text);

}  // namespace fingerpost
