// The small readings of markdown's inline text that locators need. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

// Text as it reads: without emphasis, code ticks, link targets, images, HTML tags and a heading's {#anchor}.
std::string plain_text(std::string_view markdown);

// The id of the attribute list that a text begins with: "{#id}", "{: #id .class}", "{ .class #id }"; "" for none.
std::string_view attribute_list_id(std::string_view text);

// What a heading reads as, and its explicit id: "Backups {#backup}", "Backups [nightly-backup]" (Elastic's documents).
struct HeadingText {
  std::string title;
  std::string id;  // "" for none
};
HeadingText heading_of(std::string_view text);

// A lead-in: the bold or code words that an item or paragraph begins with, or what stands before its colon, dash or
// arrow.
struct LeadIn {
  std::string label;          // plain, without quotes and colon; "" for none
  bool stands_alone = false;  // nothing follows but a colon or a short parenthesis
};
LeadIn lead_in_of(std::string_view text);

// The environment variable that a cell, heading or label consists of (`DATABASE_URL`, `CLERK_*`), or "".
std::string variable_named(std::string_view text);

}  // namespace fingerpost
