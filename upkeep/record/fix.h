// A fix that somebody found, and the edit that writes it into a troubleshooting document in that document's own shape
// and order. Pure, any thread.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "troubleshooting-index/entry.h"
#include "upkeep/edit/text_edit.h"
#include "upkeep/record/document.h"

namespace fingerpost {

struct Fix {
  std::string title;
  std::vector<std::string> symptoms;
  std::vector<std::string> causes;
  std::vector<std::string> steps;  // a block of code stands between lines of ```
  std::string definitive_source;   // as it will be written: `path` → `key`
  std::string component;
  std::string category;
};

// The edit that adds the fix: in the shape that most entries of the document have, or with labelled parts where it has
// none or that shape cannot hold it. Whether it can is tried: the edited document is read again, and must have the fix
// with all its parts and every other entry as before. Code::invalid_argument where even that fails.
Result<TextEdit> edit_to_add(const Document& document, const Fix& fix);

// The edit that adds the symptoms, causes and steps to an entry which it lacks; an empty one where it lacks none.
// Code::invalid_argument for entries whose shape has no place for more.
Result<TextEdit> edit_to_extend(const Document& document, const Entry& entry, const Fix& fix);

// The entry that the fix nearly repeats, or nullptr: much of the same title, or the same symptom.
const Entry* near_duplicate(const std::vector<Entry>& entries, const Fix& fix);

}  // namespace fingerpost
