// An entry: one problem with its fix, as a document writes it down.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

// A piece of a document as it is shown: emphasis, link targets, HTML tags and list marks removed, code kept in
// backticks (a code block between lines of ```). Lines are 1-based and inclusive. An empty text means that the document
// says nothing.
struct Passage {
  std::string text;
  int line_start = 0;
  int line_end = 0;

  bool empty() const { return text.empty(); }
};

struct Entry {
  std::string_view shape;  // how it is written; the name of an EntryShape
  double score = 0;        // how certain it is that this is a problem with its fix, 0 to 1
  std::int32_t place = 0;  // index, in the Reading, of the place that is the entry or that holds it
  int line_start = 0;      // of the whole entry
  int line_end = 0;
  std::string title;                 // plain text
  std::vector<std::string> locator;  // from the document's root down to the entry
  std::string category;              // the heading or lead-in that it stands below, or ""
  std::vector<Passage> symptoms;     // besides the title
  std::vector<Passage> causes;       // in the document's order
  std::vector<Passage> steps;
  Passage first_action;  // a command if the document gives one, otherwise the first instruction
  bool first_action_is_command = false;
  Passage definitive_source;  // as written: where the document says that the truth stands
  std::string component;      // as the document names it, or ""
};

}  // namespace fingerpost
