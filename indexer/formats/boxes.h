// The lines with which boxes of markdown begin and end: admonitions of MkDocs and of GitHub's kin, containers of
// Docusaurus and VuePress, directives of MyST and of Elastic's documents. Pure, any thread.
#pragma once

#include <optional>
#include <string_view>

namespace fingerpost {

struct BoxHead {
  std::string_view type;   // "warning"; "" for a tab
  std::string_view title;  // raw, without quotes or brackets; "" for none
};

// `!!! warning "Title"`, "??? note", `=== "Tab"`, ":::tip Title", ":::danger[Title]", "::::{warning} Title",
// "```{warning} Title"; nothing for another line.
std::optional<BoxHead> box_head(std::string_view line);

// Whether what stands behind a fence's marks is the directive of a box, whose body is text and no code: "{note} Title".
bool is_box_directive(std::string_view info);

// ":::", "::::": what ends a container.
bool ends_box(std::string_view line);

// "```": what ends a box that begins with a fence, and begins or ends code elsewhere.
bool is_bare_fence(std::string_view line);

// ":class: dropdown", as it may follow the head of a directive.
bool is_box_option(std::string_view line);

}  // namespace fingerpost
