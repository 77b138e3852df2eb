// The manner in which a document labels the parts of its entries: which words, in which order, bold or as headings, on
// the label's line or as a list below it. A new entry is written in the manner of its neighbour. Pure, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "troubleshooting-index/entry.h"
#include "troubleshooting-index/labels.h"

namespace fingerpost {

struct LabelManner {
  Part part = Part::none;
  std::string head;          // "**Symptoms**:", "#### Solution", "- **Cause:**"
  bool on_its_line = false;  // the text follows on the label's line
  bool blank_below = true;   // a blank line between the label and its list
  std::string item = "- ";   // the mark of its items; "1. " for a numbered list
};

struct EntryManner {
  std::vector<LabelManner> labels;  // in the neighbour's order
  bool quoted_title = false;        // ### "Title"
  bool blank_between = true;        // a blank line between its parts
};

// From the lines of an entry; without labels where it has none.
EntryManner manner_of(std::string_view entry);

// The entry in this manner. REQUIRES: manner.labels is not empty. `number` stands before the title unless it is 0.
std::string render_in_manner(const Entry& entry, const EntryManner& manner, int heading_level, int number);

}  // namespace fingerpost
