// What stands below a place, sorted into the parts of an entry. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "troubleshooting-index/document_view.h"
#include "troubleshooting-index/entry.h"
#include "troubleshooting-index/labels.h"

namespace fingerpost {

// How much a title reads as a problem: 0 not at all, 0.4 perhaps, 0.7 and more surely. Raw or plain text.
double problem_in(std::string_view title);
// An error's code or name alone: "P1001", "exit code 137", "404 Not Found", "ECONNREFUSED".
bool is_error_code(std::string_view title);

// How many different parts (symptom, cause, step, source) are labelled below the place, entries of their own left out.
struct LabelledParts {
  bool symptom = false;
  bool cause = false;
  bool step = false;
  bool source = false;
  // Sections of a runbook that only tell beside others: what an alert means, and what comes of it.
  bool meaning = false;
  bool effect = false;
  int count() const { return int{symptom} + int{cause} + int{step} + int{source}; }
};
LabelledParts labelled_parts_below(const DocumentView& document, std::int32_t place);

// Fills symptoms, causes, steps, source, component from all that stands below `place`, and from the rest of its own
// text behind the lead where `own_rest` says so. Sections that are no parts are left out: they are entries of their
// own.
void collect_parts(const DocumentView& document, std::int32_t place, std::string_view own_rest, Entry& out);
// The same for one more place beside it (a section "Solution" after the section that it solves).
void collect_place(const DocumentView& document, std::int32_t place, Part current, Entry& out);
// Puts one raw text where it belongs: by its label, or by its words.
void add_text(std::string_view raw, int line_start, int line_end, Part current, Entry& out);

// The first thing to do, from the steps.
void choose_first_action(Entry& out);

// The lines of a place's own text, and an entry that spans a place with all below it.
Entry entry_at(const DocumentView& document, std::int32_t place, std::string title);

}  // namespace fingerpost
