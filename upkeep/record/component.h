// A component that somebody described, and the edit that writes it into a component map in that document's own order
// and manner. Pure, any thread.
#pragma once

#include <string>

#include "base/result.h"
#include "upkeep/edit/text_edit.h"
#include "upkeep/record/document.h"

namespace fingerpost {

struct ComponentNote {
  std::string name;
  std::string definitive_source;  // as it will be written: `path` → `key`
  std::string whats_there;        // "" for nothing; so the next two
  std::string spec;
  std::string key_details;
  std::string category;
};

// A component as the document has it.
struct MappedComponent {
  std::string name;
  int line_start = 1;
  int line_end = 1;
};

// The headings of the document that name a Definitive Source of their own, by line.
std::vector<MappedComponent> components_in(const Document& document);

// The edit that adds it. Code::invalid_argument where the edited document would not have it, or would lose another.
Result<TextEdit> edit_to_add(const Document& document, const ComponentNote& note);

// The edit that adds to a component what the note says and the document does not.
Result<TextEdit> edit_to_extend(const Document& document, const MappedComponent& component, const ComponentNote& note);

}  // namespace fingerpost
