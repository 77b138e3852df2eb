// The parts of an entry as markdown, for the shapes. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "troubleshooting-index/entry.h"

namespace fingerpost {

// "### Title\n\n" (level 1 to 6; more is 6).
std::string render_heading(std::string_view title, int level);

// The parts under bold labels, each with its passages as items: "**Symptoms**:\n\n- …\n\n". Steps are numbered.
std::string render_labelled_parts(const Entry& entry);

// The parts as items one after another: steps as they are, the others behind their label ("- Cause: …"). Code blocks
// stand inside an item. `indent` spaces stand before every line.
std::string render_items(const Entry& entry, int indent, bool numbered);

// The parts as paragraphs with labels before each ("Cause: …"), blank lines between; every line behind `before`.
std::string render_paragraphs(const Entry& entry, std::string_view before);

// The entry as a row of the table with this header, whatever its columns; what has no column stands in the next best.
std::string render_row(const Entry& entry, std::string_view header);

// A text that fits into one line of a table or an item: line ends become spaces, code blocks become code spans.
std::string on_one_line(std::string_view text);

}  // namespace fingerpost
