// A format reads the bytes of one source into places. One file each in indexer/formats/, one line each in
// indexer/formats.cc. Readers are pure functions: any thread, no state, no I/O; they never throw, and bad input yields
// what can be had plus a finding.
#pragma once

#include <span>
#include <string_view>

#include "indexer/limits.h"
#include "pointer-map/pointer.h"

namespace fingerpost {

// One source as a reader sees it. Valid UTF-8, no byte-order mark; line ends as they are in the file (LF or CRLF).
struct SourceText {
  std::string_view path;  // relative to the root, forward slashes; "" for a block inside another source
  std::string_view text;
  const Limits& limits;
};

struct Format {
  std::string_view name;
  // Whether the path alone says that the file is of this format. The first format of the table that claims a path reads
  // it.
  bool (*claims)(std::string_view path);
  // Appends the places of `source` below the place `under`, which is already in `out`. Lines are those of
  // `source.text`. `text` of every place must point into `source.text`.
  void (*read)(const SourceText& source, std::int32_t under, Reading& out);
  // The info strings of markdown fences that hold this format ("yaml", "yml"), lower case.
  std::span<const std::string_view> fences;
};

// All formats, in the order in which they are asked.
std::span<const Format* const> all_formats();

// The format that reads this path, or nullptr when none does. A template or an example ("nginx.conf.j2",
// "config.yml.dist") is read as what it becomes.
const Format* format_of(std::string_view path);

// Whether sources of a format of this name are texts written for people to read.
bool is_document_format(std::string_view name);

// The format of a fence with this info word, or nullptr.
const Format* format_of_fence(std::string_view info);

// The format of a block of code in a document with this info word ("" for none), or nullptr: what says nothing of
// itself may look like an env or INI file, and what no format claims like a help text.
const Format* format_of_block(std::string_view info, std::string_view text);

// Reads a block that stands inside another source (a fence in markdown) at `first_line` of it, shifting its lines;
// places go below `under`. What it could not read there is no finding.
void read_block(const Format& format, std::string_view text, int first_line, const Limits& limits, std::int32_t under,
                Reading& out);

}  // namespace fingerpost
