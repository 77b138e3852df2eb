// What may be written into a document: sizes, no secrets, nothing that breaks the markdown around it. Pure functions,
// any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace fingerpost {

inline constexpr std::size_t kLongestTitle = 160;   // bytes
inline constexpr std::size_t kLongestText = 700;    // bytes, of one symptom, cause or step
inline constexpr std::size_t kLongestCode = 3'000;  // bytes, of a step between lines of ```
inline constexpr std::size_t kMostTexts = 20;       // in one list

// A title on one line: not empty, without control characters, heading and emphasis marks. `what` names it in errors.
Result<std::string> fit_title(std::string_view text, std::string_view what);

// A text as it stands in an item or behind a label: on one line, or a block of code between lines of ```. What markdown
// would take for something else (a heading, a list, HTML, half a code span) is put between backticks.
Result<std::string> fit_text(std::string_view text, std::string_view what);
Result<std::vector<std::string>> fit_texts(const std::vector<std::string>& texts, std::string_view what);

}  // namespace fingerpost
