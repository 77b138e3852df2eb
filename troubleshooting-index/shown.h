// A document's raw text → what is shown of it. Pure functions, any thread, linear.
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

// One line of inline text: without emphasis, link targets, images, HTML tags and the marks of items and quotes at the
// start of its lines; code stays in backticks; lines are joined by spaces. Idempotent.
std::string shown_text(std::string_view raw);

// The same for a table's cell, whose first characters are no marks ("> 70%").
std::string shown_cell(std::string_view raw);

// The same without backticks: a title.
std::string shown_title(std::string_view raw);

// A text that begins with what it speaks of: "**Port conflict:** use 5433", "`/ready` fails → run the tests",
// "\"Invalid signature\" after restart: a new key was made". Both parts raw, trimmed.
struct Lead {
  std::string_view head;  // "" for a text without a lead
  std::string_view rest;  // after the mark; "" when the lead stands alone
  bool arrow = false;     // the mark is an arrow
  bool bold = false;      // the head is bold
};
Lead lead_of(std::string_view raw);

// A text in quotes or backticks, with the marks ("Connection refused" popup is one too: it begins with a quotation).
bool is_quoted(std::string_view raw);

// The raw text without the marks before an item's, a quotation's or a container's words.
std::string_view without_marks(std::string_view raw);

}  // namespace fingerpost
