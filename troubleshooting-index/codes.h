// Error codes in a text: the known ones by their name, by their number and by the wording with which programs report
// them (codes.txt), and words that look like a code. Linear in the text; never throws; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

struct ErrorCode {
  std::string name;                // as people write it: "ECONNREFUSED", "SQLSTATE 28P01", "HTTP 502", "exit 137"
  std::vector<std::string> words;  // what it means, lower case: "connection", "refused"
  // The section of codes.txt; of words that only look like a code: "exception", "state" (HEALTH_WARN), "name"
  // (CephOSDNearFull) or "code" (E1234).
  std::string family;
  bool worded = false;  // found by its wording alone: weaker evidence than its name
};

// Whether codes.txt knows it: not a word that only looks like a code.
bool is_known(const ErrorCode& code);

// Each code once, in order of appearance, at most 48.
std::vector<ErrorCode> codes_in(std::string_view text);

// The same without what they mean: what is asked of every document.
struct CodeName {
  std::string name;
  bool worded = false;
};
std::vector<CodeName> code_names_in(std::string_view text);

}  // namespace fingerpost
