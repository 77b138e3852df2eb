// A markdown document that something is written into: its bytes, how they read, and the blocks (entries) that it
// already has. Lines are those of the bytes. Immutable; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "pointer-map/pointer.h"
#include "troubleshooting-index/entry.h"

namespace fingerpost {

struct Heading {
  std::string title;  // as shown
  int level = 1;
  int line_start = 1;
  int line_end = 1;  // of all that stands below it
};

struct Document {
  std::string path;
  std::string bytes;
  std::string text;  // the same as UTF-8, mojibake repaired: line by line that of the bytes
  Reading reading;   // of `text`
  std::vector<Entry> entries;
  std::vector<Heading> headings;

  Document() = default;
  Document(const Document&) = delete;  // `reading` points into `text`
  Document& operator=(const Document&) = delete;
};

// Code::invalid_argument for what cannot be edited line by line (UTF-16, binary).
Result<std::unique_ptr<Document>> read_document(std::string_view path, std::string bytes);

// The innermost heading above a line, the one that stands in the line left out; -1 for none.
int heading_above(const Document& document, int line);

// The byte at which a line starts; the size for the line behind the last.
std::size_t start_of_line(std::string_view bytes, int line);

}  // namespace fingerpost
