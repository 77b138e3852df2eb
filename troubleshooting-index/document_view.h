// A document as the entry shapes look at it: its tree of places, with what each stands below. Made once a document,
// linear in its places; immutable; any thread. The reading and the text outlive it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "pointer-map/pointer.h"
#include "troubleshooting-index/definition.h"
#include "troubleshooting-index/labels.h"
#include "troubleshooting-index/table_columns.h"

namespace fingerpost {

// What a heading, lead-in or path says of all that stands below it.
struct Topic {
  bool trouble = false;  // troubleshooting, common issues, runbooks, debugging, known issues
  bool checks = false;   // preflight, health checks
  bool questions = false;
  bool changes = false;  // upgrade and migration notes
  bool history = false;  // a changelog: lists problems that are gone
};

class DocumentView {
 public:
  DocumentView(std::string_view path, std::string_view text, const Reading& reading);

  std::string_view path() const { return path_; }
  const Lines& lines() const { return lines_; }
  std::int32_t count() const { return static_cast<std::int32_t>(reading_.places.size()); }
  const Place& place(std::int32_t index) const { return reading_.places[static_cast<std::size_t>(index)]; }
  // Direct children in document order.
  std::span<const std::int32_t> children(std::int32_t index) const;
  // One past the last place of the subtree.
  std::int32_t subtree_end(std::int32_t index) const { return node(index).end; }
  // The last line of what stands in the subtree.
  int line_end(std::int32_t index) const { return node(index).line_end; }
  // The topic of what stands below the place, and of the place itself seen from above.
  Topic topic_below(std::int32_t index) const { return node(index).below; }
  Topic topic_of(std::int32_t index) const { return node(place(index).parent).below; }
  // The place before it with the same parent, or -1.
  std::int32_t previous(std::int32_t index) const { return node(index).previous; }
  // The place after it with the same parent, or -1.
  std::int32_t next(std::int32_t index) const;
  // The wording of a place's own text; of all that stands in the subtree, the place's own text and key left out.
  const Wording& words_of(std::int32_t index) const { return node(index).own; }
  const Wording& words_below(std::int32_t index) const { return node(index).inside; }
  // What a paragraph's or an item's text begins with; and the part that its lead, or a section's title, names.
  const Lead& lead(std::int32_t index) const { return node(index).lead; }
  Part part(std::int32_t index) const { return node(index).part; }
  // Of a table.
  const Columns& columns(std::int32_t table) const { return columns_[static_cast<std::size_t>(node(table).columns)]; }
  bool has_section_below(std::int32_t index) const { return node(index).holds_section; }
  // The keys from the root down to the place; a place without a key counts as nothing. A very long
  // key is clipped.
  std::vector<std::string> locator(std::int32_t index) const;

 private:
  struct Node {
    std::int32_t end = 0;
    std::int32_t first_child = 0;  // into child_list_
    std::int32_t children = 0;
    std::int32_t previous = -1;
    std::int32_t position = 0;  // among the siblings
    int line_end = 0;
    bool holds_section = false;
    Topic below;
    Wording own;
    Wording inside;
    Lead lead;
    Part part = Part::none;
    std::int32_t columns = -1;  // into columns_; of a table
  };
  const Node& node(std::int32_t index) const { return nodes_[static_cast<std::size_t>(index)]; }

  std::string_view path_;
  Lines lines_;
  const Reading& reading_;
  std::vector<Node> nodes_;
  std::vector<std::int32_t> child_list_;
  std::vector<Columns> columns_;
};

}  // namespace fingerpost
